import { diagnose } from '../../diagnostics/diagnose.ts';
import type { Diagnostic, Location } from '../../diagnostics/diagnostic.ts';
import type { Scope, ScopeId } from '../graph.ts';
import type { Rule } from './check-graph.ts';

/** Names that come from a position move when the file is edited, and saved weights no longer load. */
export const unlabelledTensor: Rule = ({ graph }) => {
  const diagnostics: Diagnostic[] = [];
  const report = (operator: string, path: string, source: Location): void => {
    const name = path.slice(path.lastIndexOf('.') + 1);
    const edit = {
      file: source.file,
      span: { start: source.span.start, end: source.span.start },
      text: `${name}: `,
    };
    diagnostics.push(
      diagnose('lint/unlabelled-tensor', { operator, path }, source, {
        help: `label it: \`${name}: …\``,
        fixes: [{ title: `label it \`${name}\``, edits: [edit] }],
      }),
    );
  };
  const owning = new Set<ScopeId>();
  for (const node of graph.nodes) {
    if (node.tensors.length === 0) continue;
    if (!node.labelled) report(node.op, node.path, node.source);
    for (
      let id: ScopeId | undefined = node.scope;
      id !== undefined && !owning.has(id);
      id = graph.scopes[id]!.parent
    )
      owning.add(id);
  }
  for (const scope of graph.scopes) {
    if (!owning.has(scope.id) || scope.labelled || !namesItself(scope)) continue;
    report(scope.kind === 'stage' ? 'stage' : scope.name, scope.path, scope.source);
  }
  return diagnostics;
};

/** Constructs that add a path segment even where no label is written. */
function namesItself(scope: Scope): boolean {
  return scope.kind === 'stage' || (scope.kind === 'block' && scope.index === undefined);
}
