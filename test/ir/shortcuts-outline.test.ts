import { describe, expect, it } from 'vitest';
import type { Step } from '../../src/ir/outline.ts';
import { blockOf, inNetwork, networkOf } from './shortcut-case.ts';

/** The shortcut of the only residual, as code for people is written of it. */
function outlined(block: string, calls: string) {
  const { definitions, main } = networkOf(`${block}\n${inNetwork(calls)}`).outline;
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

describe('where its numbers come from', () => {
  it.each<[what: string, block: string, calls: string, attributes: readonly object[]]>([
    [
      'the stride of a projection is the one that the path was given',
      blockOf('conv 3x3, width, stride stride; tanh; conv 1x1, width', 'shortcut projection'),
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
      blockOf('conv 1x1, width, stride 1; tanh; conv 3x3, width, stride stride', 'shortcut projection'),
      'stage 2 x b(8), stride 2',
      [{ conv: { stride: parameter('stride') } }, { batchnorm: {} }],
    ],
    [
      'two strides make a number',
      blockOf('conv 3x3, width, stride stride; tanh; conv 3x3, width, stride stride', 'shortcut projection'),
      'b(8, stride = 2)',
      [{ conv: { stride: constant(4) } }, { batchnorm: {} }],
    ],
    [
      'a number and a stride make a number',
      blockOf('conv 3x3, width, stride 2; tanh; conv 3x3, width, stride stride', 'shortcut projection'),
      'b(8, stride = 2)',
      [{ conv: { stride: constant(4) } }, { batchnorm: {} }],
    ],
    [
      'the extents to reach',
      blockOf(
        'conv 3x3, width, stride stride',
        'shortcut projection { conv 1x1, 8, stride 2, groups join.height; conv 1x1, 8, groups join.width }',
      ),
      'b(8, stride = 2)',
      ['height', 'width'].map((axis) => ({ conv: { groups: { kind: 'dimension', of: 'join', axis } } })),
    ],
    [
      'a pair of strides is a pair of numbers',
      blockOf('conv 3x3, width, stride stride x 1', 'shortcut projection'),
      'b(8, stride = 2)',
      [{ conv: { stride: [constant(2), constant(1)] } }, { batchnorm: {} }],
    ],
    [
      'zeros behind, as many as channels are missing',
      blockOf('conv 3x3, width, stride stride', 'shortcut zero_pad'),
      'b(8, stride = 2)',
      [
        { maxpool: { kernel: constant(1), stride: parameter('stride'), pad: constant(0) } },
        { zero_pad: { channels: [constant(0), difference] } },
      ],
    ],
    [
      'an even number of zeros by halves',
      blockOf('conv 3x3, width', 'shortcut zero_pad split'),
      'b(8)',
      [{ zero_pad: { channels: [half, half] } }],
    ],
    [
      'an odd number of zeros, the odd one behind',
      blockOf('conv 3x3, width', 'shortcut zero_pad split'),
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
      blockOf(
        'conv 3x3, width, stride stride',
        'shortcut projection { conv 1x1, join.channels, stride join.stride }',
      ),
      'b(8, stride = 2)',
    );
    expect(attributesIn(strided.steps)).toMatchObject([
      { conv: { filters: joinChannels, stride: parameter('stride') } },
    ]);
    const enlarged = outlined(
      blockOf(
        'upsample 2',
        'shortcut projection { upsample 2; conv 1x1, join.channels, stride join.stride }',
      ),
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
    expect(outlined(blockOf('conv 3x3, width', clause), calls)).toMatchObject(shortcut);
  });

  it('each of its operators is a step with its nodes, and labels where tensors have names', () => {
    const { steps } = outlined(
      blockOf('conv 3x3, width, stride stride', 'shortcut projection'),
      'b(8, stride = 2)\nb(8)',
    );
    expect(steps).toMatchObject([
      { kind: 'operator', op: 'conv', label: ['0'], nodes: [2], values: [] },
      { kind: 'operator', op: 'batchnorm', label: ['1'], nodes: [3], values: [] },
    ]);
    const { steps: padded } = outlined(blockOf('conv 3x3, width', 'shortcut zero_pad'), 'b(8)');
    expect(padded).toMatchObject([{ op: 'zero_pad', label: undefined, nodes: [2] }]);
  });
});
