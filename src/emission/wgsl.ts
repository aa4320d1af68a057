import { halfPair, invisible } from './invisible.ts';

/** Text that may follow `// `: whatever WGSL or an editor takes for the end of a line is a blank. */
export function commentText(text: string): string {
  return text.replace(invisible, ' ').replace(halfPair, '\ufffd').trimEnd();
}
