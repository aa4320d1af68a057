import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { check } from '../../src/index.ts';
import type { Graph } from '../../src/ir/graph.ts';
import { tensorsOf } from '../../src/ir/graph.ts';
import { operators } from '../../src/ir/operators.ts';
import { reference, referenceOutput } from '../../src/reference/run.ts';
import { matchWeights } from '../../src/weights/match.ts';
import { readSafetensors } from '../../src/weights/safetensors.ts';
import { relativeError } from '../backends/tfjs-runtime/oracle.ts';
import { readSpec } from '../corpus/specs.ts';
import { hasTorch, torchvisionForward } from '../oracles/python.ts';
import { cases, graphOf } from '../reference/cases.ts';

const tolerance = 1e-12;

interface Answer {
  readonly input: readonly number[];
  readonly weights: Readonly<
    Record<string, { readonly shape: readonly number[]; readonly data: readonly number[] }>
  >;
  readonly values: readonly (readonly number[])[];
}

function askPyTorch(graphs: readonly { graph: Graph; batch: number; spread: number }[]): readonly Answer[] {
  const script = fileURLToPath(new URL('../oracles/graph_oracle.py', import.meta.url));
  const input = JSON.stringify(
    graphs.map(({ graph: { nodes }, batch, spread }, seed) => ({ batch, spread, seed, nodes })),
  );
  const result = spawnSync('/usr/bin/python3', [script], { input, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (result.status !== 0) throw new Error(`graph_oracle.py: ${result.stderr}`);
  return JSON.parse(result.stdout) as readonly Answer[];
}

const asked = cases.map((each) => ({
  title: `${each.statements.join('; ')} of ${each.batch ?? 1} x ${each.input}, spread ${each.spread ?? 2}`,
  graph: graphOf(each),
  batch: each.batch ?? 1,
  spread: each.spread ?? 2,
}));

describe.skipIf(!hasTorch)('the reference computes what PyTorch computes in float64', () => {
  let answers: readonly Answer[] = [];
  beforeAll(() => {
    answers = askPyTorch(asked);
  });

  test.each(asked.map((each, index) => ({ ...each, index })))('$title', ({ graph, batch, index }) => {
    const answer = answers[index]!;
    const weights = new Map(
      Object.entries(answer.weights).map(([name, { shape, data }]) => [
        name,
        { shape, data: Float64Array.from(data) },
      ]),
    );
    const input = {
      shape: [batch, ...graph.nodes[0]!.output] as const,
      data: Float64Array.from(answer.input),
    };
    const values = reference(graph, weights, input);
    expect(values.map(({ length }) => length)).toEqual(answer.values.map(({ length }) => length));
    for (const [id, expected] of answer.values.entries())
      expect(relativeError(values[id]!, expected), graph.nodes[id]!.op).toBeLessThan(tolerance);
    expect(referenceOutput(graph, weights, input)).toEqual(values[graph.output]);
  });

  test('every operator has a case', () => {
    const covered = new Set(asked.flatMap(({ graph }) => graph.nodes.map(({ op }) => op)));
    expect(Object.keys(operators).filter((kind) => !covered.has(kind as keyof typeof operators))).toEqual([]);
  });
});

// Whole networks, with torchvision's float32 as the limit of what can agree.
describe.skipIf(!hasTorch)('the reference computes what torchvision computes', () => {
  test.each(['resnet18', 'mobilenet_v2', 'densenet121', 'convnext_tiny', 'googlenet'])('%s', (name) => {
    const kwargs = name === 'googlenet' ? { aux_logits: false, init_weights: true } : {};
    const answer = torchvisionForward({ model: name, height: 65, width: 97, batch: 2, kwargs });
    const [graph] = check(readSpec(name), { inputShape: [3, 65, 97] }).networks;
    const file = readSafetensors(answer.weights);
    if ('code' in file) throw new Error(JSON.stringify(file));
    const { tensors } = matchWeights(tensorsOf(graph!), file);
    const output = referenceOutput(graph!, tensors!, {
      shape: [2, 3, 65, 97],
      data: answer.input.data as Float32Array,
    });
    expect(output.length).toBe(answer.output.data.length);
    expect(relativeError(output, [...answer.output.data])).toBeLessThan(1e-5);
  });
});
