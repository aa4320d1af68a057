import { fromBinary } from '@bufbuild/protobuf';
import { runOnnx } from '../../../src/cli/run-onnx.ts';
import type { OutputFile, TargetOptions, Weights } from '../../../src/index.ts';
import { compile } from '../../../src/index.ts';
import { type ModelProto, ModelProtoSchema } from '../../../src/onnx-schema/onnx-ml_pb.js';
import type { Batch } from '../../../src/reference/run.ts';

export interface Source {
  readonly name: string;
  readonly text: string;
}

export interface EmittedModel {
  readonly files: readonly OutputFile[];
  readonly model: ModelProto;
  /** The model on ONNX Runtime's CPU engine, as `rnc run` does it. */
  readonly run: (input: Batch) => ReturnType<typeof runOnnx>;
}

/** What `rnc compile --target onnx` writes. Throws where it refuses. */
export function emitModelOf(
  source: Source,
  options: TargetOptions & {
    readonly network?: string;
    readonly inputShape?: readonly [number, number, number];
    readonly weights: Weights;
  },
): EmittedModel {
  const { files, diagnostics } = compile(source, { ...options, target: 'onnx' });
  if (files.length === 0) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return asModel(files);
}

export function asModel(files: readonly OutputFile[]): EmittedModel {
  const { path, content } = files[0]!;
  const name = path.replace(/\.onnx$/, '');
  return {
    files,
    model: fromBinary(ModelProtoSchema, content as Uint8Array),
    run: ({ shape, data }) => runOnnx(files, name, { shape, data: Float32Array.from(data) }),
  };
}
