import { Command, InvalidArgumentError } from 'commander';
import { print } from './terminal.ts';
import { createFile } from './write-file.ts';

export function initCommand(): Command {
  return new Command('init')
    .summary('start a new spec')
    .description('Writes NAME.resnet, a small residual network to change.')
    .argument('[name]', 'the network’s name', parseName, 'mynet')
    .addHelpText(
      'after',
      '\nExamples:\n  rnc init mynet && rnc check mynet.resnet && rnc report mynet.resnet',
    )
    .action(async (name: string) => {
      const path = `${name}.resnet`;
      await createFile(path, starter(name));
      print(`wrote ${path}; next:\n  rnc check ${path}\n  rnc report ${path}\n`);
    });
}

function parseName(text: string): string {
  if (!/^[A-Za-z_]\w{0,63}$/.test(text)) {
    throw new InvalidArgumentError('A network’s name has letters, digits and _, and starts with a letter.');
  }
  return text;
}

const starter = (
  name: string,
): string => `/// ${name}: a small residual network for 32×32 pictures. Change it, then \`rnc check ${name}.resnet\`.
import { basic } from "std/residual"

network ${name}(classes: int = 10) {
  input 3 x 32 x 32

  stem {
    conv1: conv 3x3, 16
    bn1:   batchnorm
    relu
  }

  layer1: stage 3 x basic(16)
  layer2: stage 3 x basic(32), stride 2
  layer3: stage 3 x basic(64), stride 2

  head {
    avgpool global
    fc: linear classes
  }
}
`;
