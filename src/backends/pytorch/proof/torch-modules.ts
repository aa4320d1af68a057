/*
 * What the modules of torch.nn that rnc writes compute, and the shapes they give. One file of over 300 lines: it is one table, a row per
 * module.
 */
import { resolvePadding } from '../../../ir/padding.ts';
import type { Pads, Pair, Shape } from '../../../ir/shape.ts';
import { windowOutput } from '../../../ir/shape.ts';
import type { Layout } from '../operators/piece.ts';
import { activations } from './activations.ts';
import { Unproven } from './python-syntax.ts';
import type { Given, Module, Parameter, PythonValue, Tensor } from './python-values.ts';
import {
  emptyModule,
  integer,
  itemsOf,
  moduleOf,
  none,
  number,
  pairOf,
  tensor,
  text,
  truth,
} from './python-values.ts';
import type { TermId, Terms } from './terms.ts';

/** The parameters that a constructor takes by position, in order. */
const signatures: Readonly<Record<string, readonly string[]>> = {
  Conv2d: ['in_channels', 'out_channels', 'kernel_size', 'stride', 'padding', 'dilation', 'groups', 'bias'],
  Linear: ['in_features', 'out_features', 'bias'],
  PointwiseLinear: ['in_features', 'out_features', 'bias'],
  BatchNorm1d: ['num_features', 'eps', 'momentum'],
  BatchNorm2d: ['num_features', 'eps', 'momentum'],
  LayerNorm: ['normalized_shape', 'eps'],
  LayerNorm2d: ['normalized_shape', 'eps'],
  GroupNorm: ['num_groups', 'num_channels', 'eps'],
  MaxPool2d: ['kernel_size', 'stride', 'padding', 'dilation', 'return_indices', 'ceil_mode'],
  AvgPool2d: ['kernel_size', 'stride', 'padding', 'ceil_mode', 'count_include_pad'],
  'AvgPool2d of a file': ['pad', 'kernel_size', 'stride'],
  AdaptiveMaxPool2d: ['output_size'],
  AdaptiveAvgPool2d: ['output_size'],
  ZeroPad2d: ['padding'],
  ConstantPad2d: ['padding', 'value'],
  SamePad2d: ['kernel_size', 'stride', 'dilation', 'value'],
  PadChannels: ['front', 'behind'],
  Upsample: ['size', 'scale_factor', 'mode', 'align_corners'],
  ChannelShuffle: ['groups'],
  Dropout: ['p'],
  DropPath: ['rate'],
  Softmax: ['dim'],
  Flatten: [],
  Unflatten: ['dim', 'unflattened_size'],
  Identity: [],
};

/** Where a term says which tensors it reads: the path of a module is known once all have their place. */
export interface Torch {
  readonly terms: Terms;
  readonly pathOf: (owner: Module | Parameter) => string;
}

/** What a class of PyTorch, or of the file's support, makes of a constructor's arguments. */
export function makeModule(torch: Torch, name: string, given: Given): Module {
  if (name in activations) return emptyModule(name, (input) => activate(torch, activations[name]!, input));
  const names = signatures[name];
  if (names === undefined || given.items.length > names.length) throw new Unproven(`${name} is not known`);
  const values = new Map(given.items.map((value, position) => [names[position]!, value]));
  for (const [key, value] of given.named) {
    if (!names.includes(key) || values.has(key)) throw new Unproven(`${name} takes no ${key}`);
    values.set(key, value);
  }
  return makers(torch, name, (key) => values.get(key));
}

export function activate({ terms }: Torch, op: string, input: PythonValue): Tensor {
  const value = tensor(input);
  const term = op === 'softmax' ? terms.make(op, [], [value.term]) : terms.elementwise(op, [], value.term);
  return { ...value, term };
}

