import { makeReport } from '../../../../src/backends/report/index.ts';
import { check } from '../../../../src/check.ts';
import { locator } from '../../../../src/compile.ts';
import type { Limits } from '../../../../src/diagnostics/limits.ts';
import { type Graph, tensorsOf } from '../../../../src/ir/graph.ts';
import type { Loader } from '../../../../src/linking/program.ts';
import { expectDiagnostics, expectThat } from '../expect-diagnostics.ts';

/** Small ones, so that an input takes a millisecond; the limits themselves have tests of their own. */
const limits: Partial<Limits> = {
  operators: 100,
  steps: 400,
  depth: 20,
  list: 200,
  nesting: 24,
  dimension: 1 << 16,
  elements: 1 << 28,
  files: 8,
  importDepth: 4,
};

/** U+001C, ASCII's separator of files, which no sound text holds: what follows it are `b.resnet`, `c.resnet` and so on. */
const separator = '\x1c';

/** Link, unroll, check and count: a network that passes has the extents that its limits allow, and each name once. */
export function fuzz(data: Buffer): void {
  const [text = '', ...others] = data.toString('utf8').split(separator);
  const beside = new Map(others.map((other, index) => [`./${'bcdefgh'[index]}.resnet`, other]));
  const load: Loader = (path) => {
    const found = beside.get(path);
    if (found === undefined) return { kind: 'missing', tried: [path] };
    return { kind: 'file', file: { name: path.slice(2), text: found } };
  };
  const { networks, diagnostics, files } = check({ name: 'a.resnet', text }, { load, limits });
  expectDiagnostics(diagnostics, files);
  for (const graph of networks) {
    expectSound(graph);
    const report = makeReport(graph, locator(files));
    expectDiagnostics(report.diagnostics, files);
  }
}

function expectSound(graph: Graph): void {
  expectThat(graph.nodes.length <= limits.operators! + 1, `${graph.nodes.length} operators`);
  for (const [position, { id, inputs, output, op }] of graph.nodes.entries()) {
    expectThat(
      id === position && inputs.every((input) => input >= 0 && input < id),
      'nodes follow their inputs',
    );
    for (const extent of output)
      expectThat(Number.isSafeInteger(extent) && extent > 0, `${op} makes ${output}`);
  }
  const names = tensorsOf(graph).map(({ name }) => name);
  expectThat(new Set(names).size === names.length, 'no two tensors share a name');
  for (const { shape } of tensorsOf(graph))
    expectThat(
      shape.every((extent) => Number.isSafeInteger(extent) && extent > 0),
      `a tensor is [${shape}]`,
    );
}
