import { expect, it } from 'vitest';
import { check } from '../../src/check.ts';

it('joins the labelled input of a network', () => {
  const text = 'network n {\n  image: input 3 x 8 x 8\n  c: conv 3x3, 5\n  concat image\n}\n';
  const { networks, diagnostics } = check({ name: 'test.resnet', text });
  expect(diagnostics).toEqual([]);
  expect(networks[0]?.nodes.at(-1)).toMatchObject({ op: 'concat', inputs: [1, 0], output: [8, 8, 8] });
});
