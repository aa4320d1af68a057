import { isAttribute, stringLiteral } from '../../emission/python.ts';
import type { Code } from '../../emission/python-layout.ts';
import { call, flatten, prefixed } from '../../emission/python-layout.ts';
import { fold } from '../../ir/fold.ts';
import type { LabelTemplate } from '../../ir/outline.ts';
import type { Statement } from './statements.ts';
import { branch, line, loop } from './statements.ts';

export interface EntryLabel {
  readonly template: LabelTemplate;
  /** The name as a Python expression. */
  readonly code: string;
}

/** What stands in an `nn.Sequential`, one behind the other. */
export type Entry =
  | {
      readonly kind: 'module';
      readonly label: EntryLabel | undefined;
      readonly owns: boolean;
      readonly hint: string;
      readonly code: Code;
    }
  /** The same module for every number from `start` to `end`, as a comprehension. */
  | {
      readonly kind: 'copies';
      readonly label: EntryLabel;
      readonly owns: boolean;
      readonly code: Code;
      readonly variable: string;
      readonly index: string;
      readonly start: number;
      readonly end: string;
    }
  | {
      readonly kind: 'loop';
      readonly variable: string;
      readonly index: string;
      readonly count: string;
      readonly body: readonly Entry[];
    }
  | {
      readonly kind: 'if';
      readonly condition: string;
      readonly consequent: readonly Entry[];
      readonly alternative: readonly Entry[];
    }
  | { readonly kind: 'statement'; readonly statement: Statement };

/** Whether the chain's names are the positions that an `nn.Sequential` gives by itself; what owns no tensor may have any. */
export function isPositional(entries: readonly Entry[]): boolean {
  const names = namesOf(entries, new Map());
  return names?.every((name, position) => name === undefined || name === String(position)) === true;
}

/** The names in order, undefined for those that may be anything; undefined as a whole where they are not known here. */
function namesOf(
  entries: readonly Entry[],
  indices: ReadonlyMap<string, number>,
): readonly (string | undefined)[] | undefined {
  const all: (string | undefined)[] = [];
  for (const entry of entries) {
    let names: readonly (string | undefined)[] | undefined;
    switch (entry.kind) {
      case 'module':
        names = nameOf(entry, indices);
        break;
      case 'copies':
        names = rounds(entry.start, entry.end, entry.index, indices, (inner) => nameOf(entry, inner));
        break;
      case 'loop':
        names = rounds(0, entry.count, entry.index, indices, (inner) => namesOf(entry.body, inner));
        break;
      case 'if':
        return undefined;
      case 'statement':
        names = [];
    }
    if (names === undefined) return undefined;
    all.push(...names);
  }
  return all;
}

function rounds(
  start: number,
  end: string,
  index: string,
  indices: ReadonlyMap<string, number>,
  round: (indices: ReadonlyMap<string, number>) => readonly (string | undefined)[] | undefined,
): readonly (string | undefined)[] | undefined {
  if (!/^\d+$/.test(end)) return undefined;
  const all: (string | undefined)[] = [];
  for (let number = start; number < Number(end); number++) {
    const names = round(new Map([...indices, [index, number]]));
    if (names === undefined) return undefined;
    all.push(...names);
  }
  return all;
}

function nameOf(
  { owns, label }: { readonly owns: boolean; readonly label: EntryLabel | undefined },
  indices: ReadonlyMap<string, number>,
): readonly (string | undefined)[] | undefined {
  if (!owns) return [undefined];
  const parts = (label?.template ?? []).map((part) => {
    if (typeof part === 'string') return part;
    const settled = fold(part, (name) =>
      name.kind === 'index' && indices.has(name.name)
        ? { kind: 'constant', value: indices.get(name.name)! }
        : undefined,
    );
    return settled.kind === 'constant' ? String(settled.value) : undefined;
  });
  return parts.includes(undefined) ? undefined : [parts.join('')];
}

/** Whether the chain can be written as one expression: a dictionary has modules, or is one comprehension. */
export function isExpression(entries: readonly Entry[]): boolean {
  const modules = entries.filter(({ kind }) => kind !== 'statement');
  const copies = modules.filter(({ kind }) => kind === 'copies');
  if (modules.length !== copies.length + modules.filter(({ kind }) => kind === 'module').length) return false;
  return copies.length === 0 || modules.length === 1 || isPositional(entries);
}

/** Statements that an expression's names need first. */
export function statementsIn(entries: readonly Entry[]): readonly Statement[] {
  return entries.flatMap((entry) => (entry.kind === 'statement' ? [entry.statement] : []));
}

/** The arguments of `nn.Sequential`: modules by their position, or a dictionary of names. */
export function sequentialArguments(entries: readonly Entry[]): readonly Code[] {
  const modules = entries.filter((entry) => entry.kind === 'module' || entry.kind === 'copies');
  if (isPositional(entries))
    return modules.map((entry) => (entry.kind === 'module' ? entry.code : comprehension(entry)));
  const named = withNames(modules);
  if (named.length === 1 && named[0]!.kind === 'copies')
    return [call('OrderedDict', [dictionaryComprehension(named[0]!)])];
  const words = named.every(({ kind, name }) => kind === 'module' && isAttribute(name));
  if (words)
    return [
      call(
        'OrderedDict',
        named.map(({ name, code }) => prefixed(`${name}=`, code)),
      ),
    ];
  const items = named.map((entry) =>
    entry.kind === 'module'
      ? prefixed(`${entry.key}: `, entry.code)
      : prefixed('**', dictionaryComprehension(entry)),
  );
  return [call('OrderedDict', [{ open: '{', items, close: '}', style: 'collection' }])];
}

