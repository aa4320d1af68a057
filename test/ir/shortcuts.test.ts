import { describe, expect, it } from 'vitest';
import type { Node } from '../../src/ir/graph.ts';
import { errorsIn, inNetwork, networkOf } from './shortcut-case.ts';

/*
 * What a shortcut needs: He et al. 2015, 3.3 (options A, B and C) and the table of language.md. The order of statements is the order of
 * nodes: the path, the shortcut, the sum.
 */

/** `shortcut.0: conv(0) 8×4×4`, without the input. */
const described = ({ path, op, inputs, output }: Node): string =>
  `${path}: ${op}(${inputs.join(', ')}) ${output.join('×')}`;

const elaborated = (statements: string): readonly Node[] => networkOf(inNetwork(statements)).nodes.slice(1);

describe('where path and input have one shape', () => {
  const path = 'residual { c: conv 3x3, 4 }';
  const conv = 'c: conv(0) 4×8×8';
  const identity = [conv, 'add0: add(1, 0) 4×8×8'];

  it.each<[clause: string, nodes: readonly string[]]>([
    ['', identity],
    ['shortcut identity', identity],
    ['shortcut zero_pad', identity],
    ['shortcut zero_pad split', identity],
    ['shortcut projection', identity],
    ['shortcut projection { tanh }', identity],
    ['shortcut projection as down', identity],
    ['shortcut ("projection")', identity],
    ['shortcut none', [conv]],
    [
      'shortcut projection always',
      [conv, 'shortcut.0: conv(0) 4×8×8', 'shortcut.1: batchnorm(2) 4×8×8', 'add0: add(1, 3) 4×8×8'],
    ],
    ['shortcut { tanh }', [conv, 'tanh0: tanh(0) 4×8×8', 'add0: add(1, 2) 4×8×8']],
    ['shortcut { tanh } as down', [conv, 'down.tanh0: tanh(0) 4×8×8', 'add0: add(1, 2) 4×8×8']],
  ])('%s', (clause, nodes) => {
    expect(elaborated(`${path} ${clause}`).map(described)).toEqual(nodes);
  });
});

