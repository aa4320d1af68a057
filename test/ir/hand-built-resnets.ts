import type { Graph, NodeId } from '../../src/ir/graph.ts';
import type { GraphBuilder } from './build-graph.ts';
import { buildGraph } from './build-graph.ts';

type Unit = 'basic' | 'bottleneck';

/** torchvision's resnet18, 34, 50 and so on (stride on the 3×3), node by node; `gated` adds squeeze-and-excitation as timm does. */
export function handBuiltResnet(name: string, unit: Unit, depths: readonly number[], gated = false): Graph {
  const build = buildGraph(name, [3, 224, 224]);
  build.within('part', { name: 'stem' }, () => {
    convolution(build, '1', 7, 64, 2);
    build.op('relu', 'relu');
    build.op('maxpool', 'maxpool', { kernel: [3, 3], stride: [2, 2] });
  });
  let channels = 64;
  depths.forEach((count, stage) => {
    const label = `layer${stage + 1}`;
    const width = 64 * 2 ** stage;
    const output = unit === 'basic' ? width : 4 * width;
    build.within('stage', { name: label, label, count }, () => {
      for (let index = 0; index < count; index++) {
        const stride = index === 0 && stage > 0 ? 2 : 1;
        build.within('block', { name: unit, label: `${index}`, index }, () =>
          block(build, unit, { width, channels, output, stride, gated }),
        );
        channels = output;
      }
    });
  });
  build.within('part', { name: 'head' }, () => {
    build.op('avgpool', 'avgpool', { global: true });
    build.op('linear', 'fc', { units: 1000 });
  });
  return build.done();
}

interface BlockShape {
  readonly width: number;
  readonly channels: number;
  readonly output: number;
  readonly stride: number;
  readonly gated: boolean;
}

function block(build: GraphBuilder, unit: Unit, shape: BlockShape): void {
  const { width, channels, output, stride, gated } = shape;
  const start = build.last();
  build.within('residual', { name: 'residual' }, () => {
    let path = start;
    let shortcut = start;
    build.within('path', { name: 'path' }, () => {
      if (unit === 'basic') {
        convolution(build, '1', 3, width, stride);
        build.op('relu', 'relu');
        path = convolution(build, '2', 3, width, 1);
      } else {
        convolution(build, '1', 1, width, 1);
        build.op('relu', 'relu');
        convolution(build, '2', 3, width, stride);
        build.op('relu', 'relu2');
        path = convolution(build, '3', 1, output, 1);
      }
      if (gated) path = gate(build, output);
    });
    if (stride !== 1 || channels !== output)
      build.within('shortcut', { name: 'shortcut', label: 'downsample' }, () => {
        build.op('conv', '0', { kernel: [1, 1], filters: output, stride: [stride, stride] }, [start]);
        shortcut = build.op('batchnorm', '1');
      });
    build.op('add', 'add', {}, [path, shortcut]);
  });
  build.op('relu', 'relu');
}

function gate(build: GraphBuilder, channels: number): NodeId {
  const value = build.last();
  let factor = value;
  build.within('gate', { name: 'gate', label: 'se' }, () => {
    build.op('avgpool', 'pool', { global: true });
    build.op('conv', 'fc1', { kernel: [1, 1], filters: channels / 16, bias: true });
    build.op('relu', 'relu');
    build.op('conv', 'fc2', { kernel: [1, 1], filters: channels, bias: true });
    factor = build.op('sigmoid', 'sigmoid');
  });
  return build.op('multiply', 'multiply', {}, [value, factor]);
}

function convolution(
  build: GraphBuilder,
  number: string,
  kernel: number,
  filters: number,
  stride: number,
): NodeId {
  build.op('conv', `conv${number}`, { kernel: [kernel, kernel], filters, stride: [stride, stride] });
  return build.op('batchnorm', `bn${number}`);
}
