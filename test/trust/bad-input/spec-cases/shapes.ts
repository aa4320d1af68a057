import { fine, inLine, type SpecCase } from '../spec-case.ts';

const channels: readonly SpecCase[] = [
  inLine('H channels', 'of an add', 'a: relu; b: conv 3x3, 16; ⟦add a⟧', {
    code: 'shape/join-mismatch',
    says: ['16×32×32', '8×32×32', 'comes from `a`', 'comes from `b`', 'differ in channels', 'conv 1x1, 16'],
  }),
  inLine('H channels', 'of a residual', 'residual { conv 3x3, 16; relu } ⟦shortcut identity⟧', {
    code: 'shape/residual-mismatch',
    says: ['16×32×32', '8×32×32', '`shortcut projection`'],
  }),
  inLine('H channels', 'of a multiply', 'a: relu; b: conv 3x3, 16; ⟦multiply a⟧', {
    code: 'shape/join-mismatch',
  }),
  inLine('H channels', 'of a concat are no matter', 'a: relu; b: conv 3x3, 16; concat a', fine),
];

const extents: readonly SpecCase[] = [
  inLine('H extents', 'of an add behind a stride', 'a: relu; b: conv 3x3, 8, stride 2; ⟦add a⟧', {
    code: 'shape/join-mismatch',
    says: ['8×16×16', '8×32×32', '8×16×16 comes from `b`, which makes it of 8×32×32'],
  }),
  inLine(
    'H extents',
    'of a residual behind a stride',
    'residual { relu; c: conv 3x3, 8, stride 2; relu } ⟦shortcut identity⟧',
    {
      code: 'shape/residual-mismatch',
      says: ['8×16×16', '8×32×32', '`shortcut projection`'],
    },
  ),
  inLine(
    'H extents',
    'of a residual behind a layer without padding',
    'residual { c: ⟦conv 3x3, 8, pad 0⟧; relu } shortcut identity',
    {
      code: 'shape/residual-mismatch',
      says: ['here 8×32×32 becomes 8×30×30', '`pad 1`'],
    },
  ),
  inLine(
    'H extents',
    'of an add behind a stride and more layers',
    'a: relu; b: conv 3x3, 8, stride 2; relu; c: conv 3x3, 8; ⟦add a⟧',
    {
      code: 'shape/join-mismatch',
      says: ['8×16×16 comes from `c`', 'here 8×32×32 becomes 8×16×16'],
    },
  ),
  inLine(
    'H extents',
    'of a concat',
    'branches concat { path { conv 3x3, 8, stride 2 }; path { relu } }'.replace(
      'branches concat',
      '⟦branches concat⟧',
    ),
    {
      code: 'shape/join-mismatch',
      says: ['8×16×16', '8×32×32'],
    },
  ),
];

const kernel: readonly SpecCase[] = [
  inLine('H kernel', 'of a convolution', 'conv ⟦33x33⟧, 8, pad 0', {
    code: 'shape/kernel-too-large',
    says: ['33×33', '8×32×32', '32×32 with padding', '⌊(32 − 33) / 1⌋ + 1 = 0'],
  }),
  inLine('H kernel', 'of a convolution with padding', 'conv ⟦37x37⟧, 8, pad 2', {
    code: 'shape/kernel-too-large',
    says: ['36×36 with padding', '⌊(36 − 37) / 1⌋ + 1 = 0'],
  }),
  inLine('H kernel', 'of a convolution, dilated', 'conv ⟦3x3⟧, 8, dilation 16, pad 0', {
    code: 'shape/kernel-too-large',
    says: '33×33',
  }),
  inLine('H kernel', 'of one axis', 'conv ⟦1x33⟧, 8, pad 0', { code: 'shape/kernel-too-large' }),
  inLine('H kernel', 'of a pool', 'avgpool ⟦33x33⟧', { code: 'shape/kernel-too-large' }),
  inLine('H kernel', 'of exactly the input', 'conv 32x32, 8, pad 0', fine),
];

const groups: readonly SpecCase[] = [
  inLine('H groups', 'that do not divide the input', 'conv 3x3, 9, ⟦groups 3⟧', {
    code: 'shape/groups',
    says: '8 input',
  }),
  inLine('H groups', 'that do not divide the output', 'conv 3x3, 9, ⟦groups 2⟧', {
    code: 'shape/groups',
    says: '9 output',
  }),
  inLine('H groups', '0', 'conv 3x3, 8, ⟦groups 0⟧', { code: 'value/range' }),
  inLine('H groups', '-1', 'conv 3x3, 8, ⟦groups -1⟧', { code: 'value/range', says: '-1' }),
  inLine('H groups', '1.5', 'conv 3x3, 8, ⟦groups 1.5⟧', { code: 'value/type' }),
  inLine('H groups', 'more than channels', 'conv 3x3, 16, ⟦groups 16⟧', { code: 'shape/groups' }),
  inLine('H groups', 'of groupnorm', 'groupnorm ⟦3⟧', { code: 'shape/groups' }),
  inLine('H groups', 'of channel_shuffle', 'channel_shuffle ⟦3⟧', { code: 'shape/groups' }),
];

