import { diagnose } from '../../diagnostics/diagnose.ts';
import { tensorsOf } from '../../ir/graph.ts';
import { forInference } from '../../ir/passes/for-inference.ts';
import { elements } from '../../ir/shape.ts';
import type { Emission, Target } from '../targets.ts';
import { descriptionOf } from './description.ts';
import { encodeModel } from './encode.ts';
import { embedded, external } from './initializers.ts';
import { lower } from './lower.ts';
import { modelOf } from './model.ts';

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
  const model = modelOf(lower(program.graph), initializers, descriptionOf(emission));
  return { value: [{ path, content: encodeModel(model) }, ...files], diagnostics: [] };
}
