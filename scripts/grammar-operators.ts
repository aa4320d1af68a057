import type { AttributeSpec } from '../src/ir/operator.ts';
import type { OperatorKind } from '../src/ir/operators.ts';
import { operatorNames, operatorOf } from '../src/ir/operators.ts';

type Kind = Exclude<OperatorKind, 'input'>;

/** Every operator with its arguments, from the compiler's own table. */
export function operatorTable(): string {
  const kinds = [...operatorNames] as readonly Kind[];
  const overview = kinds.map(
    (kind) => `| \`${kind}\` | ${cell(operatorOf(kind).summary)} | ${shapeRules[kind]} | ${tensors(kind)} |`,
  );
  const withArguments = kinds.filter((kind) => Object.keys(operatorOf(kind).attributes).length > 0);
  return [
    '| operator | what it does | shape of a C×H×W input | tensors |',
    '|---|---|---|---|',
    ...overview,
    '',
    'Their arguments; every other operator takes none:',
    '',
    ...withArguments.map(argumentTable),
  ].join('\n');
}

function argumentTable(kind: Kind): string {
  const { attributes } = operatorOf(kind);
  const slides = attributes.kernel !== undefined;
  const rows = Object.entries(attributes).map(
    ([name, spec]) =>
      `| \`${name}\` | ${wanted(spec, slides)} | ${unwritten(spec)} | ${cell(spec.summary)} |`,
  );
  return [`| \`${kind}\` | is | not written | |`, '|---|---|---|---|', ...rows, ''].join('\n');
}

/** What the argument takes; those without a name in front come first, in the order of the table. */
function wanted(spec: AttributeSpec, slides: boolean): string {
  const what = ((): string => {
    switch (spec.type) {
      case 'extent':
        return 'extents, `3x3`; `3` is `3x3`';
      case 'pair':
        return `a whole number or a pair, at least ${spec.min}`;
      case 'padding':
        return `a whole number${slides ? ', `same`' : ''} or \`(top, bottom, left, right)\``;
      case 'integer':
        return `a whole number, at least ${spec.min}`;
      case 'number':
        return `a number from ${spec.min} to ${scientific(spec.max)}`;
      case 'flag':
        return 'a flag';
      case 'choice':
        return spec.choices.map((choice) => `\`${choice}\``).join(', ');
    }
  })();
  return spec.positional ? `${what}; by position` : what;
}

function unwritten(spec: AttributeSpec): string {
  switch (spec.type) {
    case 'extent':
      return spec.unless === undefined ? 'an error' : `an error without \`${spec.unless}\``;
    case 'pair':
      return spec.default === 'kernel' ? 'the kernel' : String(spec.default);
    case 'padding':
      if (spec.default === 'half') return '(k − 1) / 2 · dilation; an error for an even kernel';
      return spec.default === 'half if odd' ? '(k − 1) / 2; 0 for an even window' : String(spec.default);
    case 'flag':
      return spec.default ? 'yes' : 'no';
    case 'choice':
      return `\`${spec.default}\``;
    case 'integer':
    case 'number':
      return spec.default === undefined ? 'an error' : scientific(spec.default);
  }
}

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** 0.00001 as 1e-5. */
const scientific = (value: number): string =>
  value !== 0 && (value < 1e-3 || value > 1e3) ? value.toExponential().replace('+', '') : String(value);

/** The shape that each operator gives to a C×H×W input. */
const shapeRules: Readonly<Record<Kind, string>> = {
  conv: 'filters×H′×W′; `groups` divides C and filters',
  linear: 'units×1×1, with `pointwise` units×H×W',
  batchnorm: 'the same',
  layernorm: 'the same',
  groupnorm: 'the same; `groups` divides C',
  relu: 'the same',
  relu6: 'the same',
  silu: 'the same',
  gelu: 'the same',
  sigmoid: 'the same',
  hardswish: 'the same',
  hardsigmoid: 'the same',
  tanh: 'the same',
  softmax: 'the same',
  maxpool: 'C×H′×W′, with `global` C×1×1',
  avgpool: 'C×H′×W′, with `global` C×1×1',
  flatten: '(C · H · W)×1×1',
  dropout: 'the same',
  drop_path: 'the same',
  zero_pad: 'each extent plus what is added to it',
  upsample: 'C×(scale · H)×(scale · W)',
  channel_shuffle: 'the same; `groups` divides C',
  layer_scale: 'the same',
  add: 'the same; all shapes are equal',
  multiply: 'the value’s; a factor’s C may be 1, and so may its H and W together',
  concat: 'ΣC×H×W; heights and widths are equal',
};

/** Tensors by name, their shapes spelt with the operator’s own words, from a trial on extents that tell them apart. */
function tensors(kind: OperatorKind): string {
  const definition = operatorOf(kind);
  const rule = definition.tensors;
  if (rule === undefined) return '';
  const trial = {
    ...{ kernel: [5, 7], filters: 11, units: 13, groups: 1, init: 'zeros', value: 0, pointwise: false },
    ...{ bias: true, stride: [1, 1], dilation: [1, 1], pad: [0, 0, 0, 0], eps: 0, momentum: 0 },
  };
  const input = [3, 17, 19] as const;
  const words = new Map([
    [3, kind === 'conv' ? 'C/groups' : 'C'],
    [5, 'kernel height'],
    [7, 'kernel width'],
    [11, 'filters'],
    [13, 'units'],
    [3 * 17 * 19, 'C · H · W'],
    [1, '1'],
  ]);
  const list = rule(trial as never, [input]).map(({ name, shape, role }) => {
    const extents = shape.map((extent) => words.get(extent)).join(' × ');
    const what = name === '' ? 'one called as the statement' : `\`${name}\``;
    const condition = name !== 'bias' || !('bias' in definition.attributes) ? '' : ', with `bias`';
    return `${what} (${extents}${role === 'buffer' ? ', a buffer' : ''}${condition})`;
  });
  const more = kind === 'linear' ? '; with `pointwise` `weight` is (units × C)' : '';
  return `${list.join(', ')}${more}`;
}
