/**
 * The language's grammar as a small tree, read from the Chevrotain grammar itself, so that what is printed and drawn
 * from it cannot say anything else than what the parser does.
 */
import type { ISerializedGast, TokenType } from 'chevrotain';
import { ResnetParser } from '../src/parser/grammar.ts';
import { expectationProvider } from '../src/parser/syntax-errors.ts';
import { allTokens } from '../src/parser/tokens.ts';

export type Production =
  | { readonly kind: 'sequence'; readonly items: readonly Production[] }
  | { readonly kind: 'choice'; readonly items: readonly Production[] }
  | { readonly kind: 'optional'; readonly item: Production }
  | {
      readonly kind: 'repeat';
      readonly item: Production;
      readonly separator: Production | undefined;
      readonly atLeast: 0 | 1;
    }
  /** A token that is always spelled the same. */
  | { readonly kind: 'literal'; readonly text: string }
  /** A token of many spellings: Identifier, Integer, Word, … */
  | { readonly kind: 'token'; readonly name: string }
  | { readonly kind: 'rule'; readonly name: string };

export interface Rule {
  readonly name: string;
  readonly production: Production;
}

export function rules(): readonly Rule[] {
  return new ResnetParser(expectationProvider)
    .getSerializedGastProductions()
    .map((rule) => rule as SerializedRule)
    .filter(({ name }) => !isRecovery(name))
    .map(({ name, definition }) => ({ name, production: sequence(definition) }));
}

/** Rules that only catch what does not belong where it stands, so that one error does not hide the next. */
function isRecovery(rule: string): boolean {
  return rule.startsWith('stray');
}

type Serialized = ISerializedGast & {
  readonly name?: string;
  readonly separator?: Serialized;
  readonly definition: readonly ISerializedGast[];
};
type SerializedRule = Serialized & { readonly name: string };

function sequence(definition: readonly ISerializedGast[]): Production {
  const items = definition.map((item) => convert(item as Serialized));
  return items.length === 1 ? items[0]! : { kind: 'sequence', items };
}

function convert(gast: Serialized): Production {
  const inside = (): Production => sequence(gast.definition);
  const repeat = (atLeast: 0 | 1): Production => ({
    kind: 'repeat',
    item: inside(),
    separator: gast.separator && convert(gast.separator),
    atLeast,
  });
  switch (gast.type) {
    case 'Terminal':
      return terminal(gast.name!);
    case 'NonTerminal':
      return { kind: 'rule', name: gast.name! };
    case 'Alternative':
      return inside();
    case 'Alternation':
      return choice(gast.definition as readonly Serialized[]);
    case 'Option':
      return { kind: 'optional', item: inside() };
    case 'Repetition':
    case 'RepetitionWithSeparator':
      return repeat(0);
    case 'RepetitionMandatory':
    case 'RepetitionMandatoryWithSeparator':
      return repeat(1);
    case 'Rule':
      throw new Error('a rule inside a rule');
  }
}

/** An alternative without anything in it makes the others optional. */
function choice(alternatives: readonly Serialized[]): Production {
  const kept = alternatives.filter(
    ({ definition }) => definition.length > 0 && !isRecovery((definition[0] as Serialized).name ?? ''),
  );
  const items = kept.map(convert);
  const all: Production = items.length === 1 ? items[0]! : { kind: 'choice', items };
  const hasEmpty = alternatives.some(({ definition }) => definition.length === 0);
  return hasEmpty ? { kind: 'optional', item: all } : all;
}

function terminal(name: string): Production {
  const type = allTokens.find((token) => token.name === name);
  return typeof type?.PATTERN === 'string' && type.CATEGORIES !== undefined
    ? { kind: 'literal', text: type.PATTERN }
    : { kind: 'token', name };
}

/** The spellings of a category's members, for those that have but one. */
export function spellings(category: TokenType): readonly string[] {
  return allTokens
    .filter((type) => type.CATEGORIES?.includes(category) && typeof type.PATTERN === 'string')
    .map((type) => String(type.PATTERN));
}
