import type * as ast from '../parser/ast.ts';
import type { NameScope } from './name-scope.ts';
import { at, removal, report } from './name-scope.ts';

/** Imports and blocks that nothing in this file uses; a file without networks is a library, whose blocks are for others. */
export function reportUnusedEntities(scope: NameScope): void {
  const { module, names } = scope.linked;
  if (module.broken.size > 0) return;
  const hasNetwork = module.declarations.some(({ kind }) => kind === 'network');
  const imported = new Map(
    module.imports.flatMap((statement) =>
      statement.names.map((item) => [localName(item).text, { statement, item }] as const),
    ),
  );
  const gone = new Set<ast.Import>();
  for (const [name, entity] of names) {
    if (scope.used.has(entity) || scope.doubtful.has(name)) continue;
    if (entity.module === scope.linked) {
      if (entity.kind === 'network' || !hasNetwork) continue;
      const { declaration } = entity;
      const fixes = [removal(scope, declaration.span)];
      report(scope, 'lint/unused', { kind: 'block', name }, declaration.name.span, { fixes });
      continue;
    }
    const place = imported.get(name);
    if (place === undefined) continue;
    const { statement, item } = place;
    const whole = statement.names.every((other) => {
      const known = names.get(localName(other).text);
      return known !== undefined && !scope.used.has(known);
    });
    const fix = whole ? removal(scope, statement.span) : itemRemoval(scope, statement, item);
    const fixes = whole && gone.has(statement) ? [] : [fix];
    if (whole) gone.add(statement);
    report(scope, 'lint/unused', { kind: 'import', name }, item.span, { fixes });
  }
}

function itemRemoval(scope: NameScope, { names }: ast.Import, item: ast.Import['names'][number]) {
  const position = names.indexOf(item);
  const next = names[position + 1];
  const before = names[position - 1];
  const span =
    next === undefined
      ? { start: before?.span.end ?? item.span.start, end: item.span.end }
      : { start: item.span.start, end: next.span.start };
  return { title: 'remove it', edits: [{ ...at(scope, span), text: '' }] };
}

export function localName({ name, alias }: ast.Import['names'][number]): ast.Name {
  return alias ?? name;
}
