import type * as TensorFlow from '@tensorflow/tfjs';

type Tf = typeof TensorFlow;
type Symbolic = TensorFlow.SymbolicTensor;

/**
 * keras.applications.resnet and resnet_v2 (Keras 2 and 3 agree), translated line by line to tfjs-layers: the layers, their
 * order, names and numbers are Keras's own. Nothing here comes from rnc.
 */
export function kerasResNet50(tf: Tf, shape: [number, number, number]): TensorFlow.LayersModel {
  const k = layersOf(tf);
  const input = tf.input({ shape });
  let x = k.pad(input, 3, 'conv1_pad');
  x = k.conv(x, 64, 7, 2, true, 'conv1_conv');
  x = k.relu(k.bn(x, 'conv1_bn'));
  x = k.pad(x, 1, 'pool1_pad');
  x = k.maxpool(x, 3, 2);
  const block1 = (
    inputs: Symbolic,
    filters: number,
    stride: number,
    convShortcut: boolean,
    name: string,
  ): Symbolic => {
    let shortcut = inputs;
    if (convShortcut) {
      shortcut = k.conv(inputs, 4 * filters, 1, stride, true, `${name}_0_conv`);
      shortcut = k.bn(shortcut, `${name}_0_bn`);
    }
    let y = k.conv(inputs, filters, 1, stride, true, `${name}_1_conv`);
    y = k.relu(k.bn(y, `${name}_1_bn`));
    y = k.same(y, filters, 3, `${name}_2_conv`);
    y = k.relu(k.bn(y, `${name}_2_bn`));
    y = k.conv(y, 4 * filters, 1, 1, true, `${name}_3_conv`);
    y = k.bn(y, `${name}_3_bn`);
    return k.relu(k.add(shortcut, y));
  };
  const stack1 = (
    inputs: Symbolic,
    filters: number,
    blocks: number,
    stride1: number,
    name: string,
  ): Symbolic => {
    let y = block1(inputs, filters, stride1, true, `${name}_block1`);
    for (let i = 2; i <= blocks; i++) y = block1(y, filters, 1, false, `${name}_block${i}`);
    return y;
  };
  x = stack1(x, 64, 3, 1, 'conv2');
  x = stack1(x, 128, 4, 2, 'conv3');
  x = stack1(x, 256, 6, 2, 'conv4');
  x = stack1(x, 512, 3, 2, 'conv5');
  return tf.model({ inputs: input, outputs: k.top(x) });
}

export function kerasResNet50V2(tf: Tf, shape: [number, number, number]): TensorFlow.LayersModel {
  const k = layersOf(tf);
  const input = tf.input({ shape });
  let x = k.pad(input, 3, 'conv1_pad');
  x = k.conv(x, 64, 7, 2, true, 'conv1_conv');
  x = k.pad(x, 1, 'pool1_pad');
  x = k.maxpool(x, 3, 2);
  const block2 = (
    inputs: Symbolic,
    filters: number,
    stride: number,
    convShortcut: boolean,
    name: string,
  ): Symbolic => {
    const preact = k.relu(k.bn(inputs, `${name}_preact_bn`));
    const shortcut = convShortcut
      ? k.conv(preact, 4 * filters, 1, stride, true, `${name}_0_conv`)
      : stride > 1
        ? k.maxpool(inputs, 1, stride)
        : inputs;
    let y = k.conv(preact, filters, 1, 1, false, `${name}_1_conv`);
    y = k.relu(k.bn(y, `${name}_1_bn`));
    y = k.pad(y, 1, `${name}_2_pad`);
    y = k.conv(y, filters, 3, stride, false, `${name}_2_conv`);
    y = k.relu(k.bn(y, `${name}_2_bn`));
    y = k.conv(y, 4 * filters, 1, 1, true, `${name}_3_conv`);
    return k.add(shortcut, y);
  };
  const stack2 = (
    inputs: Symbolic,
    filters: number,
    blocks: number,
    stride1: number,
    name: string,
  ): Symbolic => {
    let y = block2(inputs, filters, 1, true, `${name}_block1`);
    for (let i = 2; i < blocks; i++) y = block2(y, filters, 1, false, `${name}_block${i}`);
    return block2(y, filters, stride1, false, `${name}_block${blocks}`);
  };
  x = stack2(x, 64, 3, 2, 'conv2');
  x = stack2(x, 128, 4, 2, 'conv3');
  x = stack2(x, 256, 6, 2, 'conv4');
  x = stack2(x, 512, 3, 1, 'conv5');
  x = k.relu(k.bn(x, 'post_bn'));
  return tf.model({ inputs: input, outputs: k.top(x) });
}

function layersOf(tf: Tf) {
  const apply = (layer: TensorFlow.layers.Layer, x: Symbolic | Symbolic[]): Symbolic =>
    layer.apply(x) as Symbolic;
  const conv2d = (
    filters: number,
    kernelSize: number,
    strides: number,
    useBias: boolean,
    padding: 'valid' | 'same',
    name: string,
  ) => tf.layers.conv2d({ filters, kernelSize, strides, useBias, padding, name, kernelInitializer: 'zeros' });
  return {
    pad: (x: Symbolic, by: number, name: string) => apply(tf.layers.zeroPadding2d({ padding: by, name }), x),
    conv: (x: Symbolic, filters: number, kernel: number, stride: number, bias: boolean, name: string) =>
      apply(conv2d(filters, kernel, stride, bias, 'valid', name), x),
    same: (x: Symbolic, filters: number, kernel: number, name: string) =>
      apply(conv2d(filters, kernel, 1, true, 'same', name), x),
    bn: (x: Symbolic, name: string) =>
      apply(tf.layers.batchNormalization({ axis: 3, epsilon: 1.001e-5, name }), x),
    relu: (x: Symbolic) => apply(tf.layers.activation({ activation: 'relu' }), x),
    maxpool: (x: Symbolic, poolSize: number, strides: number) =>
      apply(tf.layers.maxPooling2d({ poolSize, strides }), x),
    add: (a: Symbolic, b: Symbolic) => apply(tf.layers.add(), [a, b]),
    top: (x: Symbolic) => {
      const pooled = apply(tf.layers.globalAveragePooling2d({}), x);
      const dense = tf.layers.dense({
        units: 1000,
        activation: 'softmax',
        name: 'predictions',
        kernelInitializer: 'zeros',
      });
      return apply(dense, pooled);
    },
  };
}

/** Keras's layer for one of our tensor paths: `layer2.0.conv1` is `conv3_block1_1_conv`. */
export function kerasLayer(path: string): string {
  const block = /^layer(\d)\.(\d+)\.(.+)$/.exec(path);
  if (block === null) return { conv1: 'conv1_conv', bn1: 'conv1_bn', fc: 'predictions' }[path] ?? path;
  const prefix = `conv${Number(block[1]) + 1}_block${Number(block[2]) + 1}`;
  const inner = block[3]!;
  if (inner === 'downsample.0') return `${prefix}_0_conv`;
  if (inner === 'downsample.1') return `${prefix}_0_bn`;
  if (inner === 'preact_bn') return `${prefix}_preact_bn`;
  const numbered = /^(conv|bn)(\d)$/.exec(inner);
  return `${prefix}_${numbered?.[2]}_${numbered?.[1]}`;
}
