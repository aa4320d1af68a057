import { readSpec } from '../corpus/specs.ts';
import { emitText } from './training.ts';

/** Dropout and crops at random: what a run that goes on has to repeat. */
export const tiny = `import { basic } from "std/residual"
network tiny(classes: int = 10, side: int = 16) {
  input 3 x side x side
  conv1: conv 3x3, 8
  bn1: batchnorm
  relu
  layer1: stage 1 x basic(8)
  layer2: stage 1 x basic(16), stride 2
  avgpool global
  dropout 0.2
  fc: linear classes
}
`;

/** Without batch normalisation, whose statistics are of a process's share alone. */
export const grouped = `block normed(width: int) {
  residual {
    conv1: conv 3x3, width
    norm1: groupnorm 2
    relu
    conv2: conv 3x3, width
    norm2: groupnorm 2
  } shortcut identity
  relu
}
network grouped {
  input 3 x 16 x 16
  conv1: conv 3x3, 8
  norm1: groupnorm 2
  relu
  layer1: stage 2 x normed(8)
  avgpool global
  fc: linear 10
}
`;

export const resnet20 = () => {
  const { text, name } = readSpec('resnet20');
  return emitText(text, name);
};
