import { type Adversary, filled, repeated, word } from '../adversary.ts';

export const imports: readonly Adversary[] = [
  {
    name: 'imports of files that are missing',
    text: (bytes) => filled(bytes, '', (i) => `import {a} from "./${word(i)}.resnet"\n`),
  },
  {
    name: 'imports of the library that are missing',
    text: (bytes) => filled(bytes, '', (i) => `import {a} from "std/${word(i)}"\n`),
  },
  { name: 'imports of one library file', text: repeated('import {basic} from "std/residual"\n') },
  {
    name: 'an import of many names',
    text: (bytes) => filled(bytes, 'import {', (i) => `${word(i)},`, 'a} from "std/residual"\n'),
  },
  {
    name: 'imports of one file',
    text: (bytes) => filled(bytes, '', (i) => `import {b as ${word(i)}} from "./b.resnet"\n`),
    files: () => new Map([['./b.resnet', 'block b() {relu}\n']]),
  },
  {
    name: 'imports of one large file',
    text: repeated('import {b} from "./b.resnet"\n'),
    files: (bytes) => new Map([['./b.resnet', filled(bytes, '', (i) => `block ${word(i)}() {relu}\n`)]]),
  },
  {
    name: 'imports of one file with errors',
    text: repeated('import {b} from "./b.resnet"\n'),
    files: () => new Map([['./b.resnet', 'block {relu\n']]),
  },
  {
    name: 'imports of large files',
    text: (bytes) => filled(bytes, '', (i) => `import {b} from "./b${i}.resnet"\n`),
    files: (bytes) => {
      const text = filled(bytes, '', (i) => `block ${word(i)}() {relu}\n`);
      return new Map(Array.from({ length: 255 }, (_, i) => [`./b${i}.resnet`, text]));
    },
  },
];
