import { describe, expect, it } from 'vitest';
import { check } from '../../src/check.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import type { Node } from '../../src/ir/graph.ts';
import type { Step } from '../../src/ir/outline.ts';

/*
 * What a shortcut needs: He et al. 2015, 3.3 (options A, B and C) and the table of language.md. The order of statements is the order of
 * nodes: the path, the shortcut, the sum.
 */

const textOf = (residual: string, input: string): string => `network case { input ${input}\n${residual}\n}`;
const input = '4 x 8 x 8';

/** `shortcut.0: conv(0) 8×4×4`, without the input. */
const described = ({ path, op, inputs, output }: Node): string =>
  `${path}: ${op}(${inputs.join(', ')}) ${output.join('×')}`;

function elaborated(residual: string, of = input): readonly Node[] {
  const { networks, diagnostics } = check({ name: 'case.resnet', text: textOf(residual, of) });
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return networks[0]!.nodes.slice(1);
}

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
    const text = textOf('residual { c: conv 3x3, 8 } shortcut projection', input);
    const { scopes, nodes } = check({ name: 'case.resnet', text }).networks[0]!;
    expect(scopes.map(({ kind, name, path }) => [kind, name, path])).toEqual([
      ['network', 'case', ''],
      ['residual', 'residual', ''],
      ['shortcut', 'shortcut', 'shortcut'],
    ]);
    expect(nodes.map(({ scope }) => scope)).toEqual([0, 1, 2, 2, 1]);
  });
});

/** The shortcut of the only residual, as code for people is written of it. */
function outlined(block: string, calls: string) {
  const text = `${block}\n${textOf(calls, input)}`;
  const { networks, diagnostics } = check({ name: 'case.resnet', text });
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const { definitions, main } = networks[0]!.outline;
  const steps = [...definitions, main].flatMap((definition) => definition.steps);
  const residual = steps.find((step) => step.kind === 'residual') as Extract<Step, { kind: 'residual' }>;
  return residual.shortcut;
}

const attributesIn = (steps: readonly Step[]): readonly object[] =>
  steps.map((step) => (step.kind === 'operator' ? { [step.op]: step.attributes } : {}));
const parameter = (name: string) => ({ kind: 'parameter', name });
const constant = (value: number) => ({ kind: 'constant', value });
const joinChannels = { kind: 'dimension', of: 'join', axis: 'channels' };
const difference = {
  kind: 'binary',
  operator: '-',
  left: joinChannels,
  right: { kind: 'dimension', of: 'in', axis: 'channels' },
};
const half = { kind: 'binary', operator: '//', left: difference, right: constant(2) };
const b = (path: string, clause: string): string =>
  `block b(width: int, stride: int = 1) { residual { ${path} } ${clause} }`;

