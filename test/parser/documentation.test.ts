import { expect, it } from 'vitest';
import { check } from '../../src/index.ts';
import { parse } from '../../src/parser/parse.ts';

const moduleOf = (text: string) => parse({ name: 'case.resnet', text }).value.module;

it('of a line is its first declaration’s, not everything’s that stands on it', () => {
  const [block, network] = moduleOf(
    '/// A block.\nblock b(w: int, s: int = 1) { conv w x s, 4; relu }\n/// A network.\nnetwork n(w: int = 3) {\n  /// One.\n  input 3 x w x w; b(w)\n}\n',
  ).declarations;
  expect(block!.documentation).toBe('A block.');
  expect(block!.parameters.map((parameter) => parameter.documentation)).toEqual([undefined, undefined]);
  expect(block!.kind === 'block' && block!.body.statements.map((each) => each.documentation)).toEqual([
    undefined,
    undefined,
  ]);
  expect(network!.parameters[0]!.documentation).toBeUndefined();
  const definition = network!.kind === 'network' ? network!.definition : undefined;
  const statements = definition?.kind === 'body' ? definition.statements : [];
  expect(statements.map((each) => each.documentation)).toEqual(['One.', undefined]);
});

it('of the first statement is not the file’s, nor the network’s', () => {
  const text = 'network n {\n  /// The picture.\n  input 3 x 4 x 4\n  relu\n}\n';
  expect(moduleOf(text).documentation).toBeUndefined();
  expect(check({ name: 'n.resnet', text }).networks[0]!.documentation).toBeUndefined();
  expect(moduleOf(`/// The file.\n\n${text}`).documentation).toBe('The file.');
});

it('is known of the last declaration where the file ends without a newline', () => {
  const { documentation, declarations } = moduleOf('/// The file.\n\n/// A network.\nnetwork n = f(1)');
  expect(documentation).toBe('The file.');
  expect(declarations[0]!.documentation).toBe('A network.');
  expect(declarations[0]!.span).toEqual({ start: 30, end: 46 });
});

it('is not what stands behind something on the line above', () => {
  const [block] = moduleOf(
    'block b(w: int, /// Of w.\n  s: int) {\n  relu /// One.\n  gelu\n}\n',
  ).declarations;
  expect(block!.parameters.map((parameter) => parameter.documentation)).toEqual([undefined, undefined]);
  const body = block!.kind === 'block' ? block!.body : undefined;
  expect(body!.statements.map((each) => each.documentation)).toEqual([undefined, undefined]);
});

it('is above a line that begins with the `;` of the one before', () => {
  const [network] = moduleOf('network n {\n  input 3 x 4 x 4\n  /// One.\n  ; relu\n}\n').declarations;
  const definition = network!.kind === 'network' ? network!.definition : undefined;
  expect(definition?.kind === 'body' && definition.statements[1]!.documentation).toBe('One.');
});

it('is the file’s where a network follows an import on its line', () => {
  const text = '/// The file.\nimport { f } from "./f.resnet"; network n = f(1)\n';
  expect(moduleOf(text).documentation).toBe('The file.');
});

it('is the file’s where it declares nothing', () => {
  expect(moduleOf('/// The file.').documentation).toBe('The file.');
});
