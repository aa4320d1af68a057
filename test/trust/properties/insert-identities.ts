import type { Body, Module, Statement } from '../../../src/parser/ast.ts';
import { Choices } from '../networks/choices.ts';
import {
  argument,
  body,
  bool,
  call,
  extent,
  float,
  int,
  letting,
  name,
  named,
  operator,
  ref,
  span,
  statement,
} from '../networks/syntax.ts';
import { withStatements } from './rewrite-syntax.ts';

/** Operators that give back what they are given. */
const operators: readonly (() => Statement)[] = [
  () => operator('dropout', argument(int(0))),
  () => operator('dropout', argument(float('0.5'))),
  () => operator('drop_path', named('rate', float('0.25'))),
  () => operator('zero_pad'),
  () => operator('zero_pad', argument(call('pad', ...[0, 0, 0, 0].map((side) => argument(int(side)))))),
  () => operator('maxpool', argument(extent(int(1), int(1)))),
  () => operator('avgpool', argument(int(1)), named('stride', int(1))),
  () => operator('upsample', argument(int(1)), argument(ref('bilinear'))),
  () => operator('channel_shuffle', argument(int(1))),
];

const shortcut = (form: string) => ({
  ...{ form: name(form), modifier: undefined, expression: undefined, body: undefined, label: undefined },
  span: span(),
});

const path = (...statements: readonly Statement[]) => ({
  ...{ label: undefined, body: body(statements), span: span() },
});

/** Never run, or without a round: what stands in them does nothing, and is not even looked at for shapes. */
const unseen = (): Body => body([operator('conv', argument(int(3)), argument(int(5)))]);

/** Statements that do nothing. */
const nothings: readonly (() => Statement)[] = [
  ...operators,
  () => statement({ kind: 'group', body: body([]) }),
  () => statement({ kind: 'part', name: name('head'), body: body([]) }),
  () => statement({ kind: 'if', condition: bool(false), consequent: unseen(), alternative: undefined }),
  () => statement({ kind: 'if', condition: bool(true), consequent: body([]), alternative: unseen() }),
  () => statement({ kind: 'repeat', variable: name('zzround'), count: int(0), body: unseen() }),
  () => statement({ kind: 'residual', body: body([]), shortcut: shortcut('none') }),
  () => statement({ kind: 'branches', join: name('add'), paths: [path()] }),
  () => letting('zzunused', int(3)),
];

/** Braces around statements that leave their names and values alone. */
const braces: readonly ((inner: readonly Statement[]) => Statement)[] = [
  (inner) => statement({ kind: 'group', body: body(inner) }),
  (inner) => statement({ kind: 'part', name: name('stem'), body: body(inner) }),
  (inner) =>
    statement({ kind: 'if', condition: bool(true), consequent: body(inner), alternative: undefined }),
  (inner) =>
    statement({ kind: 'if', condition: bool(false), consequent: unseen(), alternative: body(inner) }),
  (inner) => statement({ kind: 'repeat', variable: name('zzround'), count: int(1), body: body(inner) }),
  (inner) => statement({ kind: 'residual', body: body(inner), shortcut: shortcut('none') }),
  (inner) => statement({ kind: 'branches', join: name('concat'), paths: [path(...inner)] }),
  (inner) => statement({ kind: 'branches', join: name('multiply'), paths: [path(...inner)] }),
];

/** What is named or set in braces ends there. */
const canStandInBraces = ({ kind }: Statement): boolean =>
  kind !== 'input' && kind !== 'let' && kind !== 'defaults';

/** The modules with what changes nothing at places that the numbers choose, and how often. */
export function insertIdentities(
  modules: readonly Module[],
  numbers: readonly number[],
): { readonly modules: readonly Module[]; readonly inserted: number } {
  const choices = new Choices(numbers);
  let inserted = 0;
  const change = (made: Statement): readonly Statement[] => {
    // In front of `input` there is no value yet.
    const statements = canStandInBraces(made) && choices.oneIn(4) ? [choices.pick(braces)([made])] : [made];
    if (made.kind === 'let' || made.kind === 'defaults' || !choices.oneIn(4)) return count(statements, made);
    return count([...statements, ...identities(choices, made)], made);
  };
  const count = (statements: readonly Statement[], made: Statement): readonly Statement[] => {
    if (statements.length > 1 || statements[0] !== made) inserted++;
    return statements;
  };
  return { modules: modules.map((module) => withStatements(module, change)), inserted };
}

function identities(choices: Choices, { label: own }: Statement): readonly Statement[] {
  const word = own?.parts.length === 1 && typeof own.parts[0] === 'string' ? own.parts[0] : undefined;
  if (word !== undefined && choices.oneIn(4)) return [statement({ kind: 'from', name: name(word) })];
  const made = choices.pick(nothings)();
  // Two `let`s of one name in the same braces are an error.
  return [made.kind === 'let' ? statement({ kind: 'group', body: body([made]) }) : made];
}
