import { expect, it } from 'vitest';
import { check } from '../../src/index.ts';
import { keywords } from '../../src/parser/tokens.ts';

it.each([...keywords])('a line may begin with the label `%s`', (keyword) => {
  const text = `network n {\n  input 3 x 4 x 4\n  if true {}\n  ${keyword}: conv 1x1, 4\n  ${keyword}2: relu\n}\n`;
  const { networks, diagnostics } = check({ name: 'n.resnet', text });
  expect(diagnostics).toEqual([]);
  expect(networks[0]!.nodes[1]!.tensors[0]!.name).toBe(`${keyword}.weight`);
});

it.each([...keywords])('a line may begin with a label that begins with `%s` and has holes', (keyword) => {
  const labels = [`${keyword}{i}:`, `${keyword}_{i}:`, `${keyword}{i}_b{i + 1}:`];
  const rounds = labels.map((label) => `    ${label} conv 1x1, 4\n    residual { relu }\n    if true {}\n`);
  const text = `network n {\n  input 3 x 4 x 4\n  repeat i in 2 {\n    if true {}\n${rounds.join('')}  }\n}\n`;
  const { networks, diagnostics } = check({ name: 'n.resnet', text });
  expect(diagnostics).toEqual([]);
  const [first] = networks;
  expect(first!.nodes.flatMap(({ tensors }) => tensors.map(({ name }) => name))).toEqual(
    ['0', '1']
      .flatMap((i) => [`${keyword}${i}`, `${keyword}_${i}`, `${keyword}${i}_b${Number(i) + 1}`])
      .map((path) => `${path}.weight`),
  );
});
