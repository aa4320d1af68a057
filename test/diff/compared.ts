import type { Change, ComparedNetwork, Difference } from '../../src/diff/difference.ts';
import { diff, type SourceFile } from '../../src/index.ts';

/** The difference of two files of networks; throws where one has errors. */
export function differenceOf(before: string | SourceFile, after: string | SourceFile): Difference {
  const source = (text: string | SourceFile, name: string): SourceFile =>
    typeof text === 'string' ? { name, text } : text;
  const sides = [source(before, 'old.resnet'), source(after, 'new.resnet')] as const;
  const result = diff({ source: sides[0] }, { source: sides[1] });
  if (result.difference === undefined) {
    const found = [...result.before.diagnostics, ...result.after.diagnostics];
    throw new Error(found.map(({ code, message }) => `${code}: ${message}`).join('\n'));
  }
  return result.difference;
}

/** The only network of both. */
export function compared(before: string | SourceFile, after: string | SourceFile): ComparedNetwork {
  const [network] = differenceOf(before, after).networks;
  if (network === undefined || network.before === null || network.after === null)
    throw new Error('no network is in both');
  return network;
}

/** `changed layer1.0.conv1: stride 1 → 2`: every change but what only holds others. */
export function told(changes: readonly Change[]): readonly string[] {
  return changes.flatMap((change) => {
    const { kind, before, after, attributes, changes: inside } = change;
    const path =
      before && after && before.path !== after.path
        ? `${before.path} → ${after.path}`
        : (after ?? before)!.path;
    const values = attributes
      .filter(({ follows }) => !follows)
      .map((attribute) => `${attribute.name} ${attribute.before ?? '–'} → ${attribute.after ?? '–'}`);
    const what = before && after ? values.join(', ') : (after ?? before)!.text;
    return [
      ...(kind === 'within' ? [] : [`${kind} ${path}${what === '' ? '' : `: ${what}`}`]),
      ...told(inside),
    ];
  });
}
