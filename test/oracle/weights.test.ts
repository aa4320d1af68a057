import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as TensorFlow from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it, test } from 'vitest';
import type { NumberArray } from '../../src/data/npy.ts';
import { looksLike } from '../../src/weights/looks-like.ts';
import { readSafetensors } from '../../src/weights/safetensors.ts';
import type { WeightTensor } from '../../src/weights/tensor.ts';
import { relativeError, tensorFlow } from '../backends/tfjs/run-spec.ts';
import { rnc } from '../cli/run-cli.ts';
import { temporaryFolder } from '../cli/temporary.ts';
import { hasH5py, type KerasLayer, kerasFile } from '../oracles/keras-file.ts';
import { hasTorch, torchvisionForward, torchvisionState } from '../oracles/python.ts';
import { sound } from '../weights/networks.ts';
import { kerasLayer, kerasResNet50 } from './keras-rendering.ts';

const specs = new URL('../../specs/', import.meta.url).pathname;

/** The tensors that two safetensors files do not have in common, bit for bit: NaN equals NaN, and 0 not −0. */
function differences(a: Uint8Array, b: Uint8Array): readonly string[] {
  const [one, other] = [a, b].map((bytes) => sound(readSafetensors(bytes)));
  const bits = ({ data }: WeightTensor) => Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return [...new Set([...one!.keys(), ...other!.keys()])].filter((name) => {
    const [left, right] = [one!.get(name), other!.get(name)];
    return !left || !right || `${left.shape}` !== `${right.shape}` || !bits(left).equals(bits(right));
  });
}

function convert(cwd: string, from: string, to: string, ...more: readonly string[]): void {
  const { status, stderr } = rnc(['weights', 'convert', from, to, ...more], { cwd });
  if (status !== 0) throw new Error(stderr);
}

/** How far from `output` a model is that `tf.loadLayersModel`, and nothing of rnc's, read from a folder. */
async function distance(folder: string, input: NumberArray, output: NumberArray): Promise<number> {
  const tf = await tensorFlow('wasm');
  const json = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8')) as TensorFlow.io.ModelJSON;
  const model = await tf.loadLayersModel({
    load: () =>
      tf.io.getModelArtifactsForJSON(json, async (manifest) => {
        const files = manifest.flatMap(({ paths }) => paths.map((path) => readFileSync(join(folder, path))));
        return [manifest.flatMap(({ weights }) => weights), new Uint8Array(Buffer.concat(files)).buffer];
      }),
  });
  const batch = tf.tensor4d(input.data as Float32Array, input.shape as [number, number, number, number]);
  const result = model.predict(tf.transpose(batch, [0, 2, 3, 1])) as TensorFlow.Tensor;
  const relative = relativeError(await result.data(), output.data);
  model.dispose();
  return relative;
}

