import { describe, expect, it } from 'vitest';
import { check } from '../../src/index.ts';
import { outputShape, tensorsOf } from '../../src/ir/graph.ts';
import { TensorProto_DataType as DataType } from '../../src/onnx-schema/onnx-ml_pb.js';
import { matchWeights } from '../../src/weights/match.ts';
import { arrange, extentsOf, naturalPlaces } from './arrangement.ts';
import { write } from './attempt.ts';
import { elementsOf } from './onnx-tensor.ts';
import type { ModelledCase, Resized } from './other-sizes.ts';
import { askRuntime, resizings } from './other-sizes.ts';
import { Refusal } from './refusal.ts';
import type { OnnxCase } from './suites.ts';
import { casesOf, hasOnnxCases } from './suites.ts';

/** Operators that not every input fits. */
const choosy = new Set(['Conv', 'MaxPool', 'AveragePool', 'BatchNormalization', 'Gemm', 'MatMul']);

function isChoosy(each: OnnxCase): each is ModelledCase {
  const { model, example } = each;
  if (model instanceof Refusal) return false;
  const [node, ...others] = model.graph.node;
  if (node === undefined || others.length > 0 || !choosy.has(node.opType)) return false;
  const input = example.inputs.get(node.input[0]!);
  return input?.type === DataType.FLOAT && input.shape.length <= 4;
}

interface Verdict {
  /** N×C×H×W, or why there is none. */
  readonly runtime: string;
  readonly rnc: string;
}

/** What ONNX Runtime and rnc say of one size; undefined where there is nothing to compare. */
async function verdictOf(resized: Resized): Promise<Verdict | undefined> {
  const { each, input, shape } = resized;
  const answer = await askRuntime(resized);
  if (typeof answer === 'string' && answer.includes('Could not find an implementation')) return undefined;
  const inputs = new Map(each.example.inputs);
  inputs.set(input, { type: DataType.FLOAT, shape, data: new Float64Array(elementsOf(shape)) });
  const exercise = { network: 'resized', model: each.model, example: { inputs, outputs: new Map() } };
  try {
    const { text, weights, result } = write(exercise, { fed: [input], places: naturalPlaces(shape.length) });
    const { networks } = check({ name: 'resized.resnet', text });
    const [graph] = networks;
    const fits = graph !== undefined && matchWeights(tensorsOf(graph), weights).tensors !== undefined;
    // ONNX Runtime's pools give empty arrays, and round −1 / 2 to 0 where ONNX's formula takes the floor.
    const none = typeof answer === 'string' || [...answer, ...result.shape].some((extent) => extent < 1);
    return {
      runtime: none ? 'refused' : extentsOf(answer, arrange(answer, naturalPlaces(answer.length))).join('×'),
      rnc: fits ? [shape[0], ...outputShape(graph)].join('×') : 'refused',
    };
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** ONNX's own models with their first input in other shapes: which of them fit, and what shape comes out. */
describe.skipIf(!hasOnnxCases)('rnc takes what ONNX Runtime takes', () => {
  const cases = hasOnnxCases ? [...casesOf('node'), ...casesOf('pytorch-converted')].filter(isChoosy) : [];

  it.each([...choosy])('%s', async (operator) => {
    const own = cases.filter(({ model }) => model.graph.node[0]!.opType === operator);
    const verdicts: (Verdict & { readonly title: string })[] = [];
    for (const resized of own.flatMap(resizings)) {
      const verdict = await verdictOf(resized);
      const title = `${resized.each.suite}/${resized.each.name} of ${resized.shape.join('×')}`;
      if (verdict !== undefined) verdicts.push({ title, ...verdict });
    }
    expect(verdicts.filter(({ runtime, rnc }) => runtime !== rnc)).toEqual([]);
    for (const some of [true, false])
      expect(verdicts.some(({ rnc }) => (rnc === 'refused') === some)).toBe(true);
  });
});
