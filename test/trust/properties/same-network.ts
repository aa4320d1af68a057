import { expect } from 'vitest';
import { hasErrors } from '../../../src/diagnostics/diagnostic.ts';
import { print } from '../../../src/format/print.ts';
import { check } from '../../../src/index.ts';
import type { Graph } from '../../../src/ir/graph.ts';
import type { Module } from '../../../src/parser/ast.ts';

/** The networks of modules, the root first; throws where they have errors. */
export function graphsOf(modules: readonly Module[]): readonly Graph[] {
  const files = modules.map((module) => ({ name: module.file.name, text: print(module) }));
  const load = (path: string) => {
    const file = files.find(({ name }) => path === `./${name}`);
    return file === undefined ? { kind: 'missing' as const, tried: [path] } : { kind: 'file' as const, file };
  };
  const { networks, diagnostics } = check(files[0]!, { load });
  if (hasErrors(diagnostics)) {
    const errors = diagnostics
      .filter(({ severity }) => severity === 'error')
      .map(({ code, message }) => `${code}: ${message}`);
    throw new Error([...errors, ...files.map(({ name, text }) => `// ${name}\n${text}`)].join('\n'));
  }
  return networks;
}

/** The text of both, for whoever reads the failure. */
export function show(modules: readonly Module[]): string {
  return modules.map((module) => `// ${module.file.name}\n${print(module)}`).join('\n');
}

/** What a network computes: its operators with all that they depend on, and its tensors. */
export interface Meaning {
  readonly name: string;
  readonly output: number;
  readonly nodes: readonly {
    readonly op: string;
    readonly attributes: unknown;
    readonly inputs: readonly number[];
    readonly output: readonly number[];
    readonly tensors: readonly {
      readonly name: string;
      readonly shape: readonly number[];
      readonly init: unknown;
    }[];
  }[];
}

/** How the second of two programs calls what is compared. */
interface Spelling {
  /** Networks, from the first one's names. */
  readonly networks?: (name: string) => string;
  /** Tensors, back to the first one's names; `any` where they need not be the same. */
  readonly tensors?: 'any' | ((name: string) => string);
}

export function meaningOf(
  { nodes, output }: Graph,
  rename: (tensor: string) => string,
): Omit<Meaning, 'name'> {
  return {
    output,
    nodes: nodes.map((node) => ({
      ...{ op: node.op, attributes: node.attributes, inputs: node.inputs, output: node.output },
      tensors: node.tensors.map(({ name, shape, init }) => ({ name: rename(name), shape, init })),
    })),
  };
}

/** Fails unless both programs have the same networks. */
export function expectSameNetworks(
  modules: readonly Module[],
  others: readonly Module[],
  { networks = (name) => name, tensors = (name) => name }: Spelling = {},
): void {
  const any = (): string => '';
  const named =
    (rename: (name: string) => string, original: (tensor: string) => string) => (graph: Graph) => ({
      name: rename(graph.name),
      ...meaningOf(graph, tensors === 'any' ? any : original),
    });
  const sorted = (list: readonly Meaning[]): readonly Meaning[] =>
    list.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const found = graphsOf(others).map(named((name) => name, tensors === 'any' ? any : tensors));
  const expected = graphsOf(modules).map(named(networks, (name) => name));
  expect(sorted(found), show(others)).toEqual(sorted(expected));
}