const ranges: readonly SpecCase[] = [
  ...(['stride', 'dilation'] as const).flatMap((name) =>
    (['0', '-1', '(0, 1)', '(1, 0)'] as const).map((value) =>
      inLine('H ranges', `${name} ${value}`, `conv 3x3, 8, ⟦${name} ${value}⟧`, {
        code: 'value/range',
        says: 'at least 1',
      }),
    ),
  ),
  inLine('H ranges', 'pad -1', 'conv 3x3, 8, ⟦pad -1⟧', { code: 'value/range', says: ['at least 0', '-1'] }),
  inLine('H ranges', 'pad (0, -1, 0, 0)', 'conv 3x3, 8, ⟦pad (0, -1, 0, 0)⟧', { code: 'value/range' }),
  inLine('H ranges', 'kernel 0', 'conv ⟦0⟧, 8', { code: 'value/range' }),
  inLine('H ranges', 'filters 0', 'conv 3x3, ⟦0⟧', { code: 'value/range' }),
  inLine('H ranges', 'filters -8', 'conv 3x3, ⟦-8⟧', { code: 'value/range', says: '-8' }),
  inLine('H ranges', 'filters -8, by name', 'conv 3x3, ⟦filters -8⟧', { code: 'value/range', says: '-8' }),
  inLine('H ranges', 'units 0', 'linear ⟦0⟧', { code: 'value/range' }),
  inLine('H ranges', 'eps -1', 'batchnorm ⟦eps -1e-5⟧', { code: 'value/range', says: 'from 0 to 1' }),
  inLine('H ranges', 'momentum 1.5', 'batchnorm ⟦momentum 1.5⟧', { code: 'value/range' }),
  inLine('H ranges', 'rate 1.5', 'dropout ⟦1.5⟧', { code: 'value/range' }),
  inLine('H ranges', 'rate -0.1', 'dropout ⟦-0.1⟧', { code: 'value/range' }),
  inLine('H ranges', 'scale 0', 'upsample ⟦0⟧', { code: 'value/range' }),
  inLine(
    'H ranges',
    'a let of that name is a value',
    'let stride = 3; conv 3x3, stride -1; conv 3x3, stride',
    fine,
  ),
];

const emptyWindows: readonly SpecCase[] = [
  ['maxpool', 'in front', 'maxpool 2x2, ⟦pad (2, 0, 0, 0)⟧'],
  ['maxpool', 'behind', 'maxpool 2x2, stride 2, ⟦pad (0, 0, 0, 3)⟧'],
  ['a mean without padding', 'in front', 'avgpool 2x2, ⟦pad (0, 0, 2, 0)⟧, exclude_pad'],
  ['a mean without padding', 'behind', 'avgpool 2x2, stride 1, ⟦pad (0, 2, 0, 0)⟧, exclude_pad'],
].map(([kind, side, line]) =>
  inLine('H empty-windows', `${kind}, ${side}`, line!, {
    code: 'shape/empty-window',
    says: 'wholly in the padding',
  }),
);

const allowedWindows: readonly SpecCase[] = [
  inLine('H empty-windows', 'one row of padding less', 'maxpool 2x2, stride 2, pad (1, 2, 1, 2)', fine),
  inLine(
    'H empty-windows',
    'a mean that counts the padding',
    'avgpool 2x2, stride 2, pad (2, 3, 2, 3)',
    fine,
  ),
];

const large: readonly SpecCase[] = [
  inLine('H beyond-2^53', 'a number', 'let n = ⟦9007199254740991 + 1⟧; relu', { code: 'value/overflow' }),
  inLine('H beyond-2^53', 'a product', 'let n = ⟦4294967296 * 4294967296⟧; relu', { code: 'value/overflow' }),
  inLine('H beyond-2^53', 'a tensor', '⟦conv 1x1, 16777216⟧', { code: 'limit/tensor' }),
];

export const shapes: readonly SpecCase[] = [
  channels,
  extents,
  kernel,
  groups,
  ranges,
  emptyWindows,
  allowedWindows,
  large,
].flat();
