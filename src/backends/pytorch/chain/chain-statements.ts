import { stringLiteral } from '../../../emission/python.ts';
import type { Code } from '../../../emission/python-layout.ts';
import { call } from '../../../emission/python-layout.ts';
import type { Statement } from '../statements.ts';
import { branch, line, loop } from '../statements.ts';
import type { Entry } from './entry.ts';
import { isPositional } from './entry-names.ts';
import { comprehension } from './sequential-arguments.ts';

/** Makes a chain that no expression can be, in a variable: a list where names are positions, else the container. */
export function chainStatements(name: string, entries: readonly Entry[]): readonly Statement[] {
  return isPositional(entries)
    ? [line(`${name}: list[nn.Module] = []`), ...appendStatements(entries, name)]
    : [line(`${name} = nn.Sequential()`), ...addStatements(entries, name)];
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
      else if (entry.kind === 'loop') statements.push(...rounds(entry, appendStatements(entry.body, list)));
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
      return rounds(entry, addInLoop(entry.body, entry.variable, target, taken));
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

/** Nothing where a round does nothing. */
function rounds(
  { variable, count }: Extract<Entry, { kind: 'loop' }>,
  body: readonly Statement[],
): readonly Statement[] {
  return body.length === 0 ? [] : [loop(variable, count, body)];
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
