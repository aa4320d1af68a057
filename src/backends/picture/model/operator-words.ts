import { showExtents } from '../../../diagnostics/wording.ts';
import type { Node } from '../../../ir/graph.ts';
import type { OperatorKind } from '../../../ir/operators.ts';
import type { Pair, Shape } from '../../../ir/shape.ts';
import type { Role } from './picture.ts';

interface Saying<K extends OperatorKind> {
  readonly role: Role;
  readonly words: (node: Extract<Node, { op: K }>, input: Shape) => string;
}

const small = (words: string) => ({ role: 'small' as const, words: () => words });

/** What figures in papers call each operator. The report's table says less: it leaves out norms and activations. */
const sayings: { readonly [K in OperatorKind]: Saying<K> } = {
  input: small('input'),
  conv: {
    role: 'convolution',
    words: ({ attributes: { kernel, filters, stride, dilation, groups } }, [channels]) => {
      const depthwise = groups > 1 && groups === channels;
      return [
        `${showExtents(kernel)} ${depthwise ? 'depthwise' : 'conv'}, ${filters}`,
        ...(groups > 1 && !depthwise ? [`${groups} groups`] : []),
        ...unlessOne('dilation ', dilation),
        ...unlessOne('/', stride),
      ].join(', ');
    },
  },
  linear: {
    role: 'linear',
    words: ({ attributes: { units, pointwise } }) => (pointwise ? `linear, ${units}` : `${units}-d fc`),
  },
  batchnorm: small('BN'),
  layernorm: small('LN'),
  groupnorm: small('GN'),
  relu: small('ReLU'),
  relu6: small('ReLU6'),
  silu: small('SiLU'),
  gelu: small('GELU'),
  sigmoid: small('sigmoid'),
  hardswish: small('hard-swish'),
  hardsigmoid: small('hard-sigmoid'),
  tanh: small('tanh'),
  softmax: small('softmax'),
  maxpool: {
    role: 'pool',
    words: ({ attributes }) =>
      // What `shortcut zero_pad` makes: no pool, only every second row and column.
      attributes.kernel.every((extent) => extent === 1) && attributes.stride.some((step) => step > 1)
        ? `every ${ordinal(Math.max(...attributes.stride))} pixel`
        : pool('max pool', attributes),
  },
  avgpool: { role: 'pool', words: ({ attributes }) => pool('avg pool', attributes) },
  flatten: small('flatten'),
  dropout: { role: 'small', words: ({ attributes: { rate } }) => `dropout ${rate}` },
  // Its rate differs from block to block, and blocks that only differ in this are drawn once.
  drop_path: small('drop path'),
  zero_pad: {
    role: 'other',
    words: ({ attributes: { channels, pad } }) => {
      const missing = channels[0] + channels[1];
      const around = pad.some((extent) => extent > 0) ? [`pad ${sides(pad)}`] : [];
      return [...(missing > 0 ? [`+${missing} zeros`] : []), ...around].join(', ') || 'zero-pad';
    },
  },
  upsample: {
    role: 'other',
    words: ({ attributes: { scale, method } }) => `${method} upsampling, ×${times(scale)}`,
  },
  channel_shuffle: {
    role: 'other',
    words: ({ attributes: { groups } }) => `channel shuffle, ${groups} groups`,
  },
  layer_scale: small('layer scale'),
  add: small('add'),
  multiply: small('multiply'),
  concat: small('concat'),
};

export function say(node: Node, input: Shape): { readonly role: Role; readonly words: string } {
  const { role, words } = sayings[node.op] as Saying<OperatorKind>;
  return { role, words: words(node as never, input) };
}

export const isSmall = (op: OperatorKind): boolean => sayings[op].role === 'small';

function times([height, width]: Pair): string {
  return height === width ? `${height}` : showExtents([height, width]);
}

function unlessOne(before: string, pair: Pair): readonly string[] {
  return pair[0] === 1 && pair[1] === 1 ? [] : [`${before}${times(pair)}`];
}

function sides(pad: readonly number[]): string {
  return pad.every((extent) => extent === pad[0]) ? `${pad[0]}` : `(${pad.join(', ')})`;
}

function ordinal(number: number): string {
  return number === 2 ? '2nd' : number === 3 ? '3rd' : `${number}th`;
}

function pool(
  name: string,
  { global, kernel, stride }: { readonly global: boolean; readonly kernel: Pair; readonly stride: Pair },
): string {
  return global ? `global ${name}` : [`${showExtents(kernel)} ${name}`, ...unlessOne('/', stride)].join(', ');
}
