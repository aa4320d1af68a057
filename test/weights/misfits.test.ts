import { describe, expect, it } from 'vitest';
import { type CompileOptions, check, compile, initialiseWeights, type Weights } from '../../src/index.ts';
import { tensorsOf } from '../../src/ir/graph.ts';

const source = {
  name: 'net.resnet',
  text: 'network n {\n  input 3 x 4 x 4\n  conv1: conv 3x3, 2, bias\n  fc: linear 5\n}\n',
};
const right = initialiseWeights(tensorsOf(check(source).networks[0]!), 0);
const without = (name: string): Weights => new Map([...right].filter(([other]) => other !== name));
const withTensor = (name: string, shape: readonly number[], count: number): Weights =>
  new Map([...right, [name, { shape, data: new Float32Array(count) }]]);

const cases: readonly (readonly [string, Weights, readonly string[]])[] = [
  ['fit', right, []],
  ['fit, with one too many', withTensor('other', [1], 1), []],
  ['lack a tensor', without('fc.bias'), ['weights/missing']],
  ['are none', new Map(), ['weights/missing']],
  ['have another shape', withTensor('conv1.weight', [2, 3, 9], 54), ['weights/shape']],
  ['have the shape and other numbers', withTensor('conv1.weight', [2, 3, 3, 3], 53), ['weights/shape']],
];

describe.each<CompileOptions['target']>(['tfjs', 'wgsl', 'onnx', 'pytorch'])('weights for %s', (target) => {
  it.each(cases)('that %s', (_, weights, codes) => {
    const { files, diagnostics } = compile(source, { target, weights });
    expect(diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code)).toEqual(codes);
    expect(files.length > 0).toBe(codes.length === 0);
  });
});
