/**
 * The TextMate grammar that editors highlight by. Operators, arguments, choices and keywords come from the compiler's own
 * tables. Oniguruma's regular expressions see one line at a time, so what needs more than that (is `c` a parameter?) is
 * left to the language server.
 */

import type { OperatorKind } from '../src/ir/operators.ts';
import { operatorNames, operatorOf } from '../src/ir/operators.ts';
import { functionNames } from '../src/linking/names.ts';
import { keywords } from '../src/parser/tokens.ts';

interface Pattern {
  readonly name?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly include?: string;
  readonly captures?: Captures;
  readonly beginCaptures?: Captures;
  readonly endCaptures?: Captures;
  readonly patterns?: readonly Pattern[];
}
type Captures = Readonly<Record<string, { readonly name?: string; readonly patterns?: readonly Pattern[] }>>;

/** Keywords whose scope is not keyword.control. */
const scopes: readonly (readonly [scope: string, words: readonly string[]])[] = [
  ['storage.type', ['block', 'network', 'let']],
  ['keyword.control.import', ['import']],
  ['keyword.operator.word', ['and', 'or', 'not']],
  ['constant.language.boolean', ['true', 'false']],
];

const attributes = [...operatorNames].flatMap((name) =>
  Object.entries(operatorOf(name as OperatorKind).attributes),
);
const words = (list: Iterable<string>): string => `(?:${[...new Set(list)].join('|')})`;
const word = '[A-Za-z_][A-Za-z0-9_]*';
const name = (scope: string): { readonly name: string } => ({ name: `${scope}.resnet` });
const matching = (scope: string, match: string): Pattern => ({ ...name(scope), match });
const include = (...keys: readonly string[]): readonly Pattern[] =>
  keys.map((key) => ({ include: `#${key}` }));

