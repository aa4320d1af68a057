/**
 * A spec as people write long ones: pairs of a block and a network that uses it, all of them different, about so many lines in all.
 */
export function specOfLines(lines: number): string {
  const pairs = Math.round(lines / linesOf(0).length);
  return [
    'import { bottleneck } from "std/residual"',
    ...Array.from({ length: pairs }, (_, number) => linesOf(number)).flat(),
    '',
  ].join('\n');
}

function linesOf(number: number): readonly string[] {
  const width = 16 + 8 * (number % 12);
  return `
/// Unit ${number}: 1×1, 3×3, 1×1.
block unit${number}(width: int, stride: int = 1, expansion: int = 4) {
  residual {
    conv1: conv 1x1, width
    bn1:   batchnorm
    relu
    conv2: conv 3x3, width, stride stride
    bn2:   batchnorm
    relu
    conv3: conv 1x1, width * expansion
    bn3:   batchnorm
  } shortcut projection as downsample
  relu
}

/// Network ${number}.
network net${number}(classes: int = 1000) {
  input 3 x 224 x 224
  stem {
    conv1: conv 7x7, ${width}, stride 2
    bn1:   batchnorm
    relu
    maxpool 3x3, stride 2
  }
  layer1: stage 3 x unit${number}(${width})
  layer2: stage 4 x unit${number}(${2 * width}), stride 2
  layer3: stage 6 x bottleneck(${4 * width}), stride 2
  // The last of them.
  layer4: stage 3 x bottleneck(${8 * width}), stride 2
  head {
    avgpool global
    fc: linear classes
  }
}`.split('\n');
}
