import type { Location } from '../diagnostics/diagnostic.ts';
import type { GivenAttribute } from './attribute-value.ts';
import type { Given } from './bind-arguments.ts';
import { completeAttributes } from './complete-attributes.ts';
import type { Place } from './frame.ts';
import type { Node, NodeId, Tensor } from './graph.ts';
import { explainJoin } from './join-mismatch.ts';
import { isFault } from './operator.ts';
import type { OperatorKind } from './operators.ts';
import { operatorOf } from './operators.ts';
import type { SymbolicAttribute } from './outline.ts';
import type { Session } from './session.ts';
import { exhaust, report } from './session.ts';
import type { Pair, Shape } from './shape.ts';
import { elements } from './shape.ts';

/** Where safetensors has texts about the file: what it says beside tensors, no reader takes for one. */
const metadataKey = '__metadata__';

export interface NodeRequest {
  readonly op: OperatorKind;
  readonly given: Given;
  readonly inputs: readonly NodeId[];
  /** The label, or undefined for a name from the position. */
  readonly name: string | undefined;
  readonly at: Location;
  /** Said instead of the operator's own fault when the joined shapes differ. */
  readonly onFault?: () => void;
}

export interface MadeNode {
  readonly id: NodeId;
  readonly symbolics: Readonly<Record<string, SymbolicAttribute>>;
}

/** Adds an operator to the graph, or reports why it cannot stand there. */
export function makeNode(request: NodeRequest, place: Place): MadeNode | undefined {
  const { op, given, inputs, at } = request;
  const { session, site } = place.frame;
  const definition = operatorOf(op);
  const shapes = inputs.map((input) => session.nodes[input]!.output);
  const complete = completeAttributes(op, given, place.variables.defaults, shapes[0] ?? [1, 1, 1], place, at);
  if (complete === undefined) {
    const { assumed } = definition;
    if (assumed === undefined || given.size > 0) return undefined;
    const attributes = Object.entries(assumed).map(([name, raw]) => [name, { raw, symbolic: undefined }]);
    return makeNode({ ...request, given: written(Object.fromEntries(attributes), at) }, place);
  }
  const { attributes, symbolics } = complete;
  const output = definition.infer(attributes, shapes);
  if (isFault(output)) {
    if (request.onFault !== undefined) request.onFault();
    else {
      const argument = output.argument === undefined ? undefined : given.get(output.argument);
      const details = shapes.length > 1 ? explainJoin(session, inputs) : {};
      report(session, output.code, output.parameters, argument?.at ?? at, site, details);
    }
    return undefined;
  }
  if (!withinLimits(output, () => `the output of this ${op}`, place, at)) return undefined;
  if (session.spent.operators >= session.limits.operators) {
    exhaust(session, 'limit/operators', { limit: session.limits.operators }, at, site);
    return undefined;
  }
  const specs = definition.tensors?.(attributes, shapes) ?? [];
  const labelled = request.name !== undefined;
  const path = place.prefix + (request.name ?? numbered(session, place.prefix, op));
  if (path.length > session.limits.path) {
    report(session, 'limit/path', { length: path.length, limit: session.limits.path }, at, site);
    return undefined;
  }
  const tensors: Tensor[] = specs.map(({ name, shape, role, init }) => ({
    name: name === '' ? path : `${path}.${name}`,
    shape,
    role,
    init,
  }));
  for (const tensor of tensors)
    if (!withinLimits(tensor.shape, () => `\`${tensor.name}\``, place, at)) return undefined;
  const kept = tensors.find(({ name }) => name === metadataKey);
  if (kept !== undefined) {
    report(session, 'name/kept', { name: kept.name }, at, place.frame.site, { help: 'choose another label' });
    return undefined;
  }
  if (tensors.length > 0) claim(session, new Set([path, ...tensors.map(({ name }) => name)]), at, place);
  session.spent.operators++;
  const id = session.nodes.length;
  const node = {
    id,
    op,
    attributes,
    inputs,
    output,
    tensors,
    path,
    labelled,
    scope: place.scope,
    source: at,
  };
  session.nodes.push(node as unknown as Node);
  const window =
    definition.window !== undefined && attributes.global !== true ? definition.window(attributes) : undefined;
  const scale = definition.enlarges?.(attributes).scale ?? [1, 1];
  const before: Pair = inputs[0] === undefined ? [1, 1] : session.jumps[inputs[0]]!;
  const stride = window?.stride ?? [1, 1];
  session.jumps.push([(before[0] * stride[0]) / scale[0], (before[1] * stride[1]) / scale[1]]);
  if (symbolics.stride !== undefined)
    session.strides.set(id, { frame: place.frame, symbolic: symbolics.stride });
  return { id, symbolics };
}

/** `conv0`, `conv1`: the unlabelled operators of a kind under one path, counted. */
export function numbered(session: Session, prefix: string, kind: string): string {
  const key = `${prefix} ${kind}`;
  const count = session.counters.get(key) ?? 0;
  session.counters.set(key, count + 1);
  return `${kind}${count}`;
}

/** Attributes that rnc writes itself, as for the convolution of a projection. */
export function written(attributes: Readonly<Record<string, GivenAttribute>>, at: Location): Given {
  return new Map(Object.entries(attributes).map(([name, attribute]) => [name, { ...attribute, at }]));
}

/** An operator with tensors takes its path and their names; `conv1`'s bias and an operator at `conv1.bias` are one name. */
function claim(session: Session, names: ReadonlySet<string>, at: Location, place: Place): void {
  const path = [...names].find((name) => session.owners.has(name));
  if (path === undefined) {
    for (const name of names) session.owners.set(name, at);
    return;
  }
  const earlier = session.owners.get(path)!;
  const same = earlier.file === at.file && earlier.span.start === at.span.start;
  const related = same ? [] : [{ ...earlier, message: 'the first one' }];
  const help = same
    ? 'it is repeated under one label: label the repeat, or put its number in the label, as in `conv{i}:`'
    : 'a label names tensors, so it must be unique among its neighbours';
  report(session, 'name/collision', { path }, at, place.frame.site, { related, help });
}

function withinLimits(extents: readonly number[], what: () => string, place: Place, at: Location): boolean {
  const { session, site } = place.frame;
  const limits = session.limits;
  const large = extents.find((extent) => extent > limits.dimension);
  if (large !== undefined)
    report(
      session,
      'limit/dimension',
      { what: `an extent of ${what()}`, value: large, limit: limits.dimension },
      at,
      site,
    );
  else if (elements(extents as Shape) > limits.elements)
    report(session, 'limit/tensor', { what: what(), shape: extents, limit: limits.elements }, at, site);
  else return true;
  return false;
}
