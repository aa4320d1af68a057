import type { Details } from '../diagnostics/diagnose.ts';
import type { Related } from '../diagnostics/diagnostic.ts';
import { plural, showExtents } from '../diagnostics/wording.ts';
import type { Node, NodeId } from './graph.ts';
import type { Session } from './session.ts';

/** Where the values of a join came from, in what they differ, and which layer made one of them smaller. */
export function explainJoin(session: Session, inputs: readonly NodeId[]): Details {
  const joined = inputs.map((input) => session.nodes[input]!);
  const related: Related[] = joined.map(({ output, source, path }) => ({
    ...source,
    message: `${showExtents(output)} comes from \`${path || 'input'}\``,
  }));
  const [first] = joined;
  const other = joined.find(({ output }) => area(output) !== area(first!.output));
  if (other !== undefined) {
    const [small, large] = area(other.output) < area(first!.output) ? [other, first!] : [first!, other];
    const layer = shrinking(session, small, area(large.output));
    if (layer === undefined) return { related };
    const before = session.nodes[layer.inputs[0]!]!;
    const at = related.findIndex(({ span }) => span === layer.source.span);
    if (at >= 0) {
      const message = `${related[at]!.message}, which makes it of ${showExtents(before.output)}`;
      return { related: related.with(at, { ...related[at]!, message }) };
    }
    const message = `here ${showExtents(before.output)} becomes ${showExtents(layer.output)}`;
    return { related: [...related, { ...layer.source, message }] };
  }
  const narrow = joined.find(({ output }) => output[0] !== first!.output[0]);
  if (narrow === undefined) return { related };
  const [channels, given] = [first!.output[0], narrow.output[0]];
  const help = `they differ in channels, ${channels} and ${given}: a projection, \`conv 1x1, ${channels}\` behind \`${narrow.path || 'input'}\`, makes them equal (${plural(channels * given, 'parameter')})`;
  return { related, help };
}

const area = ([, height, width]: Node['output']): number => height * width;

/** On the way back along first inputs, the layer at which the larger map was lost. */
function shrinking(session: Session, from: Node, large: number): Node | undefined {
  for (let node: Node | undefined = from; node?.inputs[0] !== undefined; ) {
    const before: Node = session.nodes[node.inputs[0]]!;
    if (area(node.output) < large && area(before.output) >= large) return node;
    node = before;
  }
  return undefined;
}