describe('where its numbers come from', () => {
  it.each<[what: string, block: string, calls: string, attributes: readonly object[]]>([
    [
      'the stride of a projection is the one that the path was given',
      b('conv 3x3, width, stride stride; tanh; conv 1x1, width', 'shortcut projection'),
      'stage 2 x b(8), stride 2',
      [
        {
          conv: { kernel: constant(1), filters: joinChannels, stride: parameter('stride'), pad: constant(0) },
        },
        { batchnorm: {} },
      ],
    ],
    [
      'a stride of 1 beside it is no other origin',
      b('conv 1x1, width, stride 1; tanh; conv 3x3, width, stride stride', 'shortcut projection'),
      'stage 2 x b(8), stride 2',
      [{ conv: { stride: parameter('stride') } }, { batchnorm: {} }],
    ],
    [
      'two strides make a number',
      b('conv 3x3, width, stride stride; tanh; conv 3x3, width, stride stride', 'shortcut projection'),
      'b(8, stride = 2)',
      [{ conv: { stride: constant(4) } }, { batchnorm: {} }],
    ],
    [
      'a number and a stride make a number',
      b('conv 3x3, width, stride 2; tanh; conv 3x3, width, stride stride', 'shortcut projection'),
      'b(8, stride = 2)',
      [{ conv: { stride: constant(4) } }, { batchnorm: {} }],
    ],
    [
      'the extents to reach',
      b(
        'conv 3x3, width, stride stride',
        'shortcut projection { conv 1x1, 8, stride 2, groups join.height; conv 1x1, 8, groups join.width }',
      ),
      'b(8, stride = 2)',
      ['height', 'width'].map((axis) => ({ conv: { groups: { kind: 'dimension', of: 'join', axis } } })),
    ],
    [
      'a pair of strides is a pair of numbers',
      b('conv 3x3, width, stride stride x 1', 'shortcut projection'),
      'b(8, stride = 2)',
      [{ conv: { stride: [constant(2), constant(1)] } }, { batchnorm: {} }],
    ],
    [
      'zeros behind, as many as channels are missing',
      b('conv 3x3, width, stride stride', 'shortcut zero_pad'),
      'b(8, stride = 2)',
      [
        { maxpool: { kernel: constant(1), stride: parameter('stride'), pad: constant(0) } },
        { zero_pad: { channels: [constant(0), difference] } },
      ],
    ],
    [
      'an even number of zeros by halves',
      b('conv 3x3, width', 'shortcut zero_pad split'),
      'b(8)',
      [{ zero_pad: { channels: [half, half] } }],
    ],
    [
      'an odd number of zeros, the odd one behind',
      b('conv 3x3, width', 'shortcut zero_pad split'),
      'b(7)',
      [{ zero_pad: { channels: [half, { kind: 'binary', operator: '-', left: difference, right: half }] } }],
    ],
  ])('%s', (_, block, calls, attributes) => {
    const shortcut = outlined(block, calls);
    expect(shortcut.kind).toBe('path');
    expect(attributesIn(shortcut.steps)).toMatchObject(attributes);
  });

  it('`join.stride` is the path’s stride, and 1 where there is none', () => {
    const strided = outlined(
      b(
        'conv 3x3, width, stride stride',
        'shortcut projection { conv 1x1, join.channels, stride join.stride }',
      ),
      'b(8, stride = 2)',
    );
    expect(attributesIn(strided.steps)).toMatchObject([
      { conv: { filters: joinChannels, stride: parameter('stride') } },
    ]);
    const enlarged = outlined(
      b('upsample 2', 'shortcut projection { upsample 2; conv 1x1, join.channels, stride join.stride }'),
      'b(8)',
    );
    expect(attributesIn(enlarged.steps)).toMatchObject([{}, { conv: { stride: constant(1) } }]);
  });

  it.each<[clause: string, calls: string, shortcut: object]>([
    ['', 'b(4)', { kind: 'identity', steps: [], label: undefined }],
    ['shortcut none', 'b(4)', { kind: 'none', steps: [], label: undefined }],
    ['shortcut projection as down', 'b(8)', { kind: 'path', when: 'always', label: ['down'] }],
    ['shortcut projection', 'b(8)', { kind: 'path', when: 'always', label: ['shortcut'] }],
    ['shortcut projection', 'b(8)\nb(8)', { kind: 'path', when: 'shapes-differ', label: ['shortcut'] }],
    ['shortcut { conv 1x1, width }', 'b(8)', { kind: 'path', when: 'always', label: undefined }],
    ['shortcut { conv 1x1, width } as s', 'b(8)', { kind: 'path', when: 'always', label: ['s'] }],
  ])('%s of %j', (clause, calls, shortcut) => {
    expect(outlined(b('conv 3x3, width', clause), calls)).toMatchObject(shortcut);
  });

  it('each of its operators is a step with its nodes, and labels where tensors have names', () => {
    const { steps } = outlined(
      b('conv 3x3, width, stride stride', 'shortcut projection'),
      'b(8, stride = 2)\nb(8)',
    );
    expect(steps).toMatchObject([
      { kind: 'operator', op: 'conv', label: ['0'], nodes: [2], values: [] },
      { kind: 'operator', op: 'batchnorm', label: ['1'], nodes: [3], values: [] },
    ]);
    const { steps: padded } = outlined(b('conv 3x3, width', 'shortcut zero_pad'), 'b(8)');
    expect(padded).toMatchObject([{ op: 'zero_pad', label: undefined, nodes: [2] }]);
  });
});

/** What stands under the diagnostic, and under what belongs to it. */
function said({ code, message, file, span, label, help, related, fixes }: Diagnostic, text: string) {
  expect(file).toBe('case.resnet');
  const under = (place: { readonly span: { readonly start: number; readonly end: number } }) =>
    text.slice(place.span.start, place.span.end);
  return {
    code,
    message,
    at: under({ span }),
    ...(label === undefined ? {} : { label }),
    ...(help === undefined ? {} : { help }),
    related: related.map((place) => `${under(place)}: ${place.message}`),
    fixes: fixes.map(
      ({ title, edits }) => `${title}: ${edits.map((edit) => `${under(edit)} → ${edit.text}`)}`,
    ),
  };
}

