import type { Location } from '../../src/diagnostics/diagnostic.ts';
import { flatOutline } from '../../src/ir/flat-outline.ts';
import type { Graph, Node, NodeId, Scope, ScopeId, ScopeKind } from '../../src/ir/graph.ts';
import type { AttributeSpec } from '../../src/ir/operator.ts';
import { isFault } from '../../src/ir/operator.ts';
import type { AttributesOf, OperatorKind } from '../../src/ir/operators.ts';
import { operatorOf } from '../../src/ir/operators.ts';

/** Where every hand-built node stands. */
export const nowhere: Location = { file: 'hand-built.resnet', span: { start: 0, end: 0 } };

/** Graphs without a parser: operators one after the other, in scopes that open and close. */
export interface GraphBuilder {
  /** Appends an operator that reads `inputs`, or the value before it; attributes not given get their defaults. */
  op<K extends OperatorKind>(
    kind: K,
    label: string,
    attributes?: Partial<AttributesOf<K>>,
    inputs?: readonly NodeId[],
  ): NodeId;
  /** Runs `body` inside a scope; a label lengthens the path. */
  within(
    kind: ScopeKind,
    scope: {
      readonly name: string;
      readonly label?: string;
      readonly count?: number;
      readonly index?: number;
    },
    body: () => void,
  ): void;
  /** The value that the next operator reads. */
  last(): NodeId;
  done(): Graph;
}

export function buildGraph(name: string, input: readonly [number, number, number]): GraphBuilder {
  const nodes: Node[] = [];
  const scopes: Scope[] = [
    { id: 0, parent: undefined, kind: 'network', path: '', labelled: true, name, source: nowhere },
  ];
  let scope: ScopeId = 0;
  const pathOf = (label: string): string => [scopes[scope]!.path, label].filter(Boolean).join('.');

  const op: GraphBuilder['op'] = (
    kind,
    label,
    given = {},
    inputs = nodes.length ? [nodes.length - 1] : [],
  ) => {
    const operator = operatorOf(kind);
    const attributes = complete(operator.attributes, given);
    const shapes = inputs.map((id) => nodes[id]!.output);
    const output = operator.infer(attributes as never, shapes);
    if (isFault(output)) throw new Error(`${label}: ${output.code}`);
    const path = pathOf(label);
    const tensors = (operator.tensors?.(attributes as never, shapes) ?? []).map((tensor) => ({
      ...tensor,
      name: tensor.name === '' ? path : `${path}.${tensor.name}`,
    }));
    const id = nodes.length;
    nodes.push({
      id,
      op: kind,
      attributes,
      inputs,
      output,
      tensors,
      path,
      labelled: true,
      scope,
      source: nowhere,
    } as unknown as Node);
    return id;
  };

  op('input', 'input', { channels: input[0], height: input[1], width: input[2] });
  return {
    op,
    within: (kind, { label, ...rest }, body) => {
      const path = label === undefined ? scopes[scope]!.path : pathOf(label);
      const parent = scope;
      scope = scopes.length;
      scopes.push({ id: scope, parent, kind, path, labelled: label !== undefined, source: nowhere, ...rest });
      body();
      scope = parent;
    },
    last: () => nodes.length - 1,
    done: () => {
      const output = nodes.length - 1;
      const graph = { name, documentation: undefined, source: nowhere, nodes, scopes, output };
      return { ...graph, outline: flatOutline(graph) };
    },
  };
}

/** Fills in what language.md says of arguments that are not written. */
function complete(
  specs: Readonly<Record<string, AttributeSpec>>,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const attributes: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(specs)) {
    const kernel = (attributes.kernel ?? [1, 1]) as readonly [number, number];
    if (given[name] !== undefined) attributes[name] = given[name];
    else if (spec.type === 'extent') attributes[name] = [1, 1];
    else if (spec.type === 'pair')
      attributes[name] = spec.default === 'kernel' ? kernel : [spec.default, spec.default];
    else if (spec.type === 'padding') {
      const half = spec.default === 'half' || (spec.default === 'half if odd' && kernel[0] % 2 === 1);
      const [vertical, horizontal] = half ? [(kernel[0] - 1) / 2, (kernel[1] - 1) / 2] : [0, 0];
      attributes[name] = [vertical, vertical, horizontal, horizontal];
    } else if (spec.default !== undefined) attributes[name] = spec.default;
  }
  return attributes;
}
