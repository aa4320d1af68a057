import { beforeAll, describe, expect, it } from 'vitest';
import {
  extractWeights,
  inference,
  loadWeights,
  type Operators,
  registerLayers,
  trainable,
} from '../../../templates/tfjs/runtime/runtime.js';
import { networks, operators } from './cases.ts';
import { build, inputShape, start, tf } from './engines.ts';
import { relativeError } from './oracle.ts';

beforeAll(() => start('cpu'));

/** A residual network with a grouped, a depthwise and a dilated convolution. */
function small<Value>(nn: Operators<Value>, x: Value): Value {
  const norm = { epsilon: 1e-5, momentum: 0.9 };
  let y = nn.conv(x, 'stem', { kernel: 3, filters: 8, pad: 1 });
  y = nn.relu(nn.batchnorm(y, 'stem_norm', norm));
  let z = nn.conv(y, 'block.conv1', { kernel: 3, filters: 8, pad: 1, groups: 2 });
  z = nn.relu(nn.batchnorm(z, 'block.bn1', norm));
  z = nn.conv(z, 'block.conv2', { kernel: 3, filters: 8, pad: 1, groups: 8 });
  z = nn.conv(z, 'block.conv3', { kernel: 3, filters: 8, pad: 2, dilation: 2 });
  z = nn.batchnorm(z, 'block.bn3', { ...norm, init: 'zeros' });
  y = nn.relu(nn.add(y, nn.dropPath(z, { rate: 0.2 })));
  y = nn.maxpool(y, { kernel: 3, stride: 2, pad: 1 });
  return nn.linear(nn.globalAvgpool(y), 'fc', { units: 2 });
}

describe('training', () => {
  it('lowers the loss, and the folded function then agrees with the model', async () => {
    const model = trainable(tf, 'small', [6, 7, 3], small);
    model.compile({ optimizer: tf.train.sgd(0.1), loss: 'meanSquaredError' });
    const x = tf.randomNormal([16, 6, 7, 3], 0, 1, 'float32', 1) as tf.Tensor4D;
    const y = tf.tidy(() => tf.stack([x.mean([1, 2, 3]), x.max([1, 2, 3])], 1));
    const { history } = await model.fit(x, y, { epochs: 12, batchSize: 8, shuffle: false, verbose: 0 });
    const losses = history.loss as number[];
    expect(losses.at(-1)!).toBeLessThan(losses[0]! / 3);

    const forward = inference(tf, await extractWeights(tf, model), [6, 7, 3], small);
    const expected = (model.predict(x) as tf.Tensor).dataSync();
    expect(relativeError(forward(x).dataSync(), [...expected])).toBeLessThan(1e-5);
  });

  it('moves the running statistics by 1 − momentum', async () => {
    const model = trainable(tf, 'norm', [2, 2, 1], (nn, x) =>
      nn.batchnorm(x, 'bn', { epsilon: 1e-5, momentum: 0.9 }),
    );
    model.compile({ optimizer: tf.train.sgd(0), loss: 'meanSquaredError' });
    // Mean 4, variance 5 over the batch’s four values; the statistics start at 0 and 1.
    const x = tf.tensor4d([1, 3, 5, 7], [1, 2, 2, 1]);
    await model.fit(x, x, { epochs: 1, verbose: 0 });
    const weights = await extractWeights(tf, model);
    expect(weights.get('bn.running_mean')!.data[0]).toBeCloseTo(0.4, 6);
    expect(weights.get('bn.running_var')!.data[0]).toBeCloseTo(0.9 * 1 + 0.1 * 5, 6);
  });

  it('drops whole samples in training and scales the survivors; in inference it does nothing', () => {
    const model = trainable(tf, 'drop', [2, 2, 3], (nn, x) => nn.dropPath(x, { rate: 0.25 }));
    const x = tf.ones([400, 2, 2, 3]);
    const rows = (model.apply(x, { training: true }) as tf.Tensor)
      .reshape([400, 12])
      .arraySync() as number[][];
    for (const row of rows) {
      expect(new Set(row).size).toBe(1);
      expect([0, 4 / 3]).toContainEqual(expect.closeTo(row[0]!, 5) as unknown as number);
    }
    const survivors = rows.filter((row) => row[0]! > 0).length;
    expect(survivors).toBeGreaterThan(250); // 300 expected, standard deviation 8.7
    expect(survivors).toBeLessThan(350);
    expect((model.predict(x) as tf.Tensor).dataSync().every((value) => value === 1)).toBe(true);
  });
});