function errorsIn(text: string) {
  const { diagnostics } = check({ name: 'case.resnet', text });
  return diagnostics
    .filter(({ severity }) => severity === 'error')
    .map((diagnostic) => said(diagnostic, text));
}

describe('a shortcut that cannot follow its path', () => {
  const mismatch = (path: string, shortcut: string): string =>
    `the residual path and its shortcut differ: ${path} and ${shortcut}`;
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
    ['residual { conv 3x3, 8 }', { message: mismatch('8×8×8', '4×8×8'), at: 'residual ', fixes: [] }],
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
    expect(errorsIn(textOf(residual, input))).toEqual([{ code, related: [], ...error }]);
  });

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
    expect(errorsIn(textOf(residual, input))).toEqual([
      {
        code,
        message: mismatch(path!, shortcut!),
        at,
        label,
        help,
        related: [`${clause}: the shortcut still has ${shortcut}`],
        fixes,
      },
    ]);
  });

  it('in a block: at the call, with where the shapes come from', () => {
    const text = `${b('c: conv 3x3, width', 'shortcut identity')}\n${textOf('layer: stage 2 x b(8)', input)}`;
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

  it.each([
    ['', 'residual : without `shortcut …` the input is added unchanged'],
    ['shortcut { conv 1x1, 2 }', 'shortcut { conv 1x1, 2 }: the shortcut’s own path'],
    [
      'shortcut projection { conv 1x1, 2 }',
      'shortcut projection { conv 1x1, 2 }: the shortcut cannot reach that shape',
    ],
  ])('in a block, written %j', (clause, note) => {
    const text = `${b('conv 3x3, width', clause)}\n${textOf('b(8)', input)}`;
    expect(errorsIn(text)[0]!.related[0]).toBe(note);
  });

  it('one mistake does not shrink the rest of the network', () => {
    const text = (pad: string, rest: string) =>
      textOf(`residual { conv 3x3, 8, stride 2, pad ${pad} } shortcut projection\n${rest}`, input);
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
    const text = textOf(`residual { conv 3x3, 6, stride 2 } shortcut identity\n${statement}`, input);
    expect(errorsIn(text)).toMatchObject([{ code }, { message: expect.stringContaining(message) }]);
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
    expect(errorsIn(textOf(`residual { conv 3x3, 8 } ${clause}`, input))).toMatchObject([
      { code: 'value/shortcut-kind', at, help },
    ]);
  });

  it('a misspelt one has its edit', () => {
    expect(errorsIn(textOf('residual { conv 3x3, 4 } shortcut projektion always', input))).toMatchObject([
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
    expect(errorsIn(textOf(`residual { conv 3x3, 8 } ${clause}`, input))).toMatchObject([
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
    expect(errorsIn(textOf(statements.replaceAll('; ', '\n'), input))).toMatchObject([error]);
  });

  it('behind a projection that failed, the network goes on from the path', () => {
    const text = textOf(
      'residual { conv 3x3, 6 } shortcut projection { conv 3x3, 0 }\nmaxpool 9x9, pad 0',
      input,
    );
    expect(errorsIn(text)).toMatchObject([{ at: '0' }, { message: expect.stringContaining('6×8×8') }]);
  });

  it('only a projection has something to reach', () => {
    const text = textOf('residual { conv 3x3, 8 } shortcut { conv 1x1, join.channels }', input);
    expect(errorsIn(text)).toMatchObject([{ at: expect.stringContaining('join') }]);
  });

  it('what stands behind one is still looked at', () => {
    const text = textOf('residual { conv 3x3, 0 } shortcut { conv 3x3, 0 }\nconv 3x3, 0', input);
    expect(errorsIn(text).map(({ code }) => code)).toEqual(Array(3).fill('value/range'));
  });

  it('a residual needs a value to start from', () => {
    const text = 'network case {\n  residual { }\n  input 4 x 8 x 8\n}';
    expect(errorsIn(text)).toContainEqual(
      expect.objectContaining({
        code: 'value/no-current',
        at: 'residual ',
        message: expect.stringContaining('`residual`'),
      }),
    );
  });
});
