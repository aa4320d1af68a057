import { fromBinary } from '@bufbuild/protobuf';
import type { Emission } from '../../../src/backends/targets.ts';
import { runOnnx } from '../../../src/cli/run-onnx.ts';
import type { OutputFile, TargetOptions, Weights } from '../../../src/index.ts';
import { compile } from '../../../src/index.ts';
import type { Graph } from '../../../src/ir/graph.ts';
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

/** What the target is given for a network, as the compiler gives it. */
export function emissionOf(graph: Graph, weights: Weights, options: TargetOptions): Emission {
  return {
    graph,
    weights,
    options,
    source: 'case.resnet',
    locate: ({ file }) => ({ file, line: 1, column: 1 }),
  };
}

/** What engines get wrong, and names that stand for two things or for none: nothing of it belongs into a model. */
export function troublesIn({ graph }: ModelProto): readonly string[] {
  const { node: nodes, initializer, input, output } = graph!;
  const windows = nodes.filter(({ opType }) => /^(Conv|MaxPool|AveragePool)$/.test(opType));
  const padding = windows.flatMap(({ name, attribute }) => {
    const pads = attribute.find((each) => each.name === 'pads')?.ints ?? [];
    const [top, left, bottom, right] = pads;
    return [
      ...attribute
        .filter((each) => /^(auto_pad|ceil_mode)$/.test(each.name))
        .map((each) => `${name} has ${each.name}`),
      ...(pads.length === 4 && top === bottom && left === right ? [] : [`${name} has the padding ${pads}`]),
    ];
  });
  const values = [...input, ...initializer]
    .map(({ name }) => name)
    .concat(nodes.flatMap((node) => node.output));
  const known = new Set(values);
  const used = [...nodes.flatMap((node) => node.input), ...output.map(({ name }) => name)];
  // What has no weights is a model to look at; an optional input that is left out has no name.
  const unknown = initializer.length === 0 ? [] : used.filter((name) => name !== '' && !known.has(name));
  return [
    ...padding,
    ...twice(values).map((name) => `two values are called ${name}`),
    ...twice(nodes.map(({ name }) => name)).map((name) => `two nodes are called ${name}`),
    ...unknown.map((name) => `nothing is called ${name}`),
  ];
}

const twice = (names: readonly string[]): readonly string[] => {
  const seen = new Set<string>();
  return names.filter((name) => seen.size === seen.add(name).size);
};
