import { showExtents } from '../../diagnostics/wording.ts';
import type { Node } from '../../ir/graph.ts';
import type { OperatorKind } from '../../ir/operators.ts';
import type { Pair, Shape } from '../../ir/shape.ts';

type Words<K extends OperatorKind> = (node: Extract<Node, { op: K }>, input: Shape) => readonly string[];

/** Norms, activations, joins and the like: the paper's Table 1 does not show them. */
const unsaid = (): readonly string[] => [];

/** How the paper's Table 1 writes each operator, from what says most to what can be left out. */
const words: { readonly [K in OperatorKind]: Words<K> } = {
  input: unsaid,
  conv: ({ attributes: { kernel, filters, stride, dilation, groups } }, [channels]) => {
    const depthwise = groups > 1 && groups === channels;
    return [
      `${showExtents(kernel)}${depthwise ? ' depthwise' : ''}, ${filters}`,
      ...(groups > 1 && !depthwise ? [`${groups} groups`] : []),
      ...pairWords('dilation', dilation),
      ...pairWords('stride', stride),
    ];
  },
  linear: ({ attributes: { units, pointwise } }) => [pointwise ? `1×1, ${units}` : `${units}-d fc`],
  batchnorm: unsaid,
  layernorm: unsaid,
  groupnorm: unsaid,
  relu: unsaid,
  relu6: unsaid,
  silu: unsaid,
  gelu: unsaid,
  sigmoid: unsaid,
  hardswish: unsaid,
  hardsigmoid: unsaid,
  tanh: unsaid,
  softmax: () => ['softmax'],
  maxpool: ({ attributes }) => poolWords('max pool', attributes),
  avgpool: ({ attributes }) => poolWords('average pool', attributes),
  flatten: unsaid,
  dropout: unsaid,
  drop_path: unsaid,
  zero_pad: unsaid,
  upsample: ({ attributes: { scale, method } }) => [`${method} upsampling`, `${showExtents(scale)}`],
  channel_shuffle: ({ attributes: { groups } }) => ['channel shuffle', `${groups} groups`],
  layer_scale: unsaid,
  add: unsaid,
  multiply: unsaid,
  concat: unsaid,
};

/** `7×7, 64, stride 2`; undefined for an operator that the table leaves out. */
export function operatorWords(
  node: Node,
  input: Shape,
  stride: 'with stride' | 'without',
): string | undefined {
  const say = words[node.op] as (node: Node, input: Shape) => readonly string[];
  const said = say(node, input).filter((word) => stride === 'with stride' || !word.startsWith('stride '));
  return said.length === 0 ? undefined : said.join(', ');
}

function pairWords(name: string, [height, width]: Pair): readonly string[] {
  if (height === 1 && width === 1) return [];
  return [`${name} ${height === width ? height : showExtents([height, width])}`];
}

function poolWords(
  name: string,
  { global, kernel, stride }: { readonly global: boolean; readonly kernel: Pair; readonly stride: Pair },
): readonly string[] {
  return global ? [`global ${name}`] : [`${showExtents(kernel)} ${name}`, ...pairWords('stride', stride)];
}
