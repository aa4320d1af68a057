import { attributesOf, type OperatorKind, operatorNames, operators } from '../../../src/ir/operators.ts';
import { functionNames } from '../../../src/linking/names.ts';
import { allTokens } from '../../../src/parser/tokens.ts';

/** Words that chance would take long to spell; libFuzzer puts them into inputs. */
export function dictionaryOf(target: string): readonly string[] {
  switch (target) {
    case 'parse':
    case 'check':
      return languageWords();
    default:
      return formatWords[target] ?? [];
  }
}

function languageWords(): readonly string[] {
  const kinds = Object.keys(operators) as OperatorKind[];
  return [
    ...allTokens.flatMap(({ PATTERN: pattern }) => (typeof pattern === 'string' ? [pattern] : [])),
    ...operatorNames,
    ...kinds.flatMap((kind) => attributesOf(kind).map(([name]) => name)),
    ...functionNames,
    ...['int', 'float', 'bool', 'string', 'in.channels', 'in.height', 'join.channels', 'join.stride'],
    ...[
      'projection',
      'identity',
      'zero_pad',
      'none',
      'always',
      '"std/residual"',
      '"./b.resnet"',
      '\x1c',
      '///',
      '\u2028',
    ],
  ];
}

const tensorWords = [
  '__metadata__',
  '__proto__',
  'dtype',
  'shape',
  'data_offsets',
  '"F32"',
  '"BF16"',
  '"I64"',
  '"U8"',
  '1e999',
  '9007199254740993',
];

const formatWords: Readonly<Record<string, readonly string[]>> = {
  safetensors: tensorWords,
  json: [
    ...[
      'weight_map',
      'weightsManifest',
      'paths',
      'weights',
      'quantization',
      'modelTopology',
      'class_name',
      '"float32"',
      '"int32"',
    ],
    ...[
      'a.safetensors',
      'b.safetensors',
      'a.bin',
      'b.bin',
      'limits',
      'lint',
      'image',
      'choices',
      'algorithm',
      'adapter',
      'report',
    ],
    ...tensorWords,
  ],
  onnx: ['location', 'offset', 'length', 'a.bin', 'b.bin', '\x08\x07', '\x2a', '\x3a'],
  hdf5: [
    ...[
      'TREE',
      'SNOD',
      'HEAP',
      'OHDR',
      'OCHK',
      'FRHP',
      'FHDB',
      'FHIB',
      'BTHD',
      'BTLF',
      'BTIN',
      'GCOL',
      'FADB',
      'FAHD',
    ],
    ...['layer_names', 'weight_names', 'vars', 'name', 'model_weights', '\xff\xff\xff\xff\xff\xff\xff\xff'],
  ],
  numbers: ['descr', 'fortran_order', 'shape', 'True', 'False', "'<f4'", "'<f2'", "'|i1'", '(1, 2)', '()'],
  picture: [
    'IHDR',
    'PLTE',
    'IDAT',
    'IEND',
    'tRNS',
    '\xff\xc0',
    '\xff\xc2',
    '\xff\xc4',
    '\xff\xda',
    '\xff\xdb',
    '\xff\xdd',
    '\xff\xd9',
  ],
};

/** libFuzzer's form of a word. */
export function dictionaryLine(word: string): string {
  const text = Buffer.from(word, /^[\0-\xff]*$/.test(word) ? 'latin1' : 'utf8');
  return `"${[...text].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')}"\n`;
}