function makers(torch: Torch, name: string, value: (key: string) => PythonValue | undefined): Module {
  const { terms, pathOf } = torch;
  const flag = (key: string, otherwise: boolean): boolean =>
    value(key) === undefined ? otherwise : truth(value(key));
  const fraction = (key: string, otherwise: number): number =>
    value(key) === undefined ? otherwise : number(value(key));
  const pair = (key: string, otherwise: number): Pair =>
    value(key) === undefined ? [otherwise, otherwise] : pairOf(value(key));
  const apply = (run: (input: Tensor, self: Module) => Tensor, tensors: Module['tensors'] = []): Module =>
    emptyModule(name, (input, self) => run(tensor(input), self), tensors);
  /** On what has as many channels as the layer was made for. */
  const channelled = (
    layout: Layout | undefined,
    channels: number,
    tensors: Module['tensors'],
    op: string,
    given: readonly number[],
  ): Module =>
    apply((input, self) => {
      expectLayout(input, layout, name);
      expectChannels(input, channels, name);
      return { ...input, term: terms.make(op, [pathOf(self), ...given], [input.term]) };
    }, tensors);
  switch (name) {
    case 'Conv2d': {
      const [channels, filters] = [integer(value('in_channels')), integer(value('out_channels'))];
      const [kernel, stride, dilation] = [
        pairOf(value('kernel_size')),
        pair('stride', 1),
        pair('dilation', 1),
      ];
      const groups = value('groups') === undefined ? 1 : integer(value('groups'));
      const bias = flag('bias', true);
      if (channels % groups !== 0 || filters % groups !== 0) throw new Unproven('groups do not divide');
      const tensors: [string, readonly number[]][] = [['weight', [filters, channels / groups, ...kernel]]];
      if (bias) tensors.push(['bias', [filters]]);
      const padding = value('padding');
      return apply((input, self) => {
        expectLayout(input, 'map', name);
        expectChannels(input, channels, name);
        const size: Pair = [input.shape[1], input.shape[2]];
        const pads =
          padding?.kind === 'string'
            ? resolvePadding('same', size, { kernel, stride, dilation })!
            : symmetric(pair('padding', 0));
        const term = terms.pad(input.term, pads, 0);
        const given = [pathOf(self), kernel, filters, stride, dilation, groups, bias];
        return {
          ...input,
          term: terms.make('conv', given, [term]),
          shape: slid(filters, size, { kernel, stride, dilation, pad: pads }),
        };
      }, tensors);
    }
    case 'Linear':
    case 'PointwiseLinear': {
      const [features, units] = [integer(value('in_features')), integer(value('out_features'))];
      const bias = flag('bias', true);
      const tensors: [string, readonly number[]][] = [['weight', [units, features]]];
      if (bias) tensors.push(['bias', [units]]);
      return apply((input, self) => {
        expectLayout(input, name === 'Linear' ? 'vector' : 'map', name);
        expectChannels(input, features, name);
        const [, height, width] = input.shape;
        const op = height === 1 && width === 1 ? 'linear' : 'pointwise';
        const term = terms.make(op, [pathOf(self), units, bias], [input.term]);
        return { ...input, term, shape: [units, height, width] };
      }, tensors);
    }
    case 'BatchNorm1d':
    case 'BatchNorm2d': {
      const channels = integer(value('num_features'));
      const tensors = ['weight', 'bias', 'running_mean', 'running_var'].map(
        (each) => [each, [channels]] as const,
      );
      const layout = name === 'BatchNorm1d' ? 'vector' : 'map';
      return channelled(layout, channels, tensors, 'batchnorm', [
        fraction('eps', 1e-5),
        fraction('momentum', 0.1),
      ]);
    }
    case 'LayerNorm':
    case 'LayerNorm2d': {
      const channels = integer(value('normalized_shape'));
      const tensors = [['weight', [channels]] as const, ['bias', [channels]] as const];
      const layout = name === 'LayerNorm' ? 'vector' : 'map';
      return channelled(layout, channels, tensors, 'layernorm', [fraction('eps', 1e-5)]);
    }
    case 'GroupNorm': {
      const [groups, channels] = [integer(value('num_groups')), integer(value('num_channels'))];
      const tensors = [['weight', [channels]] as const, ['bias', [channels]] as const];
      return channelled(undefined, channels, tensors, 'groupnorm', [groups, fraction('eps', 1e-5)]);
    }
    case 'MaxPool2d':
    case 'AvgPool2d':
      return apply((input) => pool(torch, name, input, { value, pair, flag }));
    case 'AvgPool2d of a file': {
      const kernel = pairOf(value('kernel_size'));
      const stride = value('stride') === undefined ? kernel : pairOf(value('stride'));
      const pads = moduleOf(value('pad')).attributes.get('pads');
      if (pads?.kind !== 'function') throw new Unproven('no padding');
      return apply((input) => {
        expectLayout(input, 'map', name);
        const [top, bottom, left, right] = itemsOf(pads.call({ items: [input], named: new Map() })).map(
          integer,
        );
        const pad = [top!, bottom!, left!, right!] as const;
        const shape = slid(input.shape[0], [input.shape[1], input.shape[2]], {
          kernel,
          stride,
          dilation: [1, 1],
          pad,
        });
        return { ...input, shape, term: terms.average(input.term, [kernel, stride], pad, true) };
      });
    }
    case 'AdaptiveMaxPool2d':
    case 'AdaptiveAvgPool2d':
      if (integer(value('output_size')) !== 1) throw new Unproven('not one output');
      return apply((input) => globalPool(torch, name === 'AdaptiveMaxPool2d' ? 'max' : 'avg', input));
    case 'ZeroPad2d':
    case 'ConstantPad2d': {
      const pads = sides(value('padding'));
      return padding(torch, name, () => pads, name === 'ZeroPad2d' ? 0 : number(value('value')));
    }
    case 'SamePad2d': {
      const window = {
        kernel: pairOf(value('kernel_size')),
        stride: pair('stride', 1),
        dilation: pair('dilation', 1),
      };
      const pads = ({ shape: [, height, width] }: Tensor): Pads =>
        resolvePadding('same', [height, width], window)!;
      return padding(torch, name, pads, fraction('value', 0));
    }
    case 'PadChannels': {
      const [front, behind] = [integer(value('front')), integer(value('behind'))];
      return apply((input) => {
        expectLayout(input, 'map', name);
        const [channels, height, width] = input.shape;
        const term = terms.padChannels(input.term, front, behind);
        return { ...input, term, shape: [channels + front + behind, height, width] };
      });
    }
    case 'Upsample': {
      const scale = pair('scale_factor', 1);
      const method = value('mode') === undefined ? 'nearest' : text(value('mode'));
      return apply((input) => {
        expectLayout(input, 'map', name);
        const [channels, height, width] = input.shape;
        const term = terms.make('upsample', [scale, method], [input.term]);
        return { ...input, term, shape: [channels, height * scale[0], width * scale[1]] };
      });
    }
    case 'ChannelShuffle': {
      const groups = integer(value('groups'));
      return apply((input) => {
        expectLayout(input, 'map', name);
        return { ...input, term: terms.make('channel_shuffle', [groups], [input.term]) };
      });
    }
    case 'Dropout':
    case 'DropPath': {
      const rate = name === 'Dropout' ? fraction('p', 0.5) : number(value('rate'));
      const op = name === 'Dropout' ? 'dropout' : 'drop_path';
      return apply((input) => ({ ...input, term: terms.elementwise(op, [rate], input.term) }));
    }
    case 'Softmax':
      if (integer(value('dim')) !== 1) throw new Unproven('softmax over something else');
      return apply((input) => activate(torch, 'softmax', input));
    case 'Flatten':
      return apply((input) => flatten(torch, input));
    case 'Unflatten':
      return apply(unflatten);
    case 'Identity':
      return emptyModule(name, (input) => input);
  }
  throw new Unproven(`${name} is not known`);
}

