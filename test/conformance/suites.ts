import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fromBinary } from '@bufbuild/protobuf';
import { TensorProtoSchema } from '../../src/onnx-schema/onnx-ml_pb.js';
import { inTemporaryFolder, python } from '../oracles/python.ts';
import type { Example } from './attempt.ts';
import type { OnnxModel } from './onnx-model.ts';
import { givenInputs, readModel } from './onnx-model.ts';
import type { OnnxTensor } from './onnx-tensor.ts';
import { readTensor } from './onnx-tensor.ts';
import { Refusal } from './refusal.ts';

/** Where Debian's libonnx-testdata puts the cases of ONNX's backend suite. */
const folder = '/usr/share/libonnx-testdata/data';
const advice =
  'ONNX’s own cases are missing, or Python’s onnx beside PyTorch; on Debian: apt-get install libonnx-testdata python3-onnx python3-torch';

/** PyTorch exports its modules by itself, and the onnx package writes the examples. */
const canExport = python !== undefined && spawnSync(python, ['-c', 'import onnx']).status === 0;

export const hasOnnxCases = existsSync(folder) && canExport;
if (!hasOnnxCases) {
  if (process.env.CI === 'true') throw new Error(advice);
  console.warn(`conformance is not tested: ${advice}`);
}

/** The folders of the package. */
const packaged = ['node', 'pytorch-converted', 'pytorch-operator', 'simple', 'real'] as const;

/** With PyTorch's own tests of its modules, which PyTorch exports when they are asked for. */
export const suites = [...packaged, 'pytorch-modules'] as const;
export type Suite = (typeof suites)[number];

export interface OnnxCase {
  readonly suite: Suite;
  /** Its folder's name without `test_`. */
  readonly name: string;
  /** A refusal where there is no model. */
  readonly model: OnnxModel | Refusal;
  readonly example: Example;
}

export function casesOf(suite: Suite): readonly OnnxCase[] {
  if (suite !== 'pytorch-modules') return casesIn(`${folder}/${suite}`, suite);
  return inTemporaryFolder((exported) => {
    execFileSync(python!, ['-B', exporter, exported], { stdio: ['ignore', 'ignore', 'pipe'] });
    return casesIn(exported, suite);
  });
}

const exporter = fileURLToPath(new URL('exported_modules_oracle.py', import.meta.url));

const casesIn = (path: string, suite: Suite): readonly OnnxCase[] =>
  readdirSync(path)
    .sort()
    .map((name) => readCase(`${path}/${name}`, { suite, name: name.replace(/^test_/, '') }));

function readCase(path: string, id: Pick<OnnxCase, 'suite' | 'name'>): OnnxCase {
  const empty: Example = { inputs: new Map(), outputs: new Map() };
  if (existsSync(`${path}/refused.txt`)) {
    const model = new Refusal('export', readFileSync(`${path}/refused.txt`, 'utf8'));
    return { ...id, model, example: empty };
  }
  if (!existsSync(`${path}/model.onnx`))
    return { ...id, model: new Refusal('file', 'only the address of the model'), example: empty };
  const model = readModel(readFileSync(`${path}/model.onnx`));
  const read = (kind: 'input' | 'output', values: readonly { readonly name: string }[]) =>
    new Map(values.map(({ name }, index) => [name, tensorIn(`${path}/test_data_set_0/${kind}_${index}.pb`)]));
  const example = { inputs: read('input', givenInputs(model)), outputs: read('output', model.graph.output) };
  return { ...id, model, example };
}

/** Undefined for a sequence, or for what is no array of numbers. */
function tensorIn(file: string): OnnxTensor | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return readTensor(fromBinary(TensorProtoSchema, readFileSync(file)));
  } catch {
    return undefined;
  }
}
