import { diagnose } from '../../diagnostics/diagnose.ts';
import { summaryOf } from '../../emission/summary.ts';
import { version } from '../../generated/version.ts';
import { totalsOf } from '../../ir/cost.ts';
import { everyStep } from '../../ir/every-step.ts';
import { type Graph, inputShape, tensorsOf } from '../../ir/graph.ts';
import { forInference } from '../../ir/passes/for-inference.ts';
import { elements } from '../../ir/shape.ts';
import type { Emission, Target } from '../targets.ts';
import { encodeModel } from './encode.ts';
import { embedded, external } from './initializers.ts';
import { lower, type OnnxGraph } from './lower.ts';
import { type Description, modelOf } from './model.ts';

/** Bytes of weights that a model has inside: protobuf ends at 2 GiB, of which this leaves 128 MiB for the nodes. */
const mostInside = 2 ** 31 - 2 ** 27;

/** `rnc compile --target onnx`: the model, and beyond 2 GB its weights in files beside it. */
export const emitOnnx: Target = (emission) => emitModel(emission, mostInside);

/** The same with weights beside the model from another size on. */
export function emitModel(emission: Emission, largest: number): ReturnType<Target> {
  const { graph, weights, options } = emission;
  if (weights === undefined) {
    const reason = 'an ONNX model holds its weights, and none were given';
    const help = '`initialiseWeights` makes random ones';
    return {
      value: [],
      diagnostics: [diagnose('target/unsupported', { target: 'onnx', reason }, graph.source, { help })],
    };
  }
  const network = { graph, weights };
  const program = options.fold === true ? forInference(network) : network;
  const tensors = tensorsOf(program.graph);
  const bytes = 4 * tensors.reduce((sum, { shape }) => sum + elements(shape), 0);
  const path = `${graph.name}.onnx`;
  const { initializers, files } =
    bytes > largest
      ? external(tensors, program.weights, { name: `${path}.data`, largest })
      : embedded(tensors, program.weights);
  const model = modelOf(lower(program.graph), initializers, describeModel(emission));
  return { value: [{ path, content: encodeModel(model) }, ...files], diagnostics: [] };
}

/** What the model says about itself. */
export function describeModel({ graph, source, options, locate }: Emission): Description {
  const comments = commentsOf(graph);
  const { trainable, macs } = totalsOf(graph);
  return {
    name: graph.name,
    documentation: graph.documentation ?? summaryOf(graph),
    producerVersion: version,
    metadata: {
      source,
      network: graph.name,
      form: options.fold === true ? 'folded for inference' : 'training',
      input: inputShape(graph).join('×'),
      parameters: `${trainable}`,
      macs: `${macs}`,
    },
    documentationOf: ({ of }: OnnxGraph['nodes'][number]) => {
      const { file, line, column } = locate(of.source);
      const comment = comments.get(of.path);
      return [...(comment === undefined ? [] : [comment]), `${file}:${line}:${column}`].join('\n');
    },
  };
}

/** What the source says in `///` above the statement of an operator, by the operator's path. */
function commentsOf({ nodes, outline }: Graph): ReadonlyMap<string, string> {
  const steps = [...outline.definitions, outline.main].flatMap((definition) => everyStep(definition.steps));
  return new Map(
    steps.flatMap((step) =>
      step.kind === 'operator' && step.documentation !== undefined
        ? step.nodes.map((id) => [nodes[id]!.path, step.documentation!] as const)
        : [],
    ),
  );
}
