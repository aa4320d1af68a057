import { CompletionItemKind } from 'vscode-languageserver';
import { functionNames } from '../linking/names.ts';
import * as t from '../parser/tokens.ts';
import type { Proposal } from './proposals.ts';
import { entityProposal, localProposal, Rank, word } from './proposals.ts';
import type { TypedText, VisibleName } from './typed-text.ts';
import { parametersIn, withoutLabel } from './typed-text.ts';
import type { Typing } from './typing.ts';
import { importing, unimported } from './unimported-names.ts';

/**
 * The names that a value may be, or begin with.
 *
 * @param type what it must be, where that is known
 */
export function valuesExpected(typing: Typing, type: string | undefined): readonly Proposal[] {
  const { typed, root } = typing;
  const blocks =
    type === undefined || type === 'block'
      ? [...root.names]
          .filter(([, { kind }]) => kind === 'block')
          .map(([name, entity]) => entityProposal(name, entity, Rank.File))
      : [];
  const others =
    type === 'block'
      ? unimported(root, 'block').map(({ entity, path }) => ({
          ...entityProposal(entity.declaration.name.text, entity, Rank.Library),
          ...importing(typing, entity, path),
        }))
      : [];
  const constants = type === undefined || type === 'bool' ? ['true', 'false', 'not'] : [];
  const shapes = typed.braces.length === 0 ? [] : isProjection(typing) ? ['in', 'join'] : ['in'];
  return [
    ...localsExpected(typing),
    ...shapes.map((name) => word(name, CompletionItemKind.Struct, Rank.File)),
    ...blocks,
    ...[...functionNames].map((name) => word(name, CompletionItemKind.Function, Rank.Language)),
    ...constants.map((name) => word(name, CompletionItemKind.Constant, Rank.Language)),
    ...others,
  ];
}

/** Parameters, `let`s and loop variables that are known here; inner ones hide outer ones. */
export function localsExpected({ typed }: Typing): readonly Proposal[] {
  const own = parametersIn(typed.statement);
  // A default may use the parameters before its own.
  const inHeader = typed.open[0] !== undefined && typed.open[0] === typed.statement[2];
  const names = new Map<string, VisibleName>();
  const known = [
    ...(inHeader ? own.slice(0, -1) : own),
    ...typed.braces.flatMap((braces) => braces.names),
    ...counted(typed),
  ];
  for (const name of known) names.set(name.name, name);
  return [...names.values()].map(localProposal);
}

/** A stage's arguments, and its label's holes, know the number of the block; a repeat's label knows its variable. */
function counted(typed: TypedText): readonly VisibleName[] {
  const [first] = withoutLabel(typed.statement);
  const inHole = typed.open[0]?.tokenType === t.LCurly || typed.braces.at(-1)?.opener.length === 0;
  return first?.tokenType === t.Stage || inHole ? [{ name: 'index', kind: 'index', type: 'int' }] : [];
}

function isProjection({ typed }: Typing): boolean {
  return typed.braces.some(({ opener }) => {
    const shortcut = opener.findIndex(({ tokenType }) => tokenType === t.ShortcutKeyword);
    return shortcut >= 0 && opener[shortcut + 1]?.image === 'projection';
  });
}