describe('initial weights', () => {
  const spread = async (
    nn: (operators: Operators<tf.SymbolicTensor>, x: tf.SymbolicTensor) => tf.SymbolicTensor,
  ) => {
    const weights = await extractWeights(tf, trainable(tf, 'init', [4, 4, 16], nn));
    return (name: string) => {
      const values = [...weights.get(name)!.data];
      const squares = values.reduce((sum, value) => sum + value * value, 0) / values.length;
      return { deviation: Math.sqrt(squares), largest: Math.max(...values.map(Math.abs)) };
    };
  };

  it('are torchvision’s: he_normal over the fan-out, not cut at two standard deviations', async () => {
    const of = await spread((nn, x) => nn.conv(x, 'c', { kernel: 3, filters: 64 }));
    const sigma = Math.sqrt(2 / (64 * 9));
    expect(of('c.weight').deviation).toBeGreaterThan(0.95 * sigma);
    expect(of('c.weight').deviation).toBeLessThan(1.05 * sigma);
    expect(of('c.weight').largest).toBeGreaterThan(3 * sigma);
  });

  it('count the fan-in of a group', async () => {
    const of = await spread((nn, x) =>
      nn.conv(x, 'c', { kernel: 3, filters: 64, groups: 4, init: 'he_uniform' }),
    );
    const limit = Math.sqrt(6 / (4 * 9));
    expect(of('c.weight').largest).toBeLessThanOrEqual(limit);
    expect(of('c.weight').largest).toBeGreaterThan(0.95 * limit);
  });

  it('of linear layers are uniform in ±1 / √inputs, weight and bias', async () => {
    const of = await spread((nn, x) => nn.linear(x, 'fc', { units: 100 }));
    for (const name of ['fc.weight', 'fc.bias']) {
      expect(of(name).largest).toBeLessThanOrEqual(1 / 16);
      expect(of(name).largest).toBeGreaterThan(0.9 / 16);
    }
  });

  it('of a batchnorm and a layer scale are as written', async () => {
    const weights = await extractWeights(
      tf,
      trainable(tf, 'init', [4, 4, 2], (nn, x) =>
        nn.layerScale(nn.batchnorm(x, 'bn', { epsilon: 1e-5, momentum: 0.9, init: 'zeros' }), 'scale', {
          value: 0.5,
        }),
      ),
    );
    expect([...weights].map(([name, { shape, data }]) => [name, shape, [...data]])).toEqual([
      ['bn.weight', [2], [0, 0]],
      ['bn.bias', [2], [0, 0]],
      ['bn.running_mean', [2], [0, 0]],
      ['bn.running_var', [2], [1, 1]],
      ['scale', [2, 1, 1], [0.5, 0.5]],
    ]);
  });
});

describe('model.save and tf.loadLayersModel', () => {
  const all = [...operators, ...networks];

  it.each(all)('keep $title', async (each) => {
    const model = trainable(tf, 'network', inputShape(each), build(each));
    const x = tf.randomNormal([2, ...inputShape(each)]);
    let saved: tf.io.ModelArtifacts | undefined;
    await model.save(
      tf.io.withSaveHandler(async (artifacts) => {
        saved = artifacts;
        return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) };
      }),
    );
    registerLayers(tf);
    // Through text, as a file would hold it.
    const topology = JSON.parse(JSON.stringify(saved!.modelTopology)) as object;
    const loaded = await tf.loadLayersModel(tf.io.fromMemory({ ...saved!, modelTopology: topology }));
    const expected = (model.predict(x) as tf.Tensor).dataSync();
    expect([...(loaded.predict(x) as tf.Tensor).dataSync()]).toEqual([...expected]);

    const weights = await extractWeights(tf, loaded);
    expect([...weights.keys()].sort()).toEqual([...(await extractWeights(tf, model)).keys()].sort());
    loadWeights(tf, loaded, weights);
    model.dispose();
    loaded.dispose();
  });
});
