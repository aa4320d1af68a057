import { expect, it } from 'vitest';
import { check } from '../../src/check.ts';
import { lexer } from '../../src/parser/tokens.ts';
import { examples } from './reference.ts';

it.each(examples)('the example on line $line gives what the reference says', ({ text, expected }) => {
  const { networks, diagnostics } = check({ name: 'example.resnet', text });
  expect(diagnostics.map(({ severity, code, message }) => ({ severity, code, message }))).toEqual(
    expected === undefined ? [] : [{ ...expected, message: expect.any(String) }],
  );
  if (expected?.severity !== 'error') expect(networks.length).toBeGreaterThan(0);
});

it('shows every keyword in an example that works', () => {
  const shown = new Set(
    examples
      .filter(({ expected }) => expected === undefined)
      .flatMap(({ text }) => lexer.tokenize(text).tokens.map(({ image }) => image)),
  );
  const keywords = `import block network input stem head stage repeat residual shortcut gate branches path from if
    let defaults in as on`;
  expect(keywords.split(/\s+/).filter((keyword) => !shown.has(keyword))).toEqual([]);
});

it('has the tensors that the examples’ comments name', () => {
  const named = examples.flatMap(({ text }) => {
    const names = [...text.matchAll(/^\s*\/\/.*$/gm)].flatMap(
      ([comment]) => comment.match(/[\w.]+\.weight/g) ?? [],
    );
    const graphs = check({ name: 'example.resnet', text }).networks;
    const tensors = graphs.flatMap(({ nodes }) => nodes.flatMap((node) => node.tensors));
    return names.map((name) => ({ name, there: tensors.some((tensor) => tensor.name === name) }));
  });
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter(({ there }) => !there)).toEqual([]);
});
