import { describe, expect, it } from 'vitest';
import { check, compile, type Graph, type Weights } from '../../../src/index.ts';
import { relativeDifference } from '../../../src/reference/difference.ts';
import { type Batch, referenceOutput } from '../../../src/reference/run.ts';
import { emitModelOf } from '../../backends/onnx/models.ts';
import { emittedModule, pooledWeights, runJobs } from '../../backends/pytorch/run-emitted.ts';
import { importEmitted, type Tf, tensorFlow } from '../../backends/tfjs/run-spec.ts';
import { hasTorch } from '../../oracles/python.ts';
import { byEffort } from '../effort.ts';
import { leaveFigures } from '../figures.ts';
import { collidingNames, namePairs } from './hostile-names.ts';
import { insideNetwork, type NamedNetwork, ofBlocks, ofNetwork } from './named-networks.ts';

/*
 * A name that a target keeps for itself is a name like another: the module is valid, and computes what the reference does. The sample
 * runs a few, a deep run all.
 */

const input: Batch = {
  shape: [1, 2, 4, 4],
  data: Float64Array.from({ length: 32 }, (_, at) => Math.fround(Math.sin(at))),
};

const sampled = namePairs.filter(
  (pair, at) =>
    collidingNames.includes(pair) ||
    /^(__proto__|constructor|training|modules|named_parameters)$/.test(pair[0]) ||
    at % 23 === 0,
);

interface Case extends NamedNetwork {
  readonly title: string;
  readonly graph: Graph;
  readonly weights: Weights;
  readonly expected: Float64Array;
}

const cases: readonly Case[] = byEffort({ sample: sampled, deep: namePairs }).flatMap(([first, second]) =>
  Object.entries({ inside: insideNetwork, network: ofNetwork, blocks: ofBlocks }).flatMap(([place, make]) => {
    const made = make(first, second);
    if (made === undefined) return [];
    const { networks, diagnostics } = check({ name: 'named.resnet', text: made.text });
    const [graph] = networks;
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    if (graph === undefined || errors.length > 0)
      throw new Error(`${place} ${first} ${second}: ${errors.map(({ message }) => message).join('; ')}`);
    const { weights } = pooledWeights(graph);
    const expected = referenceOutput(graph, weights, input);
    return [
      { ...made, title: `${place}: ${first}, ${second}`, graph, weights: weights as Weights, expected },
    ];
  }),
);

const close = (found: ArrayLike<number>, expected: Float64Array, limit: number): string | number =>
  found.length === expected.length && relativeDifference(found, expected) < limit
    ? 'as the reference'
    : relativeDifference(found, expected);

const hasTraining = (weights: Weights): boolean =>
  [...weights.keys()].some((name) => /\btraining\b/.test(name));

type Model = { predict(input: unknown): { data(): Promise<Float32Array> } };
type Module = Readonly<Record<string, (tf: Tf, ...rest: readonly unknown[]) => unknown>>;

describe('names that others keep for themselves', () => {
  it('are code of TensorFlow.js that computes the same', async () => {
    const tf = await tensorFlow('cpu');
    const nhwc = tf.transpose(tf.tensor4d(Float32Array.from(input.data), [...input.shape]), [0, 2, 3, 1]);
    for (const { title, name, text, weights, expected } of cases) {
      const { files } = compile({ name: 'named.resnet', text }, { target: 'tfjs' });
      const { module, remove } = await importEmitted<Module>(files, `${name}.js`);
      try {
        const { createInference, ...others } = module;
        const [create] = Object.keys(others).filter((key) => key.startsWith('create'));
        const infer = createInference!(tf, weights) as (input: unknown) => ReturnType<Model['predict']>;
        expect(close(await infer(nhwc).data(), expected, 1e-4), title).toBe('as the reference');
        const model = others[create!]!(tf, { weights }) as Model;
        expect(close(await model.predict(nhwc).data(), expected, 1e-4), title).toBe('as the reference');
      } finally {
        remove();
        tf.disposeVariables();
      }
    }
  });

  it.skipIf(!hasTorch)('are code of PyTorch that computes the same', () => {
    // Every call of `eval()` sets `self.training`, so no module can hold a tensor of that name.
    const [refused, accepted] = [true, false].map((is) =>
      cases.filter(({ weights }) => hasTraining(weights) === is),
    );
    for (const { title, text } of refused!) {
      const { files, diagnostics } = compile({ name: 'named.resnet', text }, { target: 'pytorch' });
      expect([files.length, diagnostics.at(-1)?.code], title).toEqual([0, 'target/unsupported']);
    }
    const answers = runJobs(
      accepted!.map(({ graph, weights }) => ({ module: emittedModule(graph), run: { weights, input } })),
    );
    for (const [at, { error, result }] of answers.entries()) {
      const { title, expected } = accepted![at]!;
      expect(error, title).toBeUndefined();
      expect(close(result, expected, 1e-6), title).toBe('as the reference');
    }
  });

  it('are names of an ONNX model that computes the same', async () => {
    for (const { title, text, weights, expected } of cases) {
      const answer = await emitModelOf({ name: 'named.resnet', text }, { weights }).run(input);
      expect(close('data' in answer ? answer.data : [], expected, 1e-4), title).toBe('as the reference');
    }
  });
});

leaveFigures('hostile-names', () => [
  {
    part: 'Emission under attack',
    what: 'names that a language, a framework or a disk keeps for itself, as labels, parameters, blocks and networks',
    result: `${namePairs.length} names, ${cases.length} networks; TensorFlow.js, PyTorch and ONNX Runtime compute all of them as the reference does`,
    command: 'npx vitest run --project trust --mode deep test/trust/attack/names.test.ts',
  },
]);
