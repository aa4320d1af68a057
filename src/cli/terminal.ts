import type { HumanOptions } from '../diagnostics/render/index.ts';

/** `--no-color` first, then NO_COLOR (https://no-color.org), FORCE_COLOR, and whether the stream is a terminal. */
export function wantsColour(
  stream: { readonly isTTY?: boolean },
  flag: boolean | undefined,
  environment: NodeJS.ProcessEnv,
): boolean {
  if (flag === false) return false;
  if (environment.NO_COLOR) return false;
  const { FORCE_COLOR: force } = environment;
  if (force !== undefined) return force !== '0' && force !== 'false';
  return stream.isTTY === true && environment.TERM !== 'dumb';
}

export type StreamName = 'stdout' | 'stderr';

/** How diagnostics are shown on a stream of this process. */
export function shownOn(name: StreamName, flag: boolean | undefined): HumanOptions {
  const stream = process[name];
  const colour = wantsColour(stream, flag, process.env);
  return stream.isTTY && stream.columns > 0 ? { colour, width: stream.columns } : { colour };
}

export function print(text: string | Uint8Array): void {
  if (text.length > 0) process.stdout.write(text);
}

/** Everything that is not a result goes to standard error. */
export function note(text: string): void {
  if (text !== '') process.stderr.write(text);
}
