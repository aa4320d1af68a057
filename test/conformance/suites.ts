import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fromBinary } from '@bufbuild/protobuf';
import { TensorProtoSchema } from '../../src/onnx-schema/onnx-ml_pb.js';
import type { Example } from './attempt.ts';
import type { OnnxModel } from './onnx-model.ts';
import { givenInputs, readModel } from './onnx-model.ts';
import { readTensor } from './onnx-tensor.ts';

/** Where Debian's libonnx-testdata puts the cases of ONNX's backend suite. */
const folder = '/usr/share/libonnx-testdata/data';
const advice = 'ONNX’s own cases are missing; on Debian: apt-get install libonnx-testdata';

export const hasOnnxCases = existsSync(folder);
if (!hasOnnxCases) {
  if (process.env.CI === 'true') throw new Error(advice);
  console.warn(`conformance is not tested: ${advice}`);
}

/** The folders of the package. */
export const suites = ['node', 'pytorch-converted', 'pytorch-operator', 'simple', 'real'] as const;
export type Suite = (typeof suites)[number];

export interface OnnxCase {
  readonly suite: Suite;
  /** Its folder's name without `test_`. */
  readonly name: string;
  /** Undefined where the package holds only the address of the model. */
  readonly model: OnnxModel | undefined;
  readonly example: Example;
}

export function casesOf(suite: Suite): readonly OnnxCase[] {
  const names = readdirSync(`${folder}/${suite}`).sort();
  return names.map((name) => readCase(suite, name));
}

function readCase(suite: Suite, folderName: string): OnnxCase {
  const path = `${folder}/${suite}/${folderName}`;
  const name = folderName.replace(/^test_/, '');
  const empty: Example = { inputs: new Map(), outputs: new Map() };
  if (!existsSync(`${path}/model.onnx`)) return { suite, name, model: undefined, example: empty };
  const model = readModel(readFileSync(`${path}/model.onnx`));
  const read = (kind: 'input' | 'output', { name }: { readonly name: string }, index: number) => {
    const file = `${path}/test_data_set_0/${kind}_${index}.pb`;
    if (!existsSync(file)) return [name, undefined] as const;
    return [name, tensorIn(file)] as const;
  };
  const inputs = givenInputs(model).map((input, index) => read('input', input, index));
  const outputs = model.graph.output.map((output, index) => read('output', output, index));
  return { suite, name, model, example: { inputs: new Map(inputs), outputs: new Map(outputs) } };
}

/** Undefined for a sequence, or for what is no array of numbers. */
function tensorIn(file: string) {
  try {
    return readTensor(fromBinary(TensorProtoSchema, readFileSync(file)));
  } catch {
    return undefined;
  }
}
