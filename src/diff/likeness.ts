import type { Node } from '../ir/graph.ts';
import { attributesOf, operatorOf } from '../ir/operators.ts';
import type { Part } from './part.ts';

/** How much speaks for two parts being the same one, before and after: a whole number, 0 where nothing does. */
export type Likeness = (before: Part, after: Part) => number;

/**
 * A network's people know its parts by their labels, so an equal label says most; then what stands inside. A number (of a copy, or a label
 * `0:`) moves when something is put in front of it, so it only decides between equals.
 */
export function makeLikeness(): Likeness {
  const known = new Map<string, number>();
  const leaves = new Map<Part, ReadonlyMap<number, number>>();
  const leavesOf = (part: Part): ReadonlyMap<number, number> => {
    const found = leaves.get(part) ?? countLeaves(part);
    leaves.set(part, found);
    return found;
  };
  /** The share of weighted operators that both have: 0 to 1. */
  const similarity = (a: Part, b: Part): number => {
    if (a.content === b.content) return 1;
    const key = `${a.content} ${b.content}`;
    const value = known.get(key) ?? shared(leavesOf(a), leavesOf(b));
    known.set(key, value);
    return value;
  };
  return (a, b) => {
    if ((a.kind === 'operator') !== (b.kind === 'operator')) return 0;
    return a.node && b.node ? ofOperators(a, b, a.node, b.node) : ofScopes(a, b, similarity);
  };
}

function ofOperators(a: Part, b: Part, before: Node, after: Node): number {
  const label = ofLabels(a, b);
  const weight = operatorOf(before.op).macs ? 10 : before.tensors.length > 0 ? 6 : 3;
  if (before.op !== after.op) {
    const family = familyOf(before);
    const replaced = label !== 'different' && family !== 'other' && family === familyOf(after);
    return replaced || label === 'equal' ? weight * 8 + points[label] : 0;
  }
  const same = a.content === b.content;
  // A normalisation has no arguments to be known by, so under another label its tensors have to be the same.
  if (label === 'different' && !(same && sameTensors(before, after))) return 0;
  return weight * (10 + Math.round(20 * shareOfEqual(before, after))) + points[label] * (same ? 10 : 8);
}

function ofScopes(a: Part, b: Part, similarity: (a: Part, b: Part) => number): number {
  if (!compatible(a, b)) return 0;
  const alike = similarity(a, b);
  // A residual has one shortcut, whatever its form and label.
  const label = a.kind === 'shortcut' ? 'equal' : ofLabels(a, b);
  if (label === 'different' && alike < 0.5) return 0;
  const kinship = 20 + Math.round(100 * alike) + (a.word === b.word ? 10 : 0) + 3 * points[label];
  return Math.round(kinship * (2 + Math.log2(1 + Math.min(a.size, b.size))));
}

/** A block's copies and a loop's rounds are two spellings of one thing. */
function compatible(a: Part, b: Part): boolean {
  const family = (part: Part): string =>
    part.copy ? 'copy' : part.kind === 'stage' || part.kind === 'repeat' ? 'stage' : part.kind;
  return family(a) === family(b);
}

type Labels = 'equal' | 'same end' | 'same position' | 'unlabelled' | 'different';

const points: Readonly<Record<Labels, number>> = {
  equal: 30,
  'same end': 15,
  'same position': 2,
  unlabelled: 0,
  different: 0,
};

function ofLabels(a: Part, b: Part): Labels {
  const [first, second] = [isStable(a), isStable(b)];
  if (!first && !second) return a.name === b.name ? 'same position' : 'unlabelled';
  if (a.name === b.name) return 'equal';
  return first && second && lastOf(a.name) === lastOf(b.name) ? 'same end' : 'different';
}

/** Whether its name stays when others come before it. */
export function isStable({ labelled, name }: Part): boolean {
  return labelled && !/^\d+$/.test(lastOf(name));
}

const lastOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

/** Operators that stand in for each other. */
function familyOf({ op }: Node): string {
  const { activation, window, macs, inputs } = operatorOf(op);
  if (activation) return 'activation';
  if (inputs === 'many') return 'join';
  if (op.endsWith('norm')) return 'normalisation';
  return window !== undefined && macs === undefined ? 'pool' : 'other';
}

export function sameTensors(a: Node, b: Node): boolean {
  return (
    a.tensors.length === b.tensors.length &&
    a.tensors.every(({ shape }, index) => String(shape) === String(b.tensors[index]!.shape))
  );
}

function shareOfEqual(a: Node, b: Node): number {
  const names = attributesOf(a.op).map(([name]) => name);
  const [before, after] = [a.attributes, b.attributes] as readonly Readonly<Record<string, unknown>>[];
  const equal = names.filter((name) => String(before![name]) === String(after![name]));
  return names.length === 0 ? 1 : equal.length / names.length;
}

/** Dice's coefficient of two multisets. */
function shared(a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>): number {
  const total = (counts: ReadonlyMap<number, number>): number =>
    [...counts.values()].reduce((sum, count) => sum + count, 0);
  let common = 0;
  for (const [content, count] of a) common += Math.min(count, b.get(content) ?? 0);
  const all = total(a) + total(b);
  return all === 0 ? 0 : (2 * common) / all;
}

/** Of a part without weights all operators count. */
function countLeaves(part: Part): ReadonlyMap<number, number> {
  const counts = (every: boolean): ReadonlyMap<number, number> => {
    const result = new Map<number, number>();
    const visit = ({ node, parts, content }: Part): void => {
      if (node && (every || operatorOf(node.op).macs)) result.set(content, (result.get(content) ?? 0) + 1);
      parts.forEach(visit);
    };
    visit(part);
    return result;
  };
  const weighted = counts(false);
  return weighted.size > 0 ? weighted : counts(true);
}