describe.skipIf(!hasTorch)('torchvision’s weights through rnc', () => {
  it.each([
    { name: 'resnet18', height: 97, width: 64 },
    { name: 'mobilenet_v2', height: 97, width: 64 },
  ])(
    '$name: bit for bit through every format and back, and tf.loadLayersModel computes the same',
    async (network) => {
      const folder = temporaryFolder();
      const { weights, input, output } = torchvisionForward({ model: network.name, seed: 5, ...network });
      writeFileSync(join(folder, 'in.safetensors'), weights);
      const spec = join(specs, `${network.name}.resnet`);
      const fit = ['--spec', spec, '--input-shape', `3x${network.height}x${network.width}`];
      convert(folder, 'in.safetensors', 'copy.safetensors', ...fit);
      convert(folder, 'copy.safetensors', 'shards/x.safetensors.index.json', '--shards', '5MB');
      convert(folder, 'shards/x.safetensors.index.json', 'keras.safetensors', '--names', 'keras', ...fit);
      convert(folder, 'keras.safetensors', 'model', ...fit);
      convert(folder, 'model/model.json', 'back.safetensors');
      const onnx = ['--target', 'onnx', '--weights', 'in.safetensors', '-o', 'onnx'];
      expect(rnc(['compile', spec, ...onnx], { cwd: folder })).toMatchObject({ status: 0 });
      convert(folder, `onnx/${network.name}.onnx`, 'onnx.safetensors');
      for (const file of ['copy', 'back', 'onnx'])
        expect(differences(readFileSync(join(folder, `${file}.safetensors`)), weights)).toEqual([]);
      expect(await distance(join(folder, 'model'), input, output)).toBeLessThanOrEqual(1e-5);
    },
  );

  it('resnet50 as a TensorFlow.js model computes the same', async () => {
    const folder = temporaryFolder();
    const size = { height: 71, width: 100 };
    const { weights, input, output } = torchvisionForward({ model: 'resnet50', seed: 6, ...size });
    writeFileSync(join(folder, 'in.safetensors'), weights);
    const fit = ['--spec', join(specs, 'resnet50.resnet'), '--input-shape', `3x${size.height}x${size.width}`];
    convert(folder, 'in.safetensors', 'model', ...fit);
    expect(await distance(join(folder, 'model'), input, output)).toBeLessThanOrEqual(1e-5);
  });

  test.each([
    ['resnet50', ['resnet50', 'resnet50_v1']],
    ['densenet121', ['densenet121']],
    ['convnext_tiny', ['convnext_tiny']],
    ['shufflenet_v2_x1_0', []],
  ])('torchvision’s %s looks like %j, also in a wrapper', (model, names) => {
    const state = torchvisionState(model);
    for (const wrapper of ['', 'module.']) {
      const tensors = new Map<string, WeightTensor>(
        state.map(({ name, shape }) => [wrapper + name, { shape, data: new Float32Array() }]),
      );
      expect(looksLike(tensors)).toEqual(names);
    }
  });
});

describe.skipIf(!hasH5py)('Keras’s ResNet50', () => {
  let layers: readonly KerasLayer[];
  beforeAll(async () => {
    // The layers that Keras's own code makes, translated by hand, with its names, order and shapes.
    const model = kerasResNet50(await tensorFlow('cpu'), [64, 64, 3]);
    const paths = pathsOfLayers();
    layers = model.layers.map((layer) => ({
      layer: layer.name,
      class: layer.getClassName().toLowerCase(),
      path: paths.get(layer.name) ?? '',
      variables: Object.fromEntries(
        layer.weights.map(({ originalName, shape }) => [
          originalName.slice(originalName.lastIndexOf('/') + 1),
          shape as number[],
        ]),
      ),
    }));
  });

  test('its .h5 becomes torch’s layout and the spec’s names, bit for bit, and fits --weights', () => {
    const folder = temporaryFolder();
    const { h5, expected } = kerasFile(layers, 'weights');
    writeFileSync(join(folder, 'resnet50.h5'), h5);
    const spec = join(specs, 'keras_resnet50.resnet');
    for (const [to, ...more] of [['named.safetensors'], ['fitted.safetensors', '--spec', spec]] as const) {
      convert(folder, 'resnet50.h5', to, ...more);
      expect(differences(readFileSync(join(folder, to)), expected)).toEqual([]);
    }
    const inspected = rnc(['weights', 'inspect', 'resnet50.h5'], { cwd: folder });
    expect(inspected.stdout).toContain('keras_resnet50 (specs/keras_resnet50.resnet)');
    const wrong = rnc(
      ['compile', join(specs, 'resnet50.resnet'), '--target', 'tfjs', '--weights', 'resnet50.h5'],
      { cwd: folder },
    );
    expect(wrong).toMatchObject({ status: 1 });
    expect(wrong.stderr).toContain('53 tensors, such as `conv1.bias`');
  });
});

/** By Keras's name of a layer: where rnc's specs have it. */
function pathsOfLayers(): ReadonlyMap<string, string> {
  const inBlock = ['conv1', 'bn1', 'conv2', 'bn2', 'conv3', 'bn3', 'downsample.0', 'downsample.1'];
  const blocks = [3, 4, 6, 3].flatMap((count, stage) =>
    Array.from({ length: count }, (_, block) => `layer${stage + 1}.${block}`),
  );
  const paths = [
    'conv1',
    'bn1',
    'fc',
    ...blocks.flatMap((block) => inBlock.map((part) => `${block}.${part}`)),
  ];
  return new Map(paths.map((path) => [kerasLayer(path), path]));
}
