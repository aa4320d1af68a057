import type { Location } from '../diagnostics/diagnostic.ts';
import { plural } from '../diagnostics/wording.ts';
import { showValue, type Value } from '../ir/value.ts';
import { everyStatement, statementsIn } from '../linking/statements.ts';
import type { Declaration, Parameter, Statement } from '../parser/ast.ts';
import type { Analysis } from './analysis.ts';

const mostShown = 8;

/** `64, 128, 256 and 512, in 8 instances`: what a name is worth, in the order in which that was found. */
export function showValues(values: readonly (Value | undefined)[]): string | undefined {
  const known = values.flatMap((value) => (value === undefined ? [] : [showValue(value)]));
  const different = [...new Set(known)];
  const more = different.length - mostShown;
  const shown = different.slice(0, mostShown).map((text) => `\`${text}\``);
  if (shown.length === 0) return undefined;
  const list = [...shown, ...(more > 0 ? [`and ${plural(more, 'other value')}`] : [])].join(', ');
  return known.length === 1 ? list : `${list} in ${plural(known.length, 'instance')}`;
}

export interface FoundParameter {
  readonly declaration: Declaration;
  readonly parameter: Parameter;
  /** The text of its file. */
  readonly text: string;
}

/** The parameter that is declared at a place. */
export function parameterAt({ program }: Analysis, { file, span }: Location): FoundParameter | undefined {
  const module = program.modules.find((candidate) => candidate.file.name === file);
  for (const declaration of module?.module.declarations ?? []) {
    const parameter = declaration.parameters.find(({ name }) => name.span.start === span.start);
    if (parameter !== undefined) return { declaration, parameter, text: module!.file.text };
  }
  return undefined;
}

export function valuesOfParameter(
  { networks }: Analysis,
  { declaration, parameter }: FoundParameter,
): readonly (Value | undefined)[] {
  return networks.flatMap(({ observations }) =>
    (observations?.instances.get(declaration) ?? []).map(({ parameters }) =>
      parameters.get(parameter.name.text),
    ),
  );
}

/** The `let` that is declared at a place of the document. */
export function letAt(
  { root }: Analysis,
  { span }: Location,
): Extract<Statement, { kind: 'let' }> | undefined {
  for (const declaration of root.module.declarations)
    for (const statement of everyStatement(statementsIn(declaration)))
      if (statement.kind === 'let' && statement.name.span.start === span.start) return statement;
  return undefined;
}

export function valuesOfLet({ networks }: Analysis, statement: Statement): readonly (Value | undefined)[] {
  return networks.flatMap(({ observations }) =>
    (observations?.statements.get(statement) ?? []).map(({ value }) => value),
  );
}