type NamedEntry = Extract<Entry, { kind: 'module' | 'copies' }> & {
  readonly name: string;
  readonly key: string;
};

/** Names for those that have none: `relu`, `relu2`. */
function withNames(modules: readonly Extract<Entry, { kind: 'module' | 'copies' }>[]): readonly NamedEntry[] {
  const taken = new Set(
    modules.flatMap(({ owns, label }) => (owns && label ? [label.template.join('')] : [])),
  );
  return modules.map((entry) => {
    if (entry.owns || entry.kind === 'copies') {
      const template = entry.label?.template ?? [];
      const text = template.every((part) => typeof part === 'string') ? template.join('') : '';
      return { ...entry, name: text, key: entry.label?.code ?? '""' };
    }
    const base = entry.hint;
    let name = base;
    for (let number = 2; taken.has(name); number++) name = `${base}${number}`;
    taken.add(name);
    return { ...entry, name, key: stringLiteral(name) };
  });
}

function range({ start, end, variable }: Extract<Entry, { kind: 'copies' }>): string {
  return `for ${variable} in range(${start === 0 ? end : `${start}, ${end}`})`;
}

/** Without names the copies need no numbers, unless their arguments do. */
function comprehension(entry: Extract<Entry, { kind: 'copies' }>): Code {
  const { code, variable, start, end } = entry;
  const counts = new RegExp(`\\b${variable}\\b`).test(flatten(code));
  const rounds = start > 0 && /^\d+$/.test(end) ? String(Number(end) - start) : end;
  const over = counts ? range(entry) : `for _ in range(${rounds})`;
  return { open: '*(', items: [code, over], close: ')', style: 'comprehension' };
}

function dictionaryComprehension(entry: Extract<Entry, { kind: 'copies' }>): Code {
  const item = prefixed(`${entry.label.code}: `, entry.code);
  return { open: '{', items: [item, range(entry)], close: '}', style: 'comprehension' };
}

/** Statements that append the chain's modules to a list. */
export function appendStatements(entries: readonly Entry[], list: string): readonly Statement[] {
  const statements: Statement[] = [];
  let run: Code[] = [];
  const flush = (): void => {
    const [only] = run;
    if (
      run.length === 1 &&
      only !== undefined &&
      !String(typeof only === 'string' ? only : only.open).startsWith('*')
    )
      statements.push(line(call(`${list}.append`, [only])));
    else if (run.length > 0)
      statements.push(line({ open: `${list} += [`, items: run, close: ']', style: 'collection' }));
    run = [];
  };
  for (const entry of entries) {
    if (entry.kind === 'module') run.push(entry.code);
    else if (entry.kind === 'copies') run.push(comprehension(entry));
    else {
      flush();
      if (entry.kind === 'statement') statements.push(entry.statement);
      else if (entry.kind === 'loop')
        statements.push(loop(entry.variable, entry.count, appendStatements(entry.body, list)));
      else
        statements.push(
          ...branch(
            entry.condition,
            appendStatements(entry.consequent, list),
            appendStatements(entry.alternative, list),
          ),
        );
    }
  }
  flush();
  return statements;
}

/** Statements that add the chain's modules to an `nn.Sequential` under their names. */
export function addStatements(
  entries: readonly Entry[],
  target: string,
  taken: Set<string> = new Set(),
): readonly Statement[] {
  return entries.flatMap((entry) => addStatement(entry, target, taken));
}

function addStatement(entry: Entry, target: string, taken: Set<string>): readonly Statement[] {
  switch (entry.kind) {
    case 'module': {
      const key = entry.owns ? entry.label!.code : stringLiteral(freshName(entry.hint, taken));
      return [line(call(`${target}.add_module`, [key, entry.code]))];
    }
    case 'copies': {
      const body = [line(call(`${target}.add_module`, [entry.label.code, entry.code]))];
      const end = entry.start === 0 ? entry.end : `${entry.start}, ${entry.end}`;
      return [loop(entry.variable, end, body)];
    }
    case 'loop':
      return [loop(entry.variable, entry.count, addInLoop(entry.body, entry.variable, target, taken))];
    case 'if':
      return branch(
        entry.condition,
        addStatements(entry.consequent, target, taken),
        addStatements(entry.alternative, target, taken),
      );
    case 'statement':
      return [entry.statement];
  }
}

/** In a loop a name that was made up takes the round's number. */
function addInLoop(
  entries: readonly Entry[],
  variable: string,
  target: string,
  taken: Set<string>,
): readonly Statement[] {
  return entries.flatMap((entry): readonly Statement[] => {
    if (entry.kind !== 'module' || entry.owns) return addStatements([entry], target, taken);
    const key = `f"${freshName(entry.hint, taken)}_{${variable}}"`;
    return [line(call(`${target}.add_module`, [key, entry.code]))];
  });
}

function freshName(hint: string, taken: Set<string>): string {
  let name = hint;
  for (let number = 2; taken.has(name); number++) name = `${hint}${number}`;
  taken.add(name);
  return name;
}
