import type { Code } from '../../../src/diagnostics/catalogue.ts';
import { adversaries } from '../limits/adversaries.ts';

/** Resource bombs in the text of a spec, and what each is answered with. */
export interface ResourceCase {
  readonly name: string;
  readonly text: string;
  /** The one error; undefined where the file is right. */
  readonly code?: Code;
  readonly says?: string;
}

const network = (body: string, input = '3 x 8 x 8'): string => `network n {\ninput ${input}\n${body}\n}\n`;
const adversary = (name: string): string => adversaries.find((one) => one.name === name)!.text(1 << 20);

export const resourceCases: readonly ResourceCase[] = [
  ...(
    [
      ['1000000000000', 'limit/steps', '200,000'],
      ['999999999999999999999', 'syntax/number', 'too large'],
      ['-1', 'value/range', 'a whole number of at least 0'],
      ['2.5', 'value/type', 'a whole number of at least 0'],
    ] as const
  ).map(([count, code, says]) => ({
    name: `repeat ${count}`,
    text: network(`repeat i in ${count} { relu }\nrelu`),
    code,
    says,
  })),
  { name: 'repeat 0', text: network('repeat i in 0 { relu }\nrelu') },
  {
    name: 'billion laughs through stages',
    text: adversary('billion laughs through stages'),
    code: 'limit/operators',
    says: '50,000',
  },
  {
    name: 'billion laughs of nothing',
    text: adversary('billion laughs of nothing'),
    code: 'limit/steps',
    says: '200,000',
  },
  {
    name: 'channels that double to 2⁶⁰',
    text: network('branches concat { path { } path { } }\n'.repeat(60)),
    code: 'limit/dimension',
    says: '16,777,216',
  },
  {
    name: 'an input of 10¹² pixels',
    text: network('relu', '3 x 1000000 x 1000000'),
    code: 'limit/tensor',
    says: '8,589,934,592',
  },
  {
    name: '10⁹ filters',
    text: network('conv 3x3, 1000000000'),
    code: 'limit/dimension',
    says: '1,000,000,000',
  },
  { name: 'every layer joined to all before it', text: adversary('dense connections'), code: 'limit/tokens' },
  { name: 'a chain of 10⁶ layers', text: network('repeat i in 1000000 { relu }'), code: 'limit/steps' },
  { name: 'a chain of 49,999 layers', text: network('repeat i in 49999 { relu }') },
  {
    name: 'names near to many others',
    text: adversary('unknown names near many known ones'),
    code: 'name/unknown',
    says: 'is not',
  },
];
