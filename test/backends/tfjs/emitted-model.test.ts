import type * as TensorFlow from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { check, compile } from '../../../src/index.ts';
import { tensorsOf } from '../../../src/ir/graph.ts';
import { initialiseWeights } from '../../../src/weights/initialise.ts';
import { type EmittedModule, importEmitted, relativeError, type Tf, tensorFlow } from './run-spec.ts';

interface Trainable extends EmittedModule {
  createTiny(tf: Tf, options?: object): TensorFlow.LayersModel;
  extractWeights(tf: Tf, model: TensorFlow.LayersModel): Promise<ReadonlyMap<string, unknown>>;
}

/** Every construct that changes how code is written: stages, shortcuts, values by name, gates, branches, repeats, holes in labels. */
const tiny = `
import { basic } from "std/residual"

/// A block with a value by name, an \`if\` that instances decide differently, and a gate.
block unit(width: int, stride: int = 1) {
  residual {
    norm: batchnorm
    preact: relu
    conv: conv 3x3, width, stride stride
    se: gate { avgpool global; fc: conv 1x1, width, bias; sigmoid }
  } shortcut {
    if stride > 1 or in.channels != width { from preact; 0: conv 1x1, width, stride stride }
  }
}

network tiny(classes: int = 4) {
  input 3 x 9 x 10
  stem { conv1: conv 3x3, 8; bn1: batchnorm; relu }
  layer1: stage 2 x basic(8)
  layer2: stage 2 x basic(12), stride 2
  layer3: stage 2 x unit(12)
  layer4: stage 2 x unit(16), stride 2 on last
  mix: branches concat {
    path { }
    pool: path { maxpool 3x3, stride 1; 0: conv 1x1, 4 }
    wide: path { 0: conv 3x3, 8, groups 4; 1: conv 3x3, 8, groups 8, dilation 2 }
  }
  repeat i in 2 { dense{i + 1}: { norm: batchnorm; relu; conv: conv 3x3, 28 } }
  head { avgpool global; fc: linear classes }
}
`;

const source = { name: 'tiny.resnet', text: tiny };

describe('an emitted module', () => {
  it('has layers named by tensor paths, learns, and computes the same in both forms', async () => {
    const checked = check(source);
    expect(checked.diagnostics).toEqual([]);
    const weights = initialiseWeights(tensorsOf(checked.networks[0]!), 0);
    const { files } = compile(source, { target: 'tfjs', weights });
    const { module, remove } = await importEmitted<Trainable>(files, 'tiny.js');
    const tf = await tensorFlow('cpu');
    const model = module.createTiny(tf, { weights });
    const paths = new Set([...weights.keys()].map((name) => name.slice(0, name.lastIndexOf('.'))));
    const owning = model.layers.filter((layer) => layer.weights.length > 0).map((layer) => layer.name);
    expect(new Set(owning)).toEqual(paths);

    const x = tf.randomNormal([8, 9, 10, 3], 0, 1, 'float32', 1) as TensorFlow.Tensor4D;
    const labels = tf.oneHot(tf.tensor1d([0, 1, 2, 3, 0, 1, 2, 3], 'int32'), 4);
    model.compile({
      optimizer: tf.train.adam(0.01),
      loss: (truth, logits) => tf.losses.softmaxCrossEntropy(truth, logits),
    });
    const history = await model.fit(x, labels, { epochs: 5, batchSize: 8, verbose: 0 });
    const losses = history.history.loss as number[];
    expect(losses.at(-1)!).toBeLessThan(losses[0]! * 0.8);

    const trained = (await module.extractWeights(tf, model)) as typeof weights;
    expect([...trained.keys()].sort()).toEqual([...weights.keys()].sort());
    const forward = module.createInference(tf, trained);
    const expected = await (model.predict(x) as TensorFlow.Tensor).data();
    expect(relativeError(await forward(x).data(), expected)).toBeLessThanOrEqual(1e-5);
    remove();
  });

  it('takes the number of classes and the input’s size as options', async () => {
    const { module, remove } = await importEmitted<Trainable>(
      compile(source, { target: 'tfjs' }).files,
      'tiny.js',
    );
    const tf = await tensorFlow('cpu');
    const model = module.createTiny(tf, { classes: 7, inputShape: [32, 20, 3] });
    expect(model.outputs[0]!.shape).toEqual([null, 7]);
    expect(model.inputs[0]!.shape).toEqual([null, 32, 20, 3]);
    remove();
  });

  // The parts of the README that depend on where a network ends, tried as they are written.
  it.each([
    ['avgpool global; fc: linear 4', '4'],
    ['avgpool global; fc: linear 4; softmax', '4'],
    ['up: conv 1x1, 4; softmax', '6, 8, 4'],
  ])('its README says how to train what ends in %s', async (end, shape) => {
    const text = `network tiny { input 3 x 6 x 8; c: conv 3x3, 5; relu; ${end} }`;
    const { files } = compile({ name: 'tiny.resnet', text }, { target: 'tfjs' });
    const readme = String(files.find(({ path }) => path === 'README.md')!.content);
    expect(readme).toContain(`[N, 6, 8, 3] → [N, ${shape}]\n`);
    const { module, remove } = await importEmitted<Trainable>(files, 'tiny.js');
    const tf = await tensorFlow('cpu');
    const model = module.createTiny(tf, {});
    expect(model.outputs[0]!.shape.slice(1).join(', ')).toBe(shape);
    const written = /^model\.compile\((.*)\);$/m.exec(readme)![1]!;
    model.compile(new Function('tf', `return ${written}`)(tf));
    const pictures = tf.zeros([2, 6, 8, 3]);
    const labels = tf.oneHot(
      tf.zeros([2, ...(model.outputs[0]!.shape.slice(1, -1) as number[])], 'int32'),
      4,
    );
    const output = model.predict(pictures) as TensorFlow.Tensor;
    const probabilities = end.endsWith('softmax') ? output : tf.softmax(output);
    const [loss] = await probabilities.gather([0], -1).log().mean().neg().data();
    const [found] = await (model.evaluate(pictures, labels) as TensorFlow.Scalar).data();
    expect(found).toBeCloseTo(loss!, 5);
    remove();
  });

  it('says so where TensorFlow.js’s recursion over layers goes too deep', async () => {
    const text = 'network deep {\n  input 1 x 1 x 1\n  repeat i in 9000 { relu }\n}\n';
    const { files } = compile({ name: 'deep.resnet', text }, { target: 'tfjs' });
    const { module, remove } = await importEmitted<{ createDeep(tf: Tf): unknown }>(files, 'deep.js');
    const tf = await tensorFlow('cpu');
    expect(() => module.createDeep(tf)).toThrow('deep is too deep for TensorFlow.js’s models');
    remove();
  });

  it('is written the same, byte for byte, every time', () => {
    const once = compile(source, { target: 'tfjs' }).files;
    expect(compile(source, { target: 'tfjs' }).files).toEqual(once);
  });
});
