import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create, fromBinary } from '@bufbuild/protobuf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { descriptionOf } from '../../src/backends/onnx/description.ts';
import { emitModel } from '../../src/backends/onnx/emit.ts';
import { encodeModel } from '../../src/backends/onnx/encode.ts';
import { lower } from '../../src/backends/onnx/lower.ts';
import { modelOf } from '../../src/backends/onnx/model.ts';
import type { Weights } from '../../src/index.ts';
import { check } from '../../src/index.ts';
import { type Graph, tensorsOf } from '../../src/ir/graph.ts';
import { elements } from '../../src/ir/shape.ts';
import {
  type ModelProto,
  ModelProtoSchema,
  TensorProto_DataLocation,
  TensorProto_DataType,
  TensorProtoSchema,
} from '../../src/onnx-schema/onnx-ml_pb.js';
import { relativeDifference } from '../../src/reference/difference.ts';
import { matchWeights } from '../../src/weights/match.ts';
import { readSafetensors } from '../../src/weights/safetensors.ts';
import { asModel, emissionOf, emitModelOf, troublesIn } from '../backends/onnx/models.ts';
import { onnxCases } from '../backends/onnx/onnx-cases.ts';
import { onlyNetwork } from '../backends/wgsl/emitted.ts';
import { operatorCases, sourceOf } from '../backends/wgsl/operator-cases.ts';
import { readSpec, specNames } from '../corpus/specs.ts';
import { askOnnx, hasOnnx } from '../oracles/onnx.ts';
import { hasTorch, readArray, torchvisionForward, torchvisionState } from '../oracles/python.ts';

type Form = 'as written' | 'folded';
const forms: readonly Form[] = ['as written', 'folded'];

const formsOf = (graph: Graph): readonly Form[] => (size(graph) > mostFolded ? ['as written'] : forms);

interface Checked {
  readonly path: string;
  readonly problems: readonly string[];
  readonly inferred: number;
}

const size = (graph: Graph): number => tensorsOf(graph).reduce((sum, { shape }) => sum + elements(shape), 0);

/** Beyond this a network's weights take seconds, and its nodes are those of a smaller one. */
const mostFolded = 13e6;

interface Written {
  readonly bytes: Uint8Array;
  /** Files beside the model, by their names, and their lengths. */
  readonly holes: readonly (readonly [name: string, length: number])[];
}

function smallModel(graph: Graph, form: Form): Written {
  const emission = emissionOf(graph, weightsForShapes(graph), { fold: form === 'folded' });
  const [model, ...data] = emitModel(emission, 2 ** 16).value;
  const holes = data.map(({ path, content }) => [path, content.length] as const);
  return { bytes: model!.content as Uint8Array, holes };
}

/** As the target writes it but for the weights, all of which are the start of one hole. */
function largeModel(graph: Graph): Written {
  const bytesOf = (shape: readonly number[]): number => 4 * elements(shape);
  const initializers = tensorsOf(graph).map(({ name, shape }) => {
    const place = { location: 'weights', offset: '0', length: `${bytesOf(shape)}` };
    const tensor = create(TensorProtoSchema, {
      name,
      dims: shape.map(BigInt),
      dataType: TensorProto_DataType.FLOAT,
      dataLocation: TensorProto_DataLocation.EXTERNAL,
      externalData: Object.entries(place).map(([key, value]) => ({ key, value })),
    });
    return { tensor, data: undefined };
  });
  const description = descriptionOf(emissionOf(graph, new Map(), {}));
  const longest = Math.max(...tensorsOf(graph).map(({ shape }) => bytesOf(shape)));
  return {
    bytes: encodeModel(modelOf(lower(graph), initializers, description)),
    holes: [['weights', longest]],
  };
}

/** Pieces of one array, since only their shapes matter. */
function weightsForShapes(graph: Graph): Weights {
  const largest = tensorsOf(graph).reduce((most, { shape }) => Math.max(most, elements(shape)), 0);
  const ones = new Float32Array(largest).fill(1);
  return new Map(
    tensorsOf(graph).map(({ name, shape }) => [name, { shape, data: ones.subarray(0, elements(shape)) }]),
  );
}

/** What the shapes of the values must be: by the graph, which no emission has touched. Of a C×1×1 value both forms are right. */
function expectedShapes(graph: Graph, { graph: written }: ModelProto, form: Form) {
  const present = new Set([...written!.valueInfo, ...written!.output].map(({ name }) => name));
  const shapes = graph.nodes.slice(1).map(({ id, path, output: [channels, height, width] }) => {
    const name = id === graph.output ? 'output' : `${path}/output`;
    const map = ['batch', channels, height, width];
    return [name, height * width === 1 ? [map, ['batch', channels]] : [map]] as const;
  });
  // Of the folded network, what is left.
  return Object.fromEntries(form === 'folded' ? shapes.filter(([name]) => present.has(name)) : shapes);
}

