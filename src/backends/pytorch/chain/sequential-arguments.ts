import { isAttribute, stringLiteral } from '../../../emission/python.ts';
import type { Code } from '../../../emission/python-layout.ts';
import { call, flatten, prefixed } from '../../../emission/python-layout.ts';
import type { Entry } from './entry.ts';
import { isPositional } from './entry-names.ts';

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
  return modules.map((entry): NamedEntry => {
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
export function comprehension(entry: Extract<Entry, { kind: 'copies' }>): Code {
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