describe('where they differ', () => {
  it.each<[path: string, clause: string, nodes: readonly string[]]>([
    [
      'conv 3x3, 8, stride 2',
      'projection',
      ['shortcut.0: conv(0) 8×4×4', 'shortcut.1: batchnorm(2) 8×4×4', 'add0: add(1, 3) 8×4×4'],
    ],
    [
      'conv 3x3, 8, stride 2',
      'projection as down',
      ['down.0: conv(0) 8×4×4', 'down.1: batchnorm(2) 8×4×4', 'add0: add(1, 3) 8×4×4'],
    ],
    [
      'conv 3x3, 2',
      'projection',
      ['shortcut.0: conv(0) 2×8×8', 'shortcut.1: batchnorm(2) 2×8×8', 'add0: add(1, 3) 2×8×8'],
    ],
    [
      'conv 3x3, 8, stride 2',
      'zero_pad',
      [
        'shortcut.maxpool0: maxpool(0) 4×4×4',
        'shortcut.zero_pad0: zero_pad(2) 8×4×4',
        'add0: add(1, 3) 8×4×4',
      ],
    ],
    ['conv 3x3, 8', 'zero_pad', ['shortcut.zero_pad0: zero_pad(0) 8×8×8', 'add0: add(1, 2) 8×8×8']],
    ['conv 3x3, 4, stride 2', 'zero_pad', ['shortcut.maxpool0: maxpool(0) 4×4×4', 'add0: add(1, 2) 4×4×4']],
    [
      'conv 3x3, 8, stride 2',
      'projection { if join.height == 4 and join.width == 4 { 0: conv 1x1, join.channels, stride join.stride } }',
      ['shortcut.0: conv(0) 8×4×4', 'add0: add(1, 2) 8×4×4'],
    ],
    [
      'conv 3x3, 6, stride 2x1',
      'projection { if join.height == 4 and join.width == 8 { conv 1x1, join.channels, stride join.stride x 1 } }',
      ['shortcut.conv0: conv(0) 6×4×8', 'add0: add(1, 2) 6×4×8'],
    ],
    ['conv 3x3, 8, stride 2', '{ conv 1x1, 8, stride 2 }', ['conv0: conv(0) 8×4×4', 'add0: add(1, 2) 8×4×4']],
  ])('%s, shortcut %s', (path, clause, nodes) => {
    const [first, ...others] = elaborated(`residual { c: ${path} } shortcut ${clause}`);
    expect(first).toMatchObject({ path: 'c', op: 'conv' });
    expect(others.map(described)).toEqual(nodes);
  });

  it('the path strides from the residual on, whatever came before', () => {
    const nodes = elaborated(
      'conv 3x3, 4, stride 2x4\nresidual { c: conv 3x3, 8, stride 2x1 } shortcut projection as s',
    );
    expect(nodes.find(({ path }) => path === 's.0')!.attributes).toMatchObject({ stride: [2, 1] });
  });

  it('a path may start elsewhere', () => {
    const nodes = elaborated('a: tanh\nrelu\nresidual { from a; c: conv 3x3, 8 } shortcut projection as s');
    expect(nodes.find(({ path }) => path === 's.0')!.attributes).toMatchObject({
      stride: [1, 1],
      filters: 8,
    });
  });

  it.each([
    [5, 3, 14],
    [3, 5, 5],
    [7, 6, 10],
    [10, 3, 27],
  ])('behind an upsampling by %i a stride of %i is one', (scale, stride, side) => {
    const { op, attributes, output } = elaborated(
      `upsample ${scale}\nresidual { conv 1x1, 6, stride ${stride} } shortcut projection`,
    )[2]!;
    expect({ op, stride: (attributes as { stride: unknown }).stride, output }).toEqual({
      op: 'conv',
      stride: [stride, stride],
      output: [6, side, side],
    });
  });

  it('a path that was enlarged has no stride: its own projection is asked for stride 1', () => {
    const clause = 'shortcut projection { upsample 2; conv 1x1, join.channels, stride join.stride }';
    expect(elaborated(`residual { upsample 2 } ${clause}`).map(described)).toEqual([
      'upsample0: upsample(0) 4×16×16',
      'shortcut.upsample0: upsample(0) 4×16×16',
      'shortcut.conv0: conv(2) 4×16×16',
      'add0: add(1, 3) 4×16×16',
    ]);
  });

  it.each<[path: string, clause: string, op: string, attributes: object]>([
    [
      'conv 3x3, 8, stride 2',
      'projection',
      'conv',
      { kernel: [1, 1], filters: 8, stride: [2, 2], bias: false },
    ],
    ['conv 3x3, 8, stride 2', 'projection', 'conv', { pad: [0, 0, 0, 0], dilation: [1, 1], groups: 1 }],
    ['conv 3x3, 8, stride 1x2', 'projection', 'conv', { kernel: [1, 1], stride: [1, 2] }],
    ['conv 3x3, 8', 'projection', 'conv', { kernel: [1, 1], stride: [1, 1] }],
    ['conv 3x3, 8, stride 2', 'zero_pad', 'maxpool', { kernel: [1, 1], stride: [2, 2], pad: [0, 0, 0, 0] }],
    ['conv 3x3, 8, stride 1x2', 'zero_pad', 'maxpool', { kernel: [1, 1], stride: [1, 2] }],
    ['conv 3x3, 8, stride 2x1', 'zero_pad', 'maxpool', { kernel: [1, 1], stride: [2, 1] }],
    ['conv 3x3, 7, stride 2', 'zero_pad', 'zero_pad', { channels: [0, 3], pad: [0, 0, 0, 0] }],
    ['conv 3x3, 8, stride 2', 'zero_pad split', 'zero_pad', { channels: [2, 2] }],
    ['conv 3x3, 7, stride 2', 'zero_pad split', 'zero_pad', { channels: [1, 2] }],
    ['conv 3x3, 8, stride 2; maxpool 3x3, stride 2', 'projection', 'conv', { stride: [4, 4] }],
  ])('%s, shortcut %s: its %s has %j', (path, clause, op, attributes) => {
    // Named `c`, so that the shortcut’s own convolution is the other one.
    const nodes = elaborated(`residual { c: ${path} } shortcut ${clause} as s`);
    const own = nodes.filter((node) => node.op === op && node.path.startsWith('s.'));
    expect(own.map((node) => node.attributes)).toMatchObject([attributes]);
  });

  it('the network’s defaults hold for it, as for every operator', () => {
    const nodes = elaborated(
      `defaults batchnorm: eps 0.001\nresidual { c: conv 3x3, 8 } shortcut projection`,
    );
    expect(nodes.find(({ op }) => op === 'batchnorm')!.attributes).toMatchObject({ eps: 0.001 });
  });
});

