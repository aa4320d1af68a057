import { expect, it } from 'vitest';
import { check } from '../../src/index.ts';
import { keywords } from '../../src/parser/tokens.ts';

it.each([...keywords])('a line may begin with the label `%s`', (keyword) => {
  const text = `network n {\n  input 3 x 4 x 4\n  if true {}\n  ${keyword}: conv 1x1, 4\n  ${keyword}2: relu\n}\n`;
  const { networks, diagnostics } = check({ name: 'n.resnet', text });
  expect(diagnostics).toEqual([]);
  expect(networks[0]!.nodes[1]!.tensors[0]!.name).toBe(`${keyword}.weight`);
});
