import { describe, expect, it } from 'vitest';
import { check } from '../../src/check.ts';
import { applyFixes } from '../../src/diagnostics/apply-fixes.ts';
import { blockOf, errorsIn, inNetwork, mismatch } from './shortcut-case.ts';

describe('a shortcut that cannot follow its path', () => {
  const code = 'shape/residual-mismatch';

  it.each<[residual: string, error: object]>([
    [
      // 4 · 8 weights of a 1×1 convolution, and 2 · 8 of the batchnorm
      'residual { conv 3x3, 8 } shortcut identity',
      {
        message: mismatch('8×8×8', '4×8×8'),
        at: 'shortcut identity',
        help: '`shortcut projection` adds a 1×1 convolution (32 + 16 parameters); `shortcut zero_pad` adds none',
        fixes: [
          'write `shortcut projection`: shortcut identity → shortcut projection',
          'write `shortcut zero_pad`: shortcut identity → shortcut zero_pad',
        ],
      },
    ],
    [
      'residual { conv 3x3, 8, stride 1x2 } shortcut identity',
      {
        message: mismatch('8×8×4', '4×8×8'),
        at: 'shortcut identity',
        help: '`shortcut projection` adds a 1×1 convolution with stride 2 (32 + 16 parameters); `shortcut zero_pad` adds none',
        fixes: [
          'write `shortcut projection`: shortcut identity → shortcut projection',
          'write `shortcut zero_pad`: shortcut identity → shortcut zero_pad',
        ],
      },
    ],
    [
      'residual { conv 3x3, 4, stride 2 } shortcut identity',
      {
        message: mismatch('4×4×4', '4×8×8'),
        at: 'shortcut identity',
        help: '`shortcut projection` adds a 1×1 convolution with stride 2 (16 + 8 parameters); `shortcut zero_pad` adds none',
        fixes: [
          'write `shortcut projection`: shortcut identity → shortcut projection',
          'write `shortcut zero_pad`: shortcut identity → shortcut zero_pad',
        ],
      },
    ],
    [
      'residual { conv 3x3, 2 } shortcut identity',
      {
        message: mismatch('2×8×8', '4×8×8'),
        at: 'shortcut identity',
        help: '`shortcut projection` adds a 1×1 convolution (8 + 4 parameters)',
        fixes: ['write `shortcut projection`: shortcut identity → shortcut projection'],
      },
    ],
    [
      'residual { conv 3x3, 8 }',
      {
        message: mismatch('8×8×8', '4×8×8'),
        at: 'residual',
        help: '`shortcut projection` adds a 1×1 convolution (32 + 16 parameters); `shortcut zero_pad` adds none',
        fixes: [
          'write `shortcut projection`:  →  shortcut projection',
          'write `shortcut zero_pad`:  →  shortcut zero_pad',
        ],
      },
    ],
    [
      'a: relu\ntanh\nresidual { from a; relu; conv 3x3, 8 }',
      {
        message: mismatch('8×8×8', '4×8×8'),
        at: 'residual',
        help: '`shortcut projection` adds a 1×1 convolution (32 + 16 parameters); `shortcut zero_pad` adds none',
        fixes: [
          'write `shortcut projection`:  →  shortcut projection',
          'write `shortcut zero_pad`:  →  shortcut zero_pad',
        ],
      },
    ],
    ['residual { upsample 2 }', { message: mismatch('4×16×16', '4×8×8'), at: 'residual', fixes: [] }],
    [
      'residual { upsample 2 } shortcut identity',
      { message: mismatch('4×16×16', '4×8×8'), at: 'shortcut identity', fixes: [] },
    ],
    [
      'residual { upsample 2 } shortcut projection',
      { message: mismatch('4×16×16', '4×8×8'), at: 'shortcut projection', fixes: [] },
    ],
    [
      'residual { upsample 1x2 } shortcut projection',
      { message: mismatch('4×8×16', '4×8×8'), at: 'shortcut projection', fixes: [] },
    ],
    [
      'residual { zero_pad 1 } shortcut identity',
      { message: mismatch('4×10×10', '4×8×8'), at: 'shortcut identity', fixes: [] },
    ],
    [
      'residual { zero_pad pad (0, 0, 1, 1) } shortcut identity',
      { message: mismatch('4×8×10', '4×8×8'), at: 'shortcut identity', fixes: [] },
    ],
    [
      'residual { zero_pad pad (1, 1, 0, 0) } shortcut projection',
      { message: mismatch('4×10×8', '4×8×8'), at: 'shortcut projection', fixes: [] },
    ],
    [
      'residual { zero_pad pad (1, 1, 0, 0) } shortcut identity',
      { message: mismatch('4×10×8', '4×8×8'), at: 'shortcut identity', fixes: [] },
    ],
    [
      'residual { zero_pad 1; conv 1x1, 6 } shortcut projection',
      { message: mismatch('6×10×10', '4×8×8'), at: 'shortcut projection', fixes: [] },
    ],
    [
      'residual { zero_pad 1; conv 1x1, 2 } shortcut projection',
      { message: mismatch('2×10×10', '4×8×8'), at: 'shortcut projection', fixes: [] },
    ],
    [
      'residual { zero_pad 1 } shortcut zero_pad',
      { message: mismatch('4×10×10', '4×8×8'), at: 'shortcut zero_pad', fixes: [] },
    ],
    [
      'residual { upsample 2; conv 3x3, 4, pad 0 } shortcut projection',
      { message: mismatch('4×14×14', '4×8×8'), at: 'shortcut projection', fixes: [] },
    ],
    [
      'residual { upsample 2; tanh; conv 3x3, 4, stride 3 } shortcut projection',
      { message: mismatch('4×6×6', '4×8×8'), at: 'shortcut projection', fixes: [] },
    ],
    [
      'residual { conv 3x3, 2, stride 2 } shortcut zero_pad',
      {
        message: mismatch('2×4×4', '4×8×8'),
        at: 'shortcut zero_pad',
        help: 'zeros cannot take channels away: 4 to 2; `shortcut projection` can',
        fixes: [],
      },
    ],
    [
      'residual { conv 3x3, 2 } shortcut zero_pad',
      {
        message: mismatch('2×8×8', '4×8×8'),
        at: 'shortcut zero_pad',
        help: 'zeros cannot take channels away: 4 to 2; `shortcut projection` can',
        fixes: [],
      },
    ],
    [
      'residual { conv 3x3, 2 } shortcut zero_pad split',
      {
        message: mismatch('2×8×8', '4×8×8'),
        at: 'shortcut zero_pad split',
        help: 'zeros cannot take channels away: 4 to 2; `shortcut projection` can',
        fixes: [],
      },
    ],
    [
      'residual { conv 3x3, 8, stride 2 } shortcut { maxpool 2x2 }',
      { message: mismatch('8×4×4', '4×4×4'), at: 'shortcut { maxpool 2x2 }', fixes: [] },
    ],
    [
      'residual { conv 3x3, 4, pad 0 } shortcut { tanh }',
      { message: mismatch('4×6×6', '4×8×8'), at: 'shortcut { tanh }', fixes: [] },
    ],
    [
      'residual { conv 3x3, 8, stride 2 } shortcut projection { conv 1x1, 8 }',
      {
        message: mismatch('8×4×4', '8×8×8'),
        at: 'shortcut projection { conv 1x1, 8 }',
        fixes: [],
      },
    ],
  ])('%s', (residual, error) => {
    expect(errorsIn(inNetwork(residual))).toEqual([{ code, related: [], ...error }]);
  });

  it('in a block: at the call, with where the shapes come from', () => {
    const text = `${blockOf('c: conv 3x3, width', 'shortcut identity')}\n${inNetwork('layer: stage 2 x b(8)')}`;
    expect(errorsIn(text)).toMatchObject([
      {
        at: 'layer: stage 2 x b(8)',
        label: 'here, in block 0 of 2',
        related: [
          'shortcut identity: the shortcut passes the block’s input on unchanged',
          'conv 3x3, width: 8×8×8 comes from `layer.0.c`',
        ],
      },
    ]);
  });

  it('without a clause: the remedy stands behind the path', () => {
    const around = (clause: string): string =>
      inNetwork(`r: residual { conv 3x3, 8 }${clause} // the path\ntanh`);
    const { diagnostics, files } = check({ name: 'case.resnet', text: around('') });
    expect(applyFixes(diagnostics.slice(0, 1), files).files.get('case.resnet')?.text).toBe(
      around(' shortcut projection'),
    );
    expect(errorsIn(around(' shortcut projection'))).toEqual([]);
  });

  it.each([
    ['', 'residual: without `shortcut …` the input is added unchanged'],
    ['shortcut { conv 1x1, 2 }', 'shortcut { conv 1x1, 2 }: the shortcut’s own path'],
    [
      'shortcut projection { conv 1x1, 2 }',
      'shortcut projection { conv 1x1, 2 }: the shortcut cannot reach that shape',
    ],
  ])('in a block, written %j', (clause, note) => {
    const text = `${blockOf('conv 3x3, width', clause)}\n${inNetwork('b(8)')}`;
    expect(errorsIn(text)[0]!.related[0]).toBe(note);
  });

  it('one mistake does not shrink the rest of the network', () => {
    const text = (pad: string, rest: string) =>
      inNetwork(`residual { conv 3x3, 8, stride 2, pad ${pad} } shortcut projection\n${rest}`);
    // With its padding the path has 8×4×4, and a 4×4 window fits.
    expect(errorsIn(text('1', 'maxpool 4x4'))).toEqual([]);
    expect(errorsIn(text('0', 'maxpool 4x4'))).toMatchObject([{ code }]);
    expect(errorsIn(text('0', 'maxpool 6x6'))).toMatchObject([{ code }, { code: 'shape/kernel-too-large' }]);
    expect(errorsIn(text('0', 'conv 1x1, 3, groups 3'))).toMatchObject([
      { code },
      { message: expect.stringContaining('8 input') },
    ]);
  });

  it.each([
    ['conv 1x1, 4, groups 4', '6 input and 4 output channels'],
    ['maxpool 5x5, pad 0', '6×4×4'],
  ])('what follows a mismatch goes on from the path: %s', (statement, message) => {
    const text = inNetwork(`residual { conv 3x3, 6, stride 2 } shortcut identity\n${statement}`);
    expect(errorsIn(text)).toMatchObject([{ code }, { message: expect.stringContaining(message) }]);
  });
});
