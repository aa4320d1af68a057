import { operatorNames } from '../../../src/ir/operators.ts';
import { functionNames } from '../../../src/linking/names.ts';

/** Networks that carry names in every place where the language takes one, so that each means what it says or the numbers differ. */

/** A flag of `conv` before it is a value: `conv 1x1, bias` has a bias. */
const isFlag: ReadonlySet<string> = new Set(['bias']);

/** Words that only a label may be. */
const labelOnly: ReadonlySet<string> = new Set(
  (
    'import block network input stem head stage repeat residual shortcut gate branches path from if else let defaults and or not in ' +
    'true false as on'
  ).split(' '),
);

export interface NamedNetwork {
  readonly name: string;
  readonly text: string;
}

/** The two names in every place inside a network; as labels alone where the language keeps one for itself. */
export function insideNetwork(first: string, second: string): NamedNetwork {
  const isLabelOnly = labelOnly.has(first) || isFlag.has(first);
  const [a, b] = [first, second].map(atLineStart) as [string, string];
  const [p, q] = isLabelOnly ? ['width', 'rate'] : [first, second];
  // What is joined or started from is called by a name, which no keyword can be.
  const [v, w] = isLabelOnly ? ['first', 'second'] : [first, second];
  const text = `
block parameters_block(${p}: int, ${q}: int = 4) {
  0: conv 1x1, ${p}
  1: conv 1x1, ${q}
}
block passes_block(${p}: int, ${q}: int = 2) { unit: parameters_block(${p} + 1, ${q} = ${q} * 2) }
block lets_block(depth: int) {
  let ${p} = in.channels * 2
  let ${q} = depth + ${p}
  0: conv 1x1, ${p}
  1: conv 1x1, ${q}
}
block loops_block(depth: int) {
  repeat ${p} in 2 { conv{${p}}: conv 1x1, depth + ${p} }
  ${b}: repeat ${q} in 2 { c: conv 1x1, depth + ${q} % 2 + max(depth//2, 1) }
}
block values_block(depth: int) {
  ${v}: conv 1x1, depth
  ${w}: conv 3x3, depth
  add ${v}
  relu
  from ${w}
  multiply ${v}
}
block residuals_block(depth: int) {
  residual { ${first}: conv 1x1, depth } shortcut projection as ${second}
  relu
}
block parallel_block(depth: int) {
  ${a}: branches concat {
    ${a}: path { 0: conv 1x1, depth; relu }
    ${b}: path { ${first}: conv 1x1, depth; ${second}: batchnorm }
  }
}
block held_block(depth: int) {
  ${v}: conv 1x1, depth
  repeat ${p} in 2 {
    residual { c{${p}}: conv 3x3, depth }
    multiply ${v}
  }
  ${w}: conv 1x1, depth
  t: stage 2 x residuals_block(depth)
  add ${v}
  multiply ${w}
}
block gated_block(depth: int) {
  ${b}: gate { ${first}: conv 1x1, depth; sigmoid }
}
network net {
  ${v}: input 2 x 4 x 4
  conv: conv 1x1, 2
  add ${v}
  b0: parameters_block(3)
  b1: parameters_block(3, 5)
  b2: passes_block(3)
  b3: passes_block(2, ${q} = 3)
  b4: lets_block(3)
  b5: lets_block(2)
  b6: loops_block(3)
  b7: loops_block(2)
  b8: values_block(3)
  b9: values_block(4)
  ${b}: stage 2 x residuals_block(4)
  s: stage 2 x parallel_block(2)
  e: held_block(2)
  f: held_block(4)
  g: gated_block(4)
  h: gated_block(1)
  ${a}: { ${b}: conv 1x1, 3; ${first}: layer_scale 0.5 }
  avgpool global
  fc: linear 3
}
`;
  return { name: 'net', text };
}

/** The first name is a network's, with parameters that its user may still change; undefined where it can be none. */
export function ofNetwork(first: string, second: string): NamedNetwork | undefined {
  if (cannotDeclare(first)) return undefined;
  const text = `
block unit(depth: int) { 0: conv 1x1, depth }
network ${first}(${first}: int = 5, ${second}: int = 3) {
  input 2 x 4 x 4
  u: unit(3)
  from u
  avgpool global
  fc: linear ${first} + ${second}
}
`;
  return { name: first, text };
}

/** The names are blocks'; undefined where they can be none. */
export function ofBlocks(first: string, second: string): NamedNetwork | undefined {
  if (cannotDeclare(first)) return undefined;
  const text = `
block ${first}(depth: int) { 0: conv 1x1, depth + depth//2 }
block ${second}(depth: int) { 0: conv 1x1, 2 * depth % 5; inner: ${first}(depth) }
network net {
  input 2 x 4 x 4
  a: ${first}(3)
  b: stage 2 x ${second}(4)
  c: ${second}(6)
  avgpool global
  fc: linear 3
}
`;
  return { name: 'net', text };
}

/** A line that begins with one of these would go on with the line before. */
function atLineStart(label: string): string {
  return label === 'else' || label === 'shortcut' ? `; ${label}` : label;
}

/** Words that a block or network cannot be called: the language's own, operators and functions. */
function cannotDeclare(name: string): boolean {
  return labelOnly.has(name) || operatorNames.has(name) || functionNames.has(name);
}