/** A padding, which says its sides to a pool around it. */
function padding(torch: Torch, name: string, padsOf: (input: Tensor) => Pads, value: number): Module {
  const made = emptyModule(name, (input) => pad(torch, tensor(input), padsOf(tensor(input)), value));
  const call = ({ items }: Given): PythonValue => ({
    kind: 'tuple',
    items: padsOf(tensor(items[0])).map((side) => ({ kind: 'number', value: side, float: false })),
  });
  made.attributes.set('pads', { kind: 'function', call });
  return made;
}

interface PoolOptions {
  readonly value: (key: string) => PythonValue | undefined;
  readonly pair: (key: string, otherwise: number) => Pair;
  readonly flag: (key: string, otherwise: boolean) => boolean;
}

function pool(
  { terms }: Torch,
  name: 'MaxPool2d' | 'AvgPool2d',
  input: Tensor,
  { value, pair, flag }: PoolOptions,
): Tensor {
  expectLayout(input, 'map', name);
  const kernel = pairOf(value('kernel_size'));
  const stride = (value('stride') ?? none).kind === 'none' ? kernel : pairOf(value('stride'));
  const own = pair('padding', 0);
  if (own.some((side, axis) => side * 2 > kernel[axis]!))
    throw new Unproven('more padding than half a window');
  const [channels, height, width] = input.shape;
  const hangs = flag('ceil_mode', false);
  const behind = [height, width].map((extent, axis) => {
    const room = extent + 2 * own[axis]! - kernel[axis]!;
    const steps = Math.ceil(room / stride[axis]!);
    const starts = steps * stride[axis]! < extent + own[axis]! ? steps : steps - 1;
    return hangs ? own[axis]! + Math.max(0, starts * stride[axis]! - room) : own[axis]!;
  });
  const pads: Pads = [own[0], behind[0]!, own[1], behind[1]!];
  const counts = flag('count_include_pad', true);
  if (name === 'AvgPool2d' && hangs && counts) throw new Unproven('windows over the border that count');
  const shape = slid(channels, [height, width], { kernel, stride, dilation: [1, 1], pad: pads });
  const term =
    name === 'MaxPool2d'
      ? terms.make('maxpool', [kernel, stride], [terms.pad(input.term, pads, -Infinity)])
      : terms.average(input.term, [kernel, stride], pads, !counts);
  return { ...input, shape, term };
}

