import type { DocumentSymbol, SymbolInformation } from 'vscode-languageserver';
import { SymbolKind } from 'vscode-languageserver';
import type { Span } from '../diagnostics/diagnostic.ts';
import { bodiesOf, statementsIn } from '../linking/statements.ts';
import type { Declaration, Label, Statement } from '../parser/ast.ts';
import type { Analysis } from './analysis.ts';
import { rangeOf } from './places.ts';

const longestDetail = 60;

/** What a document declares, and the labelled statements, parts and stages in it. */
export function documentSymbols(analysis: Analysis): DocumentSymbol[] {
  return analysis.root.module.declarations.map((declaration) => {
    const { name, span } = declaration;
    const header = { start: name.span.end, end: headerEnd(declaration) };
    return symbolOf(
      analysis,
      name.text,
      kindOf(declaration),
      span,
      name.span,
      header,
      statementsIn(declaration),
    );
  });
}

/** The same in a list, for editors that show no tree. */
export function flatSymbols(analysis: Analysis): SymbolInformation[] {
  const list: SymbolInformation[] = [];
  const add = (symbols: readonly DocumentSymbol[], containerName: string | undefined): void => {
    for (const { name, kind, range, children } of symbols) {
      list.push({
        name,
        kind,
        location: { uri: analysis.uri, range },
        ...(containerName && { containerName }),
      });
      add(children ?? [], name);
    }
  };
  add(documentSymbols(analysis), undefined);
  return list;
}

export function kindOf({ kind }: Declaration): SymbolKind {
  return kind === 'block' ? SymbolKind.Function : SymbolKind.Class;
}

function headerEnd(declaration: Declaration): number {
  const body = declaration.kind === 'block' ? declaration.body : declaration.definition;
  return body.kind === 'body' ? body.span.start : body.span.end;
}

function symbolOf(
  analysis: Analysis,
  name: string,
  kind: SymbolKind,
  span: Span,
  selection: Span,
  details: Span,
  inside: readonly Statement[],
): DocumentSymbol {
  return {
    name,
    detail: detailOf(analysis.text.slice(details.start, details.end)),
    kind,
    range: rangeOf(analysis, span),
    selectionRange: rangeOf(analysis, selection),
    children: inside.flatMap((statement) => statementSymbols(analysis, statement)),
  };
}

/** A statement without a name gives its place to what stands in its braces. */
function statementSymbols(analysis: Analysis, statement: Statement): readonly DocumentSymbol[] {
  const inside = bodiesOf(statement).flatMap((body) => body.statements);
  const named = nameOf(analysis, statement);
  if (named === undefined) return inside.flatMap((inner) => statementSymbols(analysis, inner));
  const { text, selection } = named;
  const { span } = statement;
  const from = statement.label === undefined ? selection.end : statement.label.span.end;
  const end = Math.min(span.end, ...bodiesOf(statement).map((body) => body.span.start));
  return [symbolOf(analysis, text, symbolKind(statement), span, selection, { start: from, end }, inside)];
}

function nameOf(
  { text }: Analysis,
  statement: Statement,
): { readonly text: string; readonly selection: Span } | undefined {
  const cut = ({ span }: Label): string => text.slice(span.start, span.end);
  if (statement.label !== undefined) return { text: cut(statement.label), selection: statement.label.span };
  if (statement.kind === 'part' || statement.kind === 'let')
    return { text: statement.name.text, selection: statement.name.span };
  const { start } = statement.span;
  if (statement.kind === 'stage') return { text: 'stage', selection: { start, end: start + 'stage'.length } };
  return undefined;
}

function symbolKind({ kind }: Statement): SymbolKind {
  switch (kind) {
    case 'part':
    case 'group':
    case 'residual':
    case 'gate':
    case 'branches':
    case 'if':
      return SymbolKind.Namespace;
    case 'stage':
    case 'repeat':
      return SymbolKind.Array;
    case 'call':
      return SymbolKind.Object;
    case 'let':
      return SymbolKind.Constant;
    case 'operator':
    case 'input':
    case 'from':
    case 'defaults':
    case 'invalid':
      return SymbolKind.Field;
  }
}

/** On one line, without the colon that stands behind a label. */
function detailOf(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').replace(/^ ?:/, '').trim();
  return line.length > longestDetail ? `${line.slice(0, longestDetail - 1)}…` : line;
}
