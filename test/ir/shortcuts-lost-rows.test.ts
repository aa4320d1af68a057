import { expect, it } from 'vitest';
import { errorsIn, inNetwork, mismatch } from './shortcut-case.ts';

const keeps = (pad: string, window: string): string =>
  `\`${pad}\` keeps every row and column of a ${window} window (it is what an unwritten \`pad\` means)`;

it.each<
  [
    residual: string,
    shapes: readonly string[],
    at: string,
    label: string,
    help: string,
    fixes: readonly string[],
  ]
>([
  [
    'residual { tanh; conv 3x3, 4, pad 0; tanh } shortcut projection',
    ['4×6×6', '4×8×8', 'shortcut projection'],
    'conv 3x3, 4, pad 0',
    'here 4×8×8 becomes 4×6×6',
    keeps('pad 1', '3×3'),
    ['write `pad 1`: pad 0 → pad 1'],
  ],
  [
    'residual { conv 5x5, 4; tanh; conv 5x5, 4, pad (0, 0, 2, 2), bias } shortcut identity',
    ['4×4×8', '4×8×8', 'shortcut identity'],
    'conv 5x5, 4, pad (0, 0, 2, 2), bias',
    'here 4×8×8 becomes 4×4×8',
    keeps('pad 2', '5×5'),
    ['write `pad 2`: pad (0, 0, 2, 2) → pad 2'],
  ],
  [
    'residual { conv 3x3, 4, pad 0; tanh; conv 5x5, 4, pad 0 } shortcut projection', // the first of two
    ['4×2×2', '4×8×8', 'shortcut projection'],
    'conv 3x3, 4, pad 0',
    'here 4×8×8 becomes 4×6×6',
    keeps('pad 1', '3×3'),
    ['write `pad 1`: pad 0 → pad 1'],
  ],
  [
    'residual { conv 5x5, 4, pad(0, 0, 2, 2) } shortcut projection',
    ['4×4×8', '4×8×8', 'shortcut projection'],
    'conv 5x5, 4, pad(0, 0, 2, 2)',
    'here 4×8×8 becomes 4×4×8',
    keeps('pad 2', '5×5'),
    ['write `pad 2`: pad(0, 0, 2, 2) → pad 2'],
  ],
  [
    'let none = 0\nresidual { conv 3x3, 4, pad none } shortcut projection',
    ['4×6×6', '4×8×8', 'shortcut projection'],
    'conv 3x3, 4, pad none',
    'here 4×8×8 becomes 4×6×6',
    keeps('pad 1', '3×3'),
    ['write `pad 1`: pad none → pad 1'],
  ],
  [
    'residual { conv 3x5, 4, pad (1, 1, 0, 0) } shortcut zero_pad',
    ['4×8×4', '4×8×8', 'shortcut zero_pad'],
    'conv 3x5, 4, pad (1, 1, 0, 0)',
    'here 4×8×8 becomes 4×8×4',
    keeps('pad (1, 1, 2, 2)', '3×5'),
    ['write `pad (1, 1, 2, 2)`: pad (1, 1, 0, 0) → pad (1, 1, 2, 2)'],
  ],
  [
    'residual { conv 3x3, 4, dilation 2, pad 1 } shortcut projection',
    ['4×6×6', '4×8×8', 'shortcut projection'],
    'conv 3x3, 4, dilation 2, pad 1',
    'here 4×8×8 becomes 4×6×6',
    keeps('pad 2', '3×3'),
    ['write `pad 2`: pad 1 → pad 2'],
  ],
  [
    'residual { conv 2x2, 4, pad 0 } shortcut projection',
    ['4×7×7', '4×8×8', 'shortcut projection'],
    'conv 2x2, 4, pad 0',
    'here 4×8×8 becomes 4×7×7',
    'an even window has no padding that keeps the size',
    [],
  ],
  [
    'residual { conv 3x2, 4, pad 0 } shortcut projection',
    ['4×6×7', '4×8×8', 'shortcut projection'],
    'conv 3x2, 4, pad 0',
    'here 4×8×8 becomes 4×6×7',
    'an even window has no padding that keeps the size',
    [],
  ],
  [
    'residual { avgpool 3x3, stride 1 } shortcut projection',
    ['4×6×6', '4×8×8', 'shortcut projection'],
    'avgpool 3x3, stride 1',
    'here 4×8×8 becomes 4×6×6',
    keeps('pad 1', '3×3'),
    [],
  ],
])('%s: the window that loses rows', (residual, [path, shortcut, clause], at, label, help, fixes) => {
  expect(errorsIn(inNetwork(residual))).toEqual([
    {
      code: 'shape/residual-mismatch',
      message: mismatch(path!, shortcut!),
      at,
      label,
      help,
      related: [`${clause}: the shortcut still has ${shortcut}`],
      fixes,
    },
  ]);
});
