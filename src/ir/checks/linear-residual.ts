import { diagnose } from '../../diagnostics/diagnose.ts';
import type { Diagnostic, Edit, Fix } from '../../diagnostics/diagnostic.ts';
import type { Node, ScopeId } from '../graph.ts';
import { operatorOf } from '../operators.ts';
import type { Rule } from './check-graph.ts';

/**
 * Convolutions and batchnorms in a row are one affine map however many there are, so a residual path without an activation
 * between its convolutions learns no more than one convolution could.
 */
export const linearResidual: Rule = ({ graph, files }) => {
  const paths = new Map<ScopeId, Node[]>();
  for (const node of graph.nodes) {
    const residual = residualOf(node);
    if (residual === undefined) continue;
    const path = paths.get(residual);
    if (path === undefined) paths.set(residual, [node]);
    else path.push(node);
  }
  return [...paths].flatMap(([scope, nodes]): Diagnostic[] => {
    const layers = nodes.filter(({ op }) => op === 'conv' || op === 'linear');
    const [first, second] = layers;
    if (first === undefined || second === undefined) return [];
    const between = nodes.filter(({ id }) => id > first.id && id < layers.at(-1)!.id);
    if (between.some(bends)) return [];
    const at = second.source;
    return [
      diagnose('lint/linear-residual', { convolutions: layers.length }, at, {
        related: [
          { ...first.source, message: 'from here' },
          { ...graph.scopes[scope]!.source, message: 'in this residual path' },
        ],
        help: 'He et al. 2015 put a `relu` behind each batchnorm but the last',
        fixes: fixesFor(layers.slice(1)),
      }),
    ];
  });

  /** A `relu` on a line of its own before each of the layers, where each begins its line in one file. */
  function fixesFor(layers: readonly Node[]): Fix[] {
    const edits = layers.flatMap(({ source: { file, span } }): Edit[] => {
      const text = files.get(file)?.text ?? '';
      const start = text.lastIndexOf('\n', span.start - 1) + 1;
      const before = /^([ \t]*)(?:\w+[ \t]*:[ \t]*)?$/.exec(text.slice(start, span.start));
      return before === null ? [] : [{ file, span: { start, end: start }, text: `${before[1]}relu\n` }];
    });
    const whole = edits.length === layers.length && new Set(edits.map(({ file }) => file)).size === 1;
    return whole ? [{ title: 'write `relu` before each convolution but the first', edits }] : [];
  }

  /** The residual whose path the node stands on; undefined in its shortcut, in a gate and elsewhere. */
  function residualOf(node: Node): ScopeId | undefined {
    for (let id: ScopeId | undefined = node.scope; id !== undefined; id = graph.scopes[id]!.parent) {
      const { kind } = graph.scopes[id]!;
      if (kind === 'residual') return id;
      if (kind === 'shortcut' || kind === 'gate') return undefined;
    }
    return undefined;
  }
};

/** Not a linear map of its input. */
function bends({ op }: Node): boolean {
  return (
    operatorOf(op).activation === true ||
    op === 'maxpool' ||
    op === 'softmax' ||
    op === 'multiply' ||
    op === 'layernorm' ||
    op === 'groupnorm'
  );
}
