import { activations } from './activations.ts';
import { Unproven } from './python-syntax.ts';
import type { Given, PythonValue, Tensor } from './python-values.ts';
import { int, integer, itemsOf, number, tensor } from './python-values.ts';
import type { Torch } from './torch-modules.ts';
import { activate, flatten, globalPool, pad, sides } from './torch-modules.ts';

/** `F.pad`, `torch.cat`: functions by the names that emitted code calls them. */
export function torchFunction(torch: Torch, name: string, { items, named }: Given): PythonValue {
  const [first, second] = items;
  switch (name) {
    case 'F.relu':
    case 'F.relu6':
    case 'F.silu':
    case 'F.gelu':
    case 'F.hardswish':
    case 'F.hardsigmoid':
    case 'torch.sigmoid':
    case 'torch.tanh':
      return activate(torch, Object.values(activations).find((op) => name.endsWith(`.${op}`))!, first!);
    case 'torch.softmax':
      if (integer(named.get('dim')) !== 1) throw new Unproven('softmax over something else');
      return activate(torch, 'softmax', first!);
    case 'F.adaptive_max_pool2d':
    case 'F.adaptive_avg_pool2d':
      if (integer(second) !== 1) throw new Unproven('not one output');
      return globalPool(torch, name === 'F.adaptive_max_pool2d' ? 'max' : 'avg', tensor(first));
    case 'torch.flatten':
      if (integer(second) !== 1) throw new Unproven('flat from another axis');
      return flatten(torch, tensor(first));
    case 'F.pad': {
      const value = named.has('value') ? number(named.get('value')) : 0;
      if (second?.kind !== 'tuple') throw new Unproven('no sides');
      return pad(torch, tensor(first), sides(second), value);
    }
    case 'torch.cat':
      if (integer(named.get('dim')) !== 1) throw new Unproven('beside another axis');
      return concat(torch, itemsOf(first).map(tensor));
    case 'torch.ones_like': {
      const like = tensor(first);
      return { ...like, term: torch.terms.make('ones', [], []) };
    }
    case 'torch.full':
      return { kind: 'parameter', shape: itemsOf(first).map(integer), start: number(second) };
    case 'nn.Parameter':
      if (first?.kind === 'parameter') return first;
  }
  throw new Unproven(`the function ${name}`);
}

function concat({ terms }: Torch, values: readonly Tensor[]): Tensor {
  const [first] = values as readonly [Tensor, ...Tensor[]];
  const [, height, width] = first.shape;
  for (const { layout, shape } of values)
    if (layout !== first.layout || shape[1] !== height || shape[2] !== width)
      throw new Unproven('values of other shapes beside each other');
  const channels = values.reduce((sum, { shape }) => sum + shape[0], 0);
  return {
    ...first,
    term: terms.concat(values.map(({ term }) => term)),
    shape: [channels, height, width],
  };
}

/** `+`, `*` and `/` of values. */
export function tensorOperator(
  { terms, pathOf }: Torch,
  operator: string,
  left: PythonValue,
  right: PythonValue,
): Tensor {
  const a = tensor(left);
  if (operator === '*' && right.kind === 'parameter') {
    if (a.layout !== 'map' || String(right.shape) !== String([a.shape[0], 1, 1]))
      throw new Unproven('a scale for another shape');
    return { ...a, term: terms.make('layer_scale', [pathOf(right)], [a.term]) };
  }
  const b = tensor(right);
  if (operator === '/') return { ...a, term: meanOfValues(terms, a, b) };
  if (operator !== '+' && operator !== '*') throw new Unproven(`values with ${operator}`);
  if (a.layout !== b.layout) throw new Unproven('a map and a vector as one');
  const along = (axis: 0 | 1 | 2): number => {
    const [m, n] = [a.shape[axis], b.shape[axis]];
    if (m !== n && m !== 1 && n !== 1) throw new Unproven('values of other shapes as one');
    return Math.max(m, n);
  };
  const term = terms.join(operator === '+' ? 'add' : 'multiply', a.term, b.term);
  return { ...a, term, shape: [along(0), along(1), along(2)] };
}

/** A mean over padded windows divided by the part of each that is no padding is the mean of values. */
function meanOfValues(terms: Torch['terms'], sum: Tensor, part: Tensor): number {
  const [above, below] = [terms.of(sum.term), terms.of(part.term)];
  const [inner, ones] = [above, below].map(({ inputs }) => {
    const padded = terms.of(inputs[0]!);
    return padded.op === 'pad zeros'
      ? { input: padded.inputs[0]!, pads: padded.given[0] as readonly number[] }
      : { input: inputs[0]!, pads: [0, 0, 0, 0] };
  });
  const isMean = above.op === 'avgpool' && below.op === 'avgpool';
  if (!isMean || String(above.given) !== String(below.given) || terms.of(ones!.input).op !== 'ones')
    throw new Unproven('a quotient');
  const [top, bottom, left, right] = inner!.pads.map((side, at) => side - ones!.pads[at]!);
  const value = terms.pad(inner!.input, [top!, bottom!, left!, right!], 0);
  const [kernel, stride] = above.given as readonly (readonly number[])[];
  const pads = ones!.pads as readonly [number, number, number, number];
  return terms.average(value, [kernel!, stride!], pads, true);
}

export function attributeOfTensor({ shape, layout }: Tensor, name: string): PythonValue {
  if (name !== 'shape') throw new Unproven(`a value's ${name}`);
  // The first is the batch, which no code asks for.
  const extents = layout === 'map' ? shape : shape.slice(0, 1);
  return { kind: 'tuple', items: [{ kind: 'none' }, ...extents.map(int)] };
}