describe.skipIf(!hasOnnx)('onnx’s checker and shape inference', () => {
  const networks = specNames().map((name) => check(readSpec(name), { network: name }).networks[0]!);
  const operators = [...operatorCases, ...onnxCases].map((each) => onlyNetwork(sourceOf(each)));
  const folder = mkdtempSync(join(tmpdir(), 'rnc-onnx-'));
  const found = new Map<string, Checked>();
  const troubles = new Map<string, readonly string[]>();
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** The model alone: where its weights should be, there is a hole of their length. */
  function write(graph: Graph, form: Form, place: string) {
    mkdirSync(place);
    const { bytes, holes } = size(graph) > mostFolded ? largeModel(graph) : smallModel(graph, form);
    const path = join(place, 'model.onnx');
    writeFileSync(path, bytes);
    for (const [name, length] of holes) {
      writeFileSync(join(place, name), '');
      truncateSync(join(place, name), length);
    }
    const read = fromBinary(ModelProtoSchema, bytes);
    troubles.set(path, troublesIn(read));
    return { path, shapes: expectedShapes(graph, read, form) };
  }

  beforeAll(() => {
    const places = new Map<string, string>();
    const cases = [...networks, ...operators].flatMap((graph, index) =>
      formsOf(graph).map((form) => {
        const one = write(graph, form, join(folder, `${index} ${form}`));
        places.set(one.path, `${index} ${form}`);
        return one;
      }),
    );
    const file = join(folder, 'cases.json');
    writeFileSync(file, JSON.stringify(cases));
    for (const each of askOnnx<readonly Checked[]>(['models', '--cases', file])) {
      const problems = [...each.problems, ...troubles.get(each.path)!];
      found.set(places.get(each.path)!, { ...each, problems });
    }
  });

  const titled = networks.flatMap((graph, index) =>
    formsOf(graph).map((form) => [graph.name, form, graph, index] as const),
  );
  it.each(titled)('accept %s %s and find its shapes', (_, form, graph, index) => {
    const { problems, inferred } = found.get(`${index} ${form}`)!;
    expect(problems).toEqual([]);
    expect(inferred).toBeGreaterThan(form === 'folded' ? graph.nodes.length / 4 : graph.nodes.length - 2);
  });

  it.each(forms)('accept every operator %s', (form) => {
    const results = operators.map((_, index) => found.get(`${networks.length + index} ${form}`)!);
    expect(results.flatMap(({ problems }) => problems)).toEqual([]);
  });
});

interface Case {
  readonly spec: string;
  readonly height: number;
  readonly width: number;
  readonly batch?: number;
}

/** Odd sizes, H ≠ W. Among them is each operator that torchvision has. */
const cases: readonly Case[] = [
  { spec: 'resnet50', height: 71, width: 100, batch: 2 },
  { spec: 'densenet121', height: 96, width: 65 },
  { spec: 'mobilenet_v2', height: 97, width: 64, batch: 2 },
  { spec: 'googlenet', height: 97, width: 128 },
  { spec: 'convnext_tiny', height: 64, width: 97 },
];

function torchvisionCase({ spec, height, width, batch = 1 }: Case) {
  const { weights, input, output } = torchvisionForward({ model: spec, height, width, batch, seed: 7 });
  const inputShape = [3, height, width] as const;
  const source = readSpec(spec);
  const found = readSafetensors(weights);
  if ('code' in found) throw new Error(JSON.stringify(found));
  const [graph] = check(source, { network: spec, inputShape }).networks;
  const { tensors } = matchWeights(tensorsOf(graph!), found);
  return { source, inputShape, weights: tensors!, file: found, input, output };
}

describe.skipIf(!hasTorch)('a model on ONNX Runtime equals torchvision', () => {
  it.each(cases)('$spec at $height×$width', async (each) => {
    const { source, inputShape, weights, input, output } = torchvisionCase(each);
    for (const fold of [false, true]) {
      const { run } = emitModelOf(source, { network: each.spec, inputShape, weights, fold });
      const result = await run({ shape: input.shape as never, data: input.data });
      expect(result.shape).toEqual(output.shape);
      expect(relativeDifference(result.data, output.data)).toBeLessThanOrEqual(1e-5);
    }
  });
});

describe.skipIf(!hasTorch || !hasOnnx)('the initialisers', () => {
  const each: Case = { spec: 'resnet18', height: 65, width: 64, batch: 3 };
  let made: ReturnType<typeof torchvisionCase>;
  beforeAll(() => {
    made = torchvisionCase(each);
  });
  const folder = mkdtempSync(join(tmpdir(), 'rnc-onnx-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ['inside the model', 2 ** 31, 1],
    ['in one file beside it', 2 ** 25, 3],
    ['in several files', 2 ** 24, 5],
  ])('%s are torchvision’s, bit by bit and in its order', async (_, largest, count) => {
    const { source, inputShape, weights, file, input, output } = made;
    const [graph] = check(source, { network: each.spec, inputShape }).networks;
    const { value: files } = emitModel(emissionOf(graph!, weights, {}), largest);
    expect(files.length).toBe(count);
    const place = mkdtempSync(join(folder, 'model-'));
    for (const { path, content } of files) writeFileSync(join(place, path), content);

    const args = ['initializers', '--model', join(place, 'resnet18.onnx'), '--out', place];
    const names = askOnnx<readonly string[]>(args);
    const state = torchvisionState('resnet18');
    expect(names).toEqual(state.map(({ name }) => name));
    for (const [index, name] of names.entries()) {
      const { shape, data } = readArray(join(place, `${index}.npy`));
      const right = file.get(name)!;
      expect(shape).toEqual(right.shape);
      expect(Buffer.compare(bytesOf(data), bytesOf(right.data))).toBe(0);
    }
    const result = await asModel(files).run({ shape: input.shape as never, data: input.data });
    expect(relativeDifference(result.data, output.data)).toBeLessThanOrEqual(1e-5);
  });
});

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array<ArrayBufferLike>): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);
