import type * as TensorFlow from '@tensorflow/tfjs';
import { emit } from '../compile.ts';
import { tfjsRuntime } from '../generated/tfjs-runtime.ts';
import type { OutputFile } from '../index.ts';
import type { ChosenNetwork } from './choose-network.ts';
import { loadTensorFlow, withEmittedModule } from './emitted-tfjs.ts';
import type { Weights } from './weights.ts';

export interface LayersModelFiles {
  readonly files: readonly OutputFile[];
  /** Layers of rnc's runtime that `tf.loadLayersModel` knows only once they are registered. */
  readonly customLayers: readonly string[];
}

/**
 * A network with its weights as TensorFlow.js saves a layers model: `model.json` and its shards. The topology is what
 * the emitted module builds, so that training code, inference and this file describe one network.
 */
export async function layersModelFiles(
  { graph, origin }: ChosenNetwork,
  weights: Weights,
  shardBytes: number,
): Promise<LayersModelFiles> {
  const tf = await loadTensorFlow('a TensorFlow.js model', 'cpu');
  const { value: files } = emit(graph, { target: 'tfjs' }, origin);
  const artifacts = await withEmittedModule(files, graph.name, async ({ createModel }) => {
    const model = createModel(tf, { weights });
    let saved: TensorFlow.io.ModelArtifacts | undefined;
    await model.save(
      tf.io.withSaveHandler(async (given) => {
        saved = given;
        return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(given) };
      }),
    );
    model.dispose();
    return saved!;
  });
  const data = new Uint8Array(tf.io.CompositeArrayBuffer.join(artifacts.weightData!));
  const count = Math.max(1, Math.ceil(data.length / shardBytes));
  const shards = Array.from({ length: count }, (_, index) => ({
    path: `group1-shard${index + 1}of${count}.bin`,
    content: data.subarray(index * shardBytes, (index + 1) * shardBytes),
  }));
  const model = {
    format: 'layers-model',
    generatedBy: artifacts.generatedBy,
    convertedBy: null,
    modelTopology: artifacts.modelTopology,
    weightsManifest: [{ paths: shards.map(({ path }) => path), weights: artifacts.weightSpecs }],
  };
  const customLayers = customLayersIn(artifacts.modelTopology as Topology);
  const runtime =
    customLayers.length === 0
      ? []
      : [...tfjsRuntime].map(([path, content]) => ({ path: `runtime/${path}`, content }));
  return {
    files: [{ path: 'model.json', content: `${JSON.stringify(model)}\n` }, ...shards, ...runtime],
    customLayers,
  };
}

interface Topology {
  readonly config: { readonly layers: readonly { readonly class_name: string }[] };
}

/** The classes of the runtime's own layers are the static names in its layers.js. */
function customLayersIn({ config }: Topology): readonly string[] {
  const own = new Set(
    [...(tfjsRuntime.get('layers.js') ?? '').matchAll(/static className = '(\w+)'/g)].map(
      ([, name]) => name!,
    ),
  );
  return [...new Set(config.layers.map((layer) => layer.class_name))].filter((name) => own.has(name));
}
