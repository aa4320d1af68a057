import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { ModelProto, NodeProto, TensorProto } from '../../src/onnx-schema/onnx-ml_pb.js';
import {
  TensorProto_DataType as DataType,
  ModelProtoSchema,
  TensorProtoSchema,
} from '../../src/onnx-schema/onnx-ml_pb.js';
import { numbers } from '../ir/passes/programs.ts';
import type { ConformanceCase, SkippedCase } from './conformance-case.ts';
import { networkName } from './conformance-case.ts';
import { givenInputs, readModel } from './onnx-model.ts';
import type { OnnxTensor } from './onnx-tensor.ts';
import { elementsOf, readTensor } from './onnx-tensor.ts';
import { Refusal } from './refusal.ts';
import { translate } from './translate.ts';

const folder = fileURLToPath(new URL('networks/', import.meta.url));

/** ONNX's whole networks: `resnet50`, … */
export const networkNames: readonly string[] = readdirSync(folder)
  .filter((file) => file.endsWith('.onnx'))
  .map((file) => file.slice('light_'.length, -'.onnx'.length))
  .sort();

/** A whole network with random weights, and what ONNX Runtime makes of ONNX's own model with the same. */
export async function translateNetwork(name: string): Promise<ConformanceCase | SkippedCase> {
  const network = networkName('light', name);
  const light = fromBinary(ModelProtoSchema, readFileSync(`${folder}light_${name}.onnx`));
  const bytes = toBinary(ModelProtoSchema, withRandomWeights(light));
  const model = readModel(bytes);
  const [given] = givenInputs(model);
  const [asked] = model.graph.output;
  const dims = given!.type!.value.case === 'tensorType' ? given!.type!.value.value.shape!.dim : [];
  const shape = dims.map(({ value }) => Number(value.value));
  const next = numbers(3);
  const input = Float32Array.from({ length: elementsOf(shape) }, next);
  const session = await InferenceSession.create(bytes, { logSeverityLevel: 3 });
  const answer = (await session.run({ [given!.name]: new Tensor('float32', input, shape) }))[asked!.name]!;
  await session.release();
  const tensor = (extents: readonly number[], data: Float32Array): OnnxTensor => ({
    type: DataType.FLOAT,
    shape: extents,
    data: Float64Array.from(data),
  });
  const found = translate({
    network,
    model,
    example: {
      inputs: new Map([[given!.name, tensor(shape, input)]]),
      outputs: new Map([[asked!.name, tensor(answer.dims, answer.data as Float32Array)]]),
    },
  });
  const id = { suite: 'light', name } as const;
  return found instanceof Refusal ? { ...id, refusal: found } : { ...id, network, ...found };
}

/** The constants that stand for weights become initializers, and a softmax at the end goes. */
function withRandomWeights(light: ModelProto): ModelProto {
  const { graph } = light;
  const next = numbers(1);
  const nodes = graph!.node.filter((node) => !isConstant(node));
  // Behind the last layer a softmax hides differences: where one class has it all, the others are 0 whatever they were.
  const softmax = nodes.at(-1)!.opType === 'Softmax' ? nodes.pop() : undefined;
  const shapes = new Map(
    graph!.initializer.map((each) => [each.name, Array.from(readTensor(each)?.data ?? [])]),
  );
  const variances = new Set(
    graph!.node.filter(({ opType }) => opType === 'BatchNormalization').map(({ input }) => input[4]),
  );
  const weights = graph!.node.filter(isConstant).map((node) => {
    const [name] = node.output;
    const shape = shapes.get(node.input[0]!)!;
    return randomTensor(name!, shape, variances.has(name), next);
  });
  return {
    ...light,
    irVersion: 4n, // the first in which initializers need not be inputs
    graph: {
      ...graph!,
      node: nodes,
      output: graph!.output.map((each) =>
        softmax === undefined ? each : { ...each, name: softmax.input[0]! },
      ),
      initializer: [...graph!.initializer, ...weights],
    },
  };
}

const isConstant = ({ opType }: NodeProto): boolean => opType === 'ConstantOfShape';

/** A sum over a fan-in of such numbers stays about as large as its terms; variances lie between 0.3 and 2.3. */
function randomTensor(
  name: string,
  shape: readonly number[],
  isVariance: boolean,
  next: () => number,
): TensorProto {
  const bound = Math.sqrt(3 / Math.max(1, elementsOf(shape.slice(1))));
  const data = Float32Array.from({ length: elementsOf(shape) }, () =>
    isVariance ? 1.3 + next() : next() * bound,
  );
  return create(TensorProtoSchema, {
    name,
    dims: shape.map(BigInt),
    dataType: DataType.FLOAT,
    rawData: new Uint8Array(data.buffer),
  });
}