describe('scopes', () => {
  it('the path stands in a residual, the shortcut in a scope of its own', () => {
    const { scopes, nodes } = networkOf(inNetwork('residual { c: conv 3x3, 8 } shortcut projection'));
    expect(scopes.map(({ kind, name, path }) => [kind, name, path])).toEqual([
      ['network', 'case', ''],
      ['residual', 'residual', ''],
      ['shortcut', 'shortcut', 'shortcut'],
    ]);
    expect(nodes.map(({ scope }) => scope)).toEqual([0, 1, 2, 2, 1]);
  });
});

describe('a shortcut that is no shortcut', () => {
  const kinds = 'identity, zero_pad, zero_pad split, projection, projection always, none';
  const quoted = '"identity", "zero_pad", "zero_pad split", "projection", "projection always", "none"';

  it.each<[clause: string, at: string, help: string]>([
    ['shortcut identity split', 'split', `the kinds are ${kinds}`],
    ['shortcut zero_pad always', 'always', `the kinds are ${kinds}`],
    ['shortcut ("zero")', '"zero"', `the kinds are ${quoted}`],
    ['shortcut (3)', '3', `the kinds are ${quoted}`],
  ])('%s', (clause, at, help) => {
    expect(errorsIn(inNetwork(`residual { conv 3x3, 8 } ${clause}`))).toMatchObject([
      { code: 'value/shortcut-kind', at, help },
    ]);
  });

  it('a misspelt one has its edit', () => {
    expect(errorsIn(inNetwork('residual { conv 3x3, 4 } shortcut projektion always'))).toMatchObject([
      {
        code: 'value/shortcut-kind',
        message: '`projektion` is not a kind of shortcut',
        at: 'projektion',
        help: 'did you mean `projection`?',
        fixes: ['write `projection`: projektion → projection'],
      },
    ]);
  });

  it.each(['shortcut', 'shortcut as down'])('%s alone names the forms', (clause) => {
    expect(errorsIn(inNetwork(`residual { conv 3x3, 8 } ${clause}`))).toMatchObject([
      {
        code: 'value/missing-argument',
        message: '`shortcut` needs its kind',
        at: clause,
        help: '`shortcut identity`, `shortcut projection`, `shortcut zero_pad`, `shortcut none` or `shortcut { … }`',
      },
    ]);
  });

  it.each<[what: string, statements: string, error: object]>([
    ['the kind', 'residual { conv 3x3, 8 } shortcut (nothing)', { code: 'name/unknown', at: 'nothing' }],
    ['its input', 'a: tanh; conv 3x3, 0; residual { from a; conv 3x3, 8 } shortcut projection', { at: '0' }],
    ['its path', 'residual { conv 3x3, 0 } shortcut projection', { at: '0' }],
    ['its own path', 'residual { conv 3x3, 8 } shortcut { conv 3x3, 0 }', { at: '0' }],
    ['its projection', 'residual { conv 3x3, 8 } shortcut projection { conv 3x3, 0 }', { at: '0' }],
  ])('a mistake in %s is one error', (_, statements, error) => {
    expect(errorsIn(inNetwork(statements.replaceAll('; ', '\n')))).toMatchObject([error]);
  });

  it('behind a projection that failed, the network goes on from the path', () => {
    const text = inNetwork(
      'residual { conv 3x3, 6 } shortcut projection { conv 3x3, 0 }\nmaxpool 9x9, pad 0',
    );
    expect(errorsIn(text)).toMatchObject([{ at: '0' }, { message: expect.stringContaining('6×8×8') }]);
  });

  it('only a projection has something to reach', () => {
    const text = inNetwork('residual { conv 3x3, 8 } shortcut { conv 1x1, join.channels }');
    expect(errorsIn(text)).toMatchObject([{ at: expect.stringContaining('join') }]);
  });

  it('what stands behind one is still looked at', () => {
    const text = inNetwork('residual { conv 3x3, 0 } shortcut { conv 3x3, 0 }\nconv 3x3, 0');
    expect(errorsIn(text).map(({ code }) => code)).toEqual(Array(3).fill('value/range'));
  });

  it('a residual needs a value to start from', () => {
    const text = 'network case {\n  residual { }\n  input 4 x 8 x 8\n}';
    expect(errorsIn(text)).toContainEqual(
      expect.objectContaining({
        code: 'value/no-current',
        at: 'residual',
        message: expect.stringContaining('`residual`'),
      }),
    );
  });
});
