import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { hasTorch, python } from '../../oracles/python.ts';
import { draw, failuresOf } from './drawn.ts';
import { recordNetworks } from './figures.ts';

const amounts = { sample: 60, deep: 6000 };
const program = fileURLToPath(new URL('../../oracles/shapes_oracle.py', import.meta.url));

/** What a forward hook saw of a node's module. */
interface Seen {
  readonly output: readonly number[];
  readonly tensors: readonly (readonly number[])[];
}

it.skipIf(!hasTorch)(
  'PyTorch’s own modules give every operator the graph’s shapes, and have its tensors',
  () => {
    const drawn = draw(amounts);
    const asked = drawn.map(({ graph: { nodes } }) => ({ nodes }));
    const answers = JSON.parse(
      execFileSync(python!, [program], {
        input: JSON.stringify(asked),
        encoding: 'utf8',
        maxBuffer: 2 ** 30,
      }),
    ) as readonly { readonly error?: string; readonly seen: readonly Seen[] }[];
    let operators = 0;
    const wrong = failuresOf(drawn, ({ graph }, at) => {
      const [, ...nodes] = graph.nodes;
      operators += nodes.length;
      const { error, seen } = answers[at]!;
      if (error !== undefined) return error;
      const own = nodes.map(({ output, tensors }) => ({
        output,
        tensors: tensors.map(({ shape }) => shape),
      }));
      const different = own.findIndex((node, index) => !agree(node, seen[index]!));
      if (different < 0) return undefined;
      const { op, path } = nodes[different]!;
      return `${op} ${path}: PyTorch has ${JSON.stringify(seen[different])}, not ${JSON.stringify(own[different])}`;
    });
    expect(wrong.length, wrong[0]).toBe(0);
    recordNetworks(
      'pytorch-shapes',
      'forward hooks on PyTorch’s own modules see every operator’s shape, and its parameters’',
      amounts,
      `${operators.toLocaleString('en')} operators`,
    );
  },
);

/** PyTorch's vectors have no height and width. */
function agree(own: Seen, theirs: Seen): boolean {
  const output = theirs.output.length === 1 ? [...theirs.output, 1, 1] : theirs.output;
  return (
    String(own.output) === String(output) && JSON.stringify(own.tensors) === JSON.stringify(theirs.tensors)
  );
}
