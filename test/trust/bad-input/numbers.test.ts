import { beforeAll, describe, expect, it } from 'vitest';
import { compile } from '../../../src/index.ts';
import { tensorsOf } from '../../../src/ir/graph.ts';
import { relativeDifference } from '../../../src/reference/difference.ts';
import { inputFor, onlyNetwork } from '../../backends/wgsl/emitted.ts';
import { type Answer, engines } from '../../conformance/engines.ts';
import { numbers, withRandomWeights } from '../../ir/passes/programs.ts';
import { byEffort, effort } from '../effort.ts';
import { type NumbersCase, numbersCases, sourceOf } from './numbers.ts';

type Exercise = Parameters<(typeof engines)[number]['answers']>[0][number];

function exerciseOf(each: NumbersCase, index: number): Exercise {
  const network = `case${index}`;
  const text = sourceOf(each, network);
  const graph = onlyNetwork({ name: `${network}.resnet`, text });
  const weights = new Map(
    [...withRandomWeights(graph).weights].map(([name, { shape, data }]) => {
      const constant = each.tensors[name];
      return [name, { shape, data: Float32Array.from(data, (value) => constant ?? value) }];
    }),
  );
  expect(tensorsOf(graph).map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(each.tensors)));
  const random = inputFor(graph, each.batch, numbers(11));
  const input = { shape: random.shape, data: random.data.map((value, at) => each.value?.(at) ?? value) };
  const suite = 'light';
  const output = { shape: [each.batch, ...graph.nodes[graph.output]!.output], data: new Float32Array() };
  return {
    suite,
    name: each.name,
    network,
    text,
    weights,
    input,
    output,
    operators: new Set(),
    statements: 0,
  } as never;
}

/**
 * Where the right answer is NaN, only PyTorch and the reference promise it: WGSL lets drivers assume that there is none (14.6.1), and
 * TensorFlow.js's kernels and ONNX Runtime's maximum pass it over. Loaders warn of it in weights.
 */
const keepsNaN = (column: string): boolean => column === 'reference' || column === 'pytorch';

/** A driver takes half a second for each kernel: a sample has one of each row that `test/backends/wgsl` has not. */
const rowsOnAdapter = ['H empty-windows', 'H folding', 'H softmax', 'H not-finite'];
const onAdapter = (index: number): boolean =>
  effort === 'deep' ||
  rowsOnAdapter.some((row) => numbersCases.findIndex((each) => each.row === row) === index);

describe('numbers that are easily computed wrong', () => {
  const exercises = numbersCases.map(exerciseOf);
  const all: { readonly engine: (typeof engines)[number]; readonly answers: ReadonlyMap<number, Answer> }[] =
    [];
  beforeAll(
    async () => {
      for (const engine of engines) {
        if (!engine.isHere) continue;
        const chosen = [...exercises.keys()].filter((index) => engine.column !== 'wgsl' || onAdapter(index));
        const answers = await engine.answers(chosen.map((index) => exercises[index]!));
        all.push({ engine, answers: new Map(chosen.map((index, at) => [index, answers[at]!])) });
      }
    },
    byEffort({ sample: 120_000, deep: 1_800_000 }),
  );

  it.each(numbersCases.map(({ row, name }, index) => ({ title: `${row} · ${name}`, index })))(
    '$title',
    ({ index }) => {
      const right = (all.find(({ engine }) => engine.column === 'pytorch') ?? all[0]!).answers.get(index)!;
      if (right instanceof Error) throw right;
      const wrong = all.flatMap(({ engine, answers }) => {
        const answer = answers.get(index);
        if (answer === undefined) return [];
        const name = `${engine.column}, ${engine.name}`;
        if (answer instanceof Error) return [`${name}: ${answer.message}`];
        const found = Float32Array.from(answer, (value, at) =>
          Number.isNaN(right[at]) && !keepsNaN(engine.column) ? Number.NaN : value,
        );
        const difference = relativeDifference(found, right);
        if (difference <= 1e-5) return [];
        return [
          `${name}: ${difference}; ${Array.from(answer).slice(0, 8)} for ${Array.from(right).slice(0, 8)}`,
        ];
      });
      expect(wrong).toEqual([]);
    },
  );
});

describe('a batch of none', () => {
  const source = { name: 'net.resnet', text: 'network net {\n  input 3 x 4 x 4\n  c: conv 3x3, 2\n}\n' };
  it.each([0, -1, 1.5, Number.NaN, 2 ** 53])('is refused when compiled for, as is one of %d', (batch) => {
    const { files, diagnostics } = compile(source, { target: 'wgsl', batch });
    expect(files).toEqual([]);
    expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
      ['value/range', `the batch must be a whole number of at least 1, not ${batch}`],
    ]);
  });
});
