import { library } from '../src/generated/library.ts';

/**
 * A source of just under 1 MiB as a person's could be, only longer: the standard library's residual blocks over and over under
 * other names, each copy with a network that uses them.
 */
export function specOfOneMegabyte(): string {
  const blocks = library.get('std/residual')!.replace(/^import.*$/gm, '');
  const names = [...blocks.matchAll(/^block (\w+)/gm)].map(([, name]) => name!);
  const parts: string[] = [];
  for (let copy = 0, length = 0; ; copy++) {
    const renamed = names.reduce(
      (text, name) => text.replace(new RegExp(`\\b${name}\\b`, 'g'), `${name}_${copy}`),
      blocks,
    );
    const stages = names
      .map((name, position) => `  layer${position + 1}: stage 2 x ${name}_${copy}(64)`)
      .join('\n');
    const network = `\nnetwork net_${copy} {\n  input 64 x 16 x 16\n${stages}\n}\n`;
    length += renamed.length + network.length + 20;
    if (length > 1_000_000) return parts.join('\n');
    parts.push(renamed, network);
  }
}
