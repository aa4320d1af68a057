import { keywords } from '../../../../src/parser/tokens.ts';
import { network, type SpecCase } from '../spec-case.ts';

/** Each stands before a wrong name, which is reported too. */
const missing = (name: string, lines: string, answer: Exclude<SpecCase['answer'], 'fine'>): SpecCase => ({
  row: 'P missing-token',
  name,
  source: network(lines, 'cnv 3x3, 8'),
  answer: { errors: 2, ...answer, ...(answer.mended && { mended: network(answer.mended, 'cnv 3x3, 8') }) },
});

const missingToken: readonly SpecCase[] = [
  missing('a comma', 'conv 3x3 ⟦64⟧', {
    code: 'syntax/unexpected',
    says: 'put a `,`',
    mended: 'conv 3x3, 64',
  }),
  missing('a comma before a named argument', 'conv 3x3, 64 ⟦stride⟧ 2', {
    code: 'syntax/unexpected',
    mended: 'conv 3x3, 64, stride 2',
  }),
  missing('a comma in a list', 'let a = [8 ⟦16⟧]\n  conv 3x3, a[0]', {
    code: 'syntax/unexpected',
    mended: 'let a = [8, 16]\n  conv 3x3, a[0]',
  }),
  missing('a colon', '⟦conv1⟧ conv 3x3, 64', { code: 'name/unknown', mended: 'conv1: conv 3x3, 64' }),
  missing('an equals sign', 'let width ⟦64⟧\n  conv 3x3, width', {
    code: 'syntax/unexpected',
    says: '`=`',
    mended: 'let width = 64\n  conv 3x3, width',
  }),
  {
    row: 'P missing-token',
    name: 'the equals sign of a default',
    source: `block wide(n: int ⟦8⟧) {\n  conv 3x3, n\n}\n${network('wide()', 'cnv 3x3, 8')}`,
    answer: {
      code: 'syntax/unexpected',
      errors: 2,
      mended: `block wide(n: int = 8) {\n  conv 3x3, n\n}\n${network('wide()', 'cnv 3x3, 8')}`,
    },
  },
  {
    row: 'P missing-token',
    name: 'the parentheses of a block',
    source: `block wide ⟦{⟧ relu }\n${network('wide()', 'cnv 3x3, 8')}`,
    answer: {
      code: 'syntax/unexpected',
      errors: 2,
      mended: `block wide() { relu }\n${network('wide()', 'cnv 3x3, 8')}`,
    },
  },
  {
    row: 'P missing-token',
    name: 'the parentheses of a call',
    source: `block wide() { relu }\n${network('⟦wide⟧', 'cnv 3x3, 8')}`,
    answer: {
      code: 'name/not-an-operator',
      errors: 2,
      mended: `block wide() { relu }\n${network('wide()', 'cnv 3x3, 8')}`,
    },
  },
  {
    row: 'P missing-token',
    name: 'the x of a stage',
    source: `import { basic } from "std/residual"\n${network('stage 2 ⟦basic⟧(8)', 'cnv 3x3, 8')}`,
    answer: {
      code: 'syntax/unexpected',
      errors: 2,
      says: '`stage N x block(…)`',
      mended: `import { basic } from "std/residual"\n${network('stage 2 x basic(8)', 'cnv 3x3, 8')}`,
    },
  },
  {
    row: 'P missing-token',
    name: '`from` of an import',
    source: `import { basic } ⟦"std/residual"⟧\n${network('basic(8)', 'cnv 3x3, 8')}`,
    answer: {
      code: 'syntax/unexpected',
      errors: 2,
      says: '`from`',
      mended: `import { basic } from "std/residual"\n${network('basic(8)', 'cnv 3x3, 8')}`,
    },
  },
];

const keywordNames: readonly SpecCase[] = [...keywords].flatMap((word) => {
  const answer = (of: (name: string) => string): SpecCase['answer'] => ({
    code: 'syntax/keyword-as-name',
    says: `\`${word}\` is a keyword`,
    mended: of(`${word}_`),
  });
  const value = (name: string): string => network(`let ${name} = 8`, 'relu');
  const parameter = (name: string): string => `block wide(${name}: int) { relu }\n${network('wide(8)')}`;
  const block = (name: string): string => `block ${name}() { relu }\n${network('relu')}`;
  return [value, parameter, block].map((of) => ({
    row: 'P keyword-name',
    name: `${word} as a ${of.name}`,
    source: of(`⟦${word}⟧`),
    answer: answer(of),
  }));
});

export const tokens: readonly SpecCase[] = [missingToken, keywordNames].flat();