function repository(): Readonly<Record<string, Pattern>> {
  const special = scopes.flatMap(([, list]) => list);
  const flags = attributes.filter(([, spec]) => spec.type === 'flag').map(([flag]) => flag);
  const choices = attributes.flatMap(([, spec]) => (spec.type === 'choice' ? spec.choices : []));
  return {
    comments: {
      patterns: [
        matching('comment.block.documentation', '///.*$'),
        // `c//16` divides; the parser asks the same of what stands on both sides.
        matching('comment.line.double-slash', String.raw`(?<![A-Za-z0-9_)\]])//.*$|//(?![A-Za-z0-9_(]).*$`),
      ],
    },
    strings: {
      ...name('string.quoted.double'),
      begin: '"',
      end: '"|$',
      patterns: [
        matching('constant.character.escape', String.raw`\\(?:[nt"\\]|u\{[0-9A-Fa-f]{1,6}\})`),
        matching('invalid.illegal.escape', String.raw`\\.`),
      ],
    },
    imports: {
      begin: String.raw`\b(import)\b`,
      beginCaptures: { 1: name('keyword.control.import') },
      end: String.raw`("[^"]*("|$))|(?=\b(?:block|network)\b)`,
      endCaptures: { 1: name('string.quoted.double') },
      patterns: [
        ...include('comments'),
        matching('keyword.control.import', String.raw`\b(?:from|as)\b`),
        matching('entity.name.function', word),
        ...include('punctuation'),
      ],
    },
    declarations: {
      begin: String.raw`\b(block|network)\b[ \t]+(${word})`,
      beginCaptures: { 1: name('storage.type'), 2: name('entity.name.function') },
      end: String.raw`(?=[{=])|^(?=\s*(?:import|block|network)\b)`,
      patterns: include('comments', 'parameters'),
    },
    parameters: {
      begin: String.raw`\(`,
      beginCaptures: { 0: name('punctuation.section.parens.begin') },
      end: String.raw`\)|(?=\{)`,
      endCaptures: { 0: name('punctuation.section.parens.end') },
      patterns: [
        ...include('comments', 'parentheses'),
        {
          match: String.raw`\b(${word})[ \t]*(:)[ \t]*(int|float|bool|string|block)\b`,
          captures: {
            1: name('variable.parameter'),
            2: name('punctuation.separator'),
            3: name('support.type'),
          },
        },
        matching('variable.parameter', String.raw`\b${word}(?=[ \t]*(?:=(?!=)|[,)]))`),
        ...include('expression'),
      ],
    },
    // To the line's end at most, so that a parenthesis not yet closed does not colour the rest of the file.
    parentheses: {
      begin: String.raw`\(`,
      beginCaptures: { 0: name('punctuation.section.parens.begin') },
      end: String.raw`\)|$`,
      endCaptures: { 0: name('punctuation.section.parens.end') },
      patterns: [
        matching('variable.parameter', String.raw`\b${word}(?=[ \t]*=(?!=))`),
        ...include('expression'),
      ],
    },
    labels: {
      match: String.raw`(?<![A-Za-z0-9_}])((?:[A-Za-z0-9_]|\{[^{}]*\})+)[ \t]*(:)`,
      captures: {
        1: { ...name('entity.name.tag.label'), patterns: include('hole') },
        2: name('punctuation.separator'),
      },
    },
    hole: {
      match: String.raw`(\{)([^{}]*)(\})`,
      captures: {
        1: name('punctuation.section.embedded.begin'),
        2: { ...name('meta.embedded'), patterns: include('expression') },
        3: name('punctuation.section.embedded.end'),
      },
    },
    statements: {
      patterns: [
        {
          match: String.raw`\b(defaults)[ \t]+(${words(operatorNames)})[ \t]*(:)`,
          captures: {
            1: name('keyword.control'),
            2: name('support.function.operator'),
            3: name('punctuation.separator'),
          },
        },
        {
          match: String.raw`\b(shortcut)[ \t]+(?:(identity|none|zero_pad(?:[ \t]+split)?|projection(?:[ \t]+always)?)\b)`,
          captures: { 1: name('keyword.control'), 2: name('support.constant') },
        },
        {
          match: String.raw`\b(as|from)[ \t]+([A-Za-z0-9_]+)`,
          captures: { 1: name('keyword.control'), 2: name('entity.name.tag.label') },
        },
        {
          match: String.raw`\b(repeat)[ \t]+(${word})[ \t]+(in)\b`,
          captures: { 1: name('keyword.control'), 2: name('variable.other'), 3: name('keyword.control') },
        },
      ],
    },
    expression: {
      patterns: include('comments', 'strings', 'numbers', 'parentheses', 'names', 'operators', 'punctuation'),
    },
    numbers: {
      patterns: [
        matching(
          'constant.numeric',
          String.raw`(?:(?<![A-Za-z0-9_])|(?<=[0-9]x))[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?`,
        ),
        matching('keyword.operator.extent', '(?<=[0-9])x|(?<![A-Za-z0-9_])x(?![A-Za-z0-9_])|×'),
      ],
    },
    names: {
      patterns: [
        {
          match: String.raw`\b(in|join)(\.)(channels|height|width|stride)\b`,
          captures: {
            1: name('variable.language'),
            2: name('punctuation.accessor'),
            3: name('variable.other.member'),
          },
        },
        ...scopes.map(([scope, list]) => matching(scope, String.raw`\b${words(list)}\b`)),
        matching(
          'keyword.control',
          String.raw`\b${words([...keywords].filter((keyword) => !special.includes(keyword)))}\b`,
        ),
        // `stride 2` and `pad (1, 1, 0, 0)`, but not the second one of `stride stride`.
        matching(
          'entity.other.attribute-name',
          String.raw`\b${words(attributes.map(([key]) => key))}\b(?=[ \t]*\(|[ \t]+[A-Za-z0-9_"])(?![ \t]+(?:and|or|on|as|x)\b)`,
        ),
        matching('entity.other.attribute-name', String.raw`\b${words(flags)}\b(?=[ \t]*(?:[,;}]|//|$))`),
        matching('support.constant', String.raw`\b${words([...choices, 'same'])}\b`),
        matching('support.function.builtin', String.raw`\b${words(functionNames)}\b(?=[ \t]*\()`),
        matching('support.function.operator', String.raw`\b${words(operatorNames)}\b`),
        matching('entity.name.function', String.raw`\b${word}(?=[ \t]*\()`),
        matching('variable.other', word),
      ],
    },
    operators: {
      patterns: [
        matching('keyword.operator.comparison', '==|!=|<=|>=|<|>'),
        matching('keyword.operator.assignment', '='),
        matching('keyword.operator.arithmetic', String.raw`//|[+\-*/%]`),
      ],
    },
    punctuation: {
      patterns: [
        matching('punctuation.separator', '[,;:]'),
        matching('punctuation.accessor', String.raw`\.`),
        matching('punctuation.section', String.raw`[{}()\[\]]`),
      ],
    },
  };
}

export function textMateGrammar(): string {
  const grammar = {
    $schema: 'https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json',
    comment: 'Generated by `npm run grammar` from scripts/grammar-textmate.ts; not for editing.',
    name: 'resnet',
    scopeName: 'source.resnet',
    fileTypes: ['resnet'],
    patterns: include('comments', 'imports', 'declarations', 'statements', 'labels', 'expression'),
    repository: repository(),
  };
  return `${JSON.stringify(grammar, undefined, 2)}\n`;
}
