/** The network that begins last before an offset, or else the first; undefined in a file without any. */
export function networkAt(text: string, offset: number): string | undefined {
  const networks = [...text.matchAll(/^[ \t]*network[ \t]+([A-Za-z_]\w*)/gm)];
  const lineEnd = text.indexOf('\n', offset);
  const before = networks.filter(({ index }) => lineEnd < 0 || index < lineEnd);
  return (before.at(-1) ?? networks[0])?.[1];
}