export function globalPool({ terms }: Torch, kind: 'max' | 'avg', input: Tensor): Tensor {
  expectLayout(input, 'map', 'a global pool');
  return {
    ...input,
    shape: [input.shape[0], 1, 1],
    term: terms.make(`${kind}pool global`, [], [input.term]),
  };
}

export function pad({ terms }: Torch, input: Tensor, pads: Pads, value: number): Tensor {
  expectLayout(input, 'map', 'a padding');
  const [channels, height, width] = input.shape;
  const [top, bottom, left, right] = pads;
  if (pads.some((side) => side < 0)) throw new Unproven('a negative padding');
  const shape: Shape = [channels, height + top + bottom, width + left + right];
  return { ...input, shape, term: terms.pad(input.term, pads, value) };
}

/** PyTorch's order is left, right, top, bottom. */
export function sides(value: PythonValue | undefined): Pads {
  if (value?.kind !== 'tuple') {
    const all = integer(value);
    return [all, all, all, all];
  }
  const [left, right, top, bottom] = value.items.map(integer);
  if (value.items.length !== 4) throw new Unproven('not four sides');
  return [top!, bottom!, left!, right!];
}

export function flatten({ terms }: Torch, input: Tensor): Tensor {
  const [channels, height, width] = input.shape;
  const term: TermId = terms.flatten(input.term, input.shape);
  return { kind: 'tensor', term, shape: [channels * height * width, 1, 1], layout: 'vector' };
}

export function unflatten(input: Tensor): Tensor {
  expectLayout(input, 'vector', 'a map of a vector');
  return { ...input, layout: 'map' };
}

export function expectLayout({ layout }: Tensor, expected: Layout | undefined, what: string): void {
  if (expected !== undefined && layout !== expected) throw new Unproven(`${what} is given a ${layout}`);
}

function expectChannels({ shape: [channels] }: Tensor, expected: number, what: string): void {
  if (channels !== expected) throw new Unproven(`${what} for ${expected} channels is given ${channels}`);
}

const symmetric = ([rows, columns]: Pair): Pads => [rows, rows, columns, columns];

function slid(channels: number, size: Pair, window: Parameters<typeof windowOutput>[1]): Shape {
  const [height, width] = windowOutput(size, window);
  if (height < 1 || width < 1) throw new Unproven('a window larger than its input');
  return [channels, height, width];
}
