import type { Report } from '../backends/report/report.ts';
import { sameShape } from '../ir/shape.ts';
import type { Change, ChangeKind, Place, Property } from './difference.ts';
import { compareReads } from './inputs.ts';
import { isStable } from './likeness.ts';
import type { Measured } from './measure.ts';
import { operatorText } from './operator-text.ts';
import type { Aligned, Pair, PairedNodes } from './pair.ts';
import type { Part } from './part.ts';
import { isRepeated, type Origins, propertiesOf } from './properties.ts';

export interface Sides {
  readonly before: Measured;
  readonly after: Measured;
}

/** What is different about each pair of operators and scopes, and about what stands in one network only. */
export function changesInside(
  pair: Pair,
  sides: Sides,
  nodes: PairedNodes,
  origins: Origins,
): readonly Change[] {
  const graphs = { before: sides.before.graph, after: sides.after.graph };
  const ofAligned = (aligned: Aligned): readonly Change[] => {
    switch (aligned.kind) {
      case 'before':
        return [{ ...nothing, kind: 'removed', before: placeOf(aligned.part, sides.before), after: null }];
      case 'after':
        return [{ ...nothing, kind: 'added', before: null, after: placeOf(aligned.part, sides.after) }];
      case 'both':
        return ofPair(aligned.pair);
    }
  };
  const ofPair = (inner: Pair): readonly Change[] => {
    const { before, after } = inner;
    const wires = before.node && after.node && compareReads(before.node, after.node, graphs, nodes);
    const properties = [...propertiesOf(inner, origins), ...(wires?.property ? [wires.property] : [])];
    const changes = inner.parts.flatMap(ofAligned);
    const kind = kindOf(inner, properties, changes);
    if (kind === undefined) return [];
    const output =
      before.node && after.node && !sameShape(before.node.output, after.node.output)
        ? { before: before.node.output, after: after.node.output }
        : null;
    const places = { before: placeOf(before, sides.before), after: placeOf(after, sides.after) };
    return [{ kind, ...places, attributes: properties, output, changes }];
  };
  return pair.parts.flatMap(ofAligned);
}

const nothing = { attributes: [], output: null, changes: [] } as const;

/** Undefined where nothing is to be said. */
function kindOf(
  { before, after, moved }: Pair,
  properties: readonly Property[],
  changes: readonly Change[],
): ChangeKind | undefined {
  if (moved) return 'moved';
  if (properties.some(({ follows }) => !follows)) return 'changed';
  if (before.name !== after.name) {
    // The name of an operator without a label is its position; it matters where tensors are called by it.
    const named = before.labelled || after.labelled || before.copy || hasTensors(before) || hasTensors(after);
    if (named) return isStable(before) || isStable(after) ? 'renamed' : 'renumbered';
  }
  return changes.length > 0 ? 'within' : undefined;
}

function hasTensors({ node, parts }: Part): boolean {
  return (node?.tensors.length ?? 0) > 0 || parts.some(hasTensors);
}

function placeOf(part: Part, { report, locate }: Measured): Place {
  const { path, kind, node, scope, size } = part;
  return {
    path,
    part: kind,
    text: textOf(part),
    repeats: isRepeated(part) ? part.parts.length : null,
    operators: size,
    parameters: parametersOf(part, report),
    source: locate(node?.source ?? scope.source),
  };
}

/** The report's layers are the nodes behind the input. */
function parametersOf({ node, parts }: Part, report: Report): number {
  if (node) return report.layers[node.id - 1]!.parameters;
  return parts.reduce((sum, part) => sum + parametersOf(part, report), 0);
}

function textOf(part: Part): string {
  const { kind, node, word } = part;
  if (node) return operatorText(node);
  if (kind === 'block') return `${word}${argumentText(part.scope.arguments ?? [])}`;
  if (kind === 'shortcut') return `shortcut ${word}`;
  return isRepeated(part) ? `${part.parts.length} × ${copyText(part)}` : word;
}

/** Longer rounds of a loop are not written out. */
const longestRound = 4;

/** What all copies of a stage or a loop are: a block with the arguments that all have, or a few operators. */
function copyText({ kind, parts: copies }: Part): string {
  const [first] = copies;
  if (first === undefined) return kind;
  if (first.kind === 'block' && copies.every(({ word }) => word === first.word)) {
    const given = copies.map(({ scope }) => scope.arguments ?? []);
    const isCommon = ({ name, value }: Argument): boolean =>
      given.every((each) => each.some((other) => other.name === name && other.value === value));
    return first.word + argumentText(given[0]!.filter(isCommon));
  }
  const short = first.parts.length <= longestRound && first.parts.every((inner) => inner.node);
  return short && copies.every(({ content }) => content === first.content)
    ? `{ ${first.parts.map(textOf).join('; ')} }`
    : kind;
}

type Argument = { readonly name: string; readonly value: string };

function argumentText(given: readonly Argument[]): string {
  return given.length === 0 ? '' : `(${given.map(({ name, value }) => `${name} = ${value}`).join(', ')})`;
}
