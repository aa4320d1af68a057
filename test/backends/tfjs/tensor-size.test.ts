import { expect, test } from 'vitest';
import { compile } from '../../../src/index.ts';

// 524,288 × 1024 × 4 bytes are 2³¹, where TensorFlow.js's WebAssembly answered wrong numbers.
const linear = (units: number) => ({
  name: 'net.resnet',
  text: `network net { input 524288 x 1 x 1; fc: linear ${units} }\n`,
});

test('a tensor of 2 GiB is refused, by its name, and nothing is written', () => {
  const { files, diagnostics } = compile(linear(1024), { target: 'tfjs' });
  expect(files).toEqual([]);
  expect(diagnostics).toMatchObject([
    { code: 'target/unsupported', message: expect.stringContaining('fc.weight has 2,147,483,648 bytes') },
  ]);
});

test('one just below is written', () => {
  const { files, diagnostics } = compile(linear(1023), { target: 'tfjs' });
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(files.length).toBeGreaterThan(0);
});
