import type { Line, Mark } from './lines.ts';

const widestName = 24;

/** Lines with their depth as blanks; names of neighbours are as wide as the widest. */
export function treeText(
  lines: readonly Line[],
  depth = 0,
): readonly { readonly mark: Mark; readonly text: string; readonly note: string }[] {
  const widest = lines.reduce(
    (width, { name }) => Math.max(width, name.length <= widestName ? name.length : 0),
    0,
  );
  return lines.flatMap((line) => {
    const { mark, name, note } = line;
    const text =
      `${'  '.repeat(depth)}${name.padEnd(line.text === '' && note === '' ? 0 : widest)}  ${line.text}`.trimEnd();
    return [{ mark, text, note }, ...treeText(line.lines, depth + 1)];
  });
}
