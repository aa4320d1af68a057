import type { CompletionItem } from 'vscode-languageserver';
import { CompletionItemKind, InsertTextFormat, MarkupKind } from 'vscode-languageserver';
import type { AttributeSpec } from '../ir/operator.ts';
import type { OperatorKind } from '../ir/operators.ts';
import { attributesOf, operatorOf } from '../ir/operators.ts';
import type { Entity } from '../linking/program.ts';
import type { Parameter } from '../parser/ast.ts';
import { isOptional, signatureOf, signatureOfOperator, writtenParameter } from './signatures.ts';
import type { VisibleName } from './typed-text.ts';

/** What is offered where something is typed: a completion without its place in the text. */
export type Proposal = Omit<CompletionItem, 'textEdit'>;

/** In the order in which they are shown: what is nearest first. */
export const Rank = { Nearest: 1, Local: 2, File: 3, Language: 4, Library: 5 } as const;
export type Rank = (typeof Rank)[keyof typeof Rank];

/** How far what is inserted goes on behind the word. */
export type Extent = 'word' | 'text' | 'snippet';

export function word(
  label: string,
  kind: CompletionItemKind,
  rank: Rank,
  more: Partial<Proposal> = {},
): Proposal {
  return { label, kind, sortText: `${rank} ${label}`, ...more };
}

export function operatorProposal(kind: OperatorKind, extent: Extent): Proposal {
  const { summary, usual } = operatorOf(kind);
  const required = attributesOf(kind).filter(([, spec]) => spec.positional && !isOptional(spec));
  const typical = usual === undefined ? required.map(([name, spec]) => typicalOf(name, spec)) : [usual];
  return word(kind, CompletionItemKind.Function, Rank.Language, {
    detail: signatureOfOperator(kind).text,
    documentation: summary,
    ...(typical.length === 0 ? {} : filledIn(`${kind} ${typical.map(hole).join(', ')}`, extent)),
  });
}

const hole = (text: string): string => `‹${text}›`;

function typicalOf(name: string, spec: AttributeSpec): string {
  return spec.type === 'extent' ? '3x3' : name;
}

/** A block or network that can be called; `as` is its name here. */
export function calledProposal(as: string, entity: Entity, rank: Rank, extent: Extent): Proposal {
  return word(as, CompletionItemKind.Class, rank, {
    ...described(entity),
    ...callSnippet(as, entity, extent),
  });
}

/** A block as a value: without its parentheses. */
export function entityProposal(as: string, entity: Entity, rank: Rank): Proposal {
  return word(as, CompletionItemKind.Class, rank, described(entity));
}

function described(entity: Entity): Partial<Proposal> {
  const { documentation } = entity.declaration;
  return {
    detail: signatureOf(entity).text,
    ...(documentation === undefined
      ? {}
      : { documentation: { kind: MarkupKind.Markdown, value: documentation } }),
  };
}

function callSnippet(name: string, { declaration }: Entity, extent: Extent): Partial<Proposal> {
  const required = declaration.parameters.filter((parameter) => parameter.default === undefined);
  return filledIn(`${name}(${required.map((parameter) => hole(parameter.name.text)).join(', ')})`, extent);
}

/** A text with places to fill in, one after the other: `‹name›`, `‹add|concat›`, and `▮` where the cursor ends. */
export function filledIn(text: string, extent: Extent): Partial<Proposal> {
  if (extent !== 'snippet') return {};
  let number = 0;
  const insertText = text
    .replaceAll('▮', '$0')
    .replaceAll(/‹([^›]*)›/g, (_, inside: string) =>
      inside.includes('|') ? `\${${++number}|${inside.replaceAll('|', ',')}|}` : `\${${++number}:${inside}}`,
    );
  return { insertText, insertTextFormat: InsertTextFormat.Snippet };
}

/** `stride `: an operator's argument by its name; a flag stands alone. */
export function attributeProposal(name: string, spec: AttributeSpec, extent: Extent): Proposal {
  const value = spec.type !== 'flag' && extent !== 'word';
  return word(name, CompletionItemKind.Property, Rank.Nearest, {
    detail: spec.type === 'flag' ? 'flag' : spec.type,
    documentation: spec.summary,
    ...(value ? { insertText: `${name} ` } : {}),
  });
}

/** `stride = ` in a call, `stride ` behind a stage. */
export function parameterProposal(
  parameter: Parameter,
  text: string,
  behind: string,
  extent: Extent,
): Proposal {
  const { documentation } = parameter;
  const name = parameter.name.text;
  return word(name, CompletionItemKind.Property, Rank.Nearest, {
    detail: writtenParameter(parameter, text),
    ...(documentation === undefined ? {} : { documentation }),
    ...(extent === 'word' ? {} : { insertText: name + behind }),
  });
}

export function localProposal({ name, kind, type }: VisibleName): Proposal {
  const what = kind === 'index' ? 'number of the round' : kind;
  return word(name, CompletionItemKind.Variable, Rank.Local, {
    detail: type === undefined ? what : `${what}: ${type}`,
  });
}
