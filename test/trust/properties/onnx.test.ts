import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runOnnx } from '../../../src/cli/run-onnx.ts';
import { emit } from '../../../src/compile.ts';
import type { Weights } from '../../../src/index.ts';
import { tensorsOf } from '../../../src/ir/graph.ts';
import { relativeDifference } from '../../../src/reference/difference.ts';
import { referenceOutput } from '../../../src/reference/run.ts';
import { asModel, troublesIn } from '../../backends/onnx/models.ts';
import { askOnnx, hasOnnx } from '../../oracles/onnx.ts';
import { runs } from '../effort.ts';
import { networks } from '../networks/arbitrary.ts';
import { type Drawn, draw, failuresOf, prepare } from './drawn.ts';
import { recordNetworks } from './figures.ts';

const amounts = { sample: 30, deep: 5000 };

function filesOf({ graph, weights, origin }: Drawn, fold: boolean) {
  return emit(graph, { target: 'onnx', weights: weights as Weights, fold }, origin).value;
}

it('ONNX Runtime computes what the reference computes, as written and folded', async () => {
  await fc.assert(
    fc.asyncProperty(networks, fc.boolean(), async (network, fold) => {
      const drawn = prepare(network);
      const { graph, weights, input } = drawn;
      const files = filesOf(drawn, fold);
      expect(troublesIn(asModel(files).model)).toEqual([]);
      const { data } = await runOnnx(files, graph.name, {
        shape: input.shape,
        data: Float32Array.from(input.data),
      });
      expect(
        relativeDifference(data, referenceOutput(graph, weights, input)),
        drawn.text,
      ).toBeLessThanOrEqual(1e-5);
    }),
    runs(amounts),
  );
  recordNetworks(
    'onnx',
    'ONNX Runtime computes what the reference computes (1e-5), as written or folded',
    amounts,
  );
});

const checked = { sample: 30, deep: 3000 };

it.skipIf(!hasOnnx)(
  'ONNX’s checker and strict shape inference find the shapes and parameters of the graph',
  () => {
    const drawn = draw(checked);
    const folder = mkdtempSync(join(tmpdir(), 'rnc-onnx-'));
    try {
      const cases = drawn.map((each, at) => {
        const path = join(folder, `${at}.onnx`);
        const [file] = filesOf(each, false);
        writeFileSync(path, file!.content);
        const { graph } = asModel([file!]).model;
        const [channels, height, width] = each.graph.nodes[each.graph.output]!.output;
        const allowed = [
          ['batch', channels, height, width],
          ['batch', channels],
        ];
        return {
          path,
          shapes: { [graph!.output[0]!.name]: height * width === 1 ? allowed : allowed.slice(0, 1) },
          graph: graph!,
        };
      });
      const file = join(folder, 'cases.json');
      writeFileSync(file, JSON.stringify(cases.map(({ path, shapes }) => ({ path, shapes }))));
      const answers = askOnnx<readonly { readonly problems: readonly string[] }[]>([
        'models',
        '--cases',
        file,
      ]);
      const failures = failuresOf(drawn, ({ graph }, at) => {
        const own = new Set(tensorsOf(graph).map(({ name, shape }) => `${name} ${shape}`));
        const written = new Set(cases[at]!.graph.initializer.map(({ name, dims }) => `${name} ${dims}`));
        const missing = [...own]
          .filter((tensor) => !written.has(tensor))
          .map((tensor) => `no initialiser ${tensor}`);
        return [...answers[at]!.problems, ...missing].join('\n') || undefined;
      });
      expect(failures.length, failures[0]).toBe(0);
    } finally {
      rmSync(folder, { recursive: true });
    }
    recordNetworks(
      'onnx-shapes',
      'ONNX’s checker and strict shape inference agree with the graph’s shapes and parameters',
      checked,
    );
  },
);
