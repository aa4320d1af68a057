import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tensorsOf } from '../../../src/ir/graph.ts';
import { asModel } from '../../backends/onnx/models.ts';
import { askOnnx, hasOnnx } from '../../oracles/onnx.ts';
import { draw, failuresOf } from './drawn.ts';
import { recordNetworks } from './figures.ts';
import { onnxFiles } from './onnx-files.ts';

const amounts = { sample: 30, deep: 3000 };

it.skipIf(!hasOnnx)(
  'ONNX’s checker and strict shape inference find the shapes and parameters of the graph',
  () => {
    const drawn = draw(amounts);
    const folder = mkdtempSync(join(tmpdir(), 'rnc-onnx-'));
    try {
      const cases = drawn.map((each, at) => {
        const path = join(folder, `${at}.onnx`);
        const [file] = onnxFiles(each, false);
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
      amounts,
    );
  },
);
