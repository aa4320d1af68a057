import { describe, expect, test } from 'vitest';
import { forInference } from '../../../src/ir/passes/for-inference.ts';
import { expectSame, only, operatorsOf, programOf } from './programs.ts';

const cases: readonly (readonly [what: string, statements: string, stays: string])[] = [
  [
    'batchnorms on both sides',
    'conv 3x3, 4; batchnorm; dropout 0.5; batchnorm; conv 1x1, 5; batchnorm',
    'conv conv',
  ],
  ['a scale, then a batchnorm', 'conv 3x3, 4; scale: layer_scale; batchnorm; relu; relu', 'conv relu'],
  [
    'padding behind a batchnorm',
    'conv 3x3, 4; batchnorm; zero_pad 1; relu; zero_pad 1; maxpool 3x3, stride 2, pad 0',
    'conv zero_pad relu maxpool',
  ],
  [
    'a classifier',
    'conv 3x3, 4; batchnorm; relu; flatten; dropout 0.5; linear 9; batchnorm; dropout 0.5',
    'conv relu linear',
  ],
  [
    'a head of 1×1 maps',
    'conv 3x3, 4; avgpool global; flatten; batchnorm; dropout 0.5; linear 9',
    'conv avgpool linear',
  ],
  [
    'duplicates that hide a single reader',
    's: conv 3x3, 4; a: relu; from s; relu; add a; batchnorm; conv 1x1, 3',
    'conv relu add conv',
  ],
  ['only what training needs', 'dropout 0.5; drop_path 0.1', ''],
];

describe('forInference', () => {
  test.each(cases)('%s: %s', (_, statements, stays) => {
    const before = programOf('3 x 7 x 5', ...statements.split('; '));
    const after = forInference(before);
    expect(operatorsOf(after)).toBe(stays);
    expectSame(after, before);
    expect(forInference(after), 'a second time changes nothing').toBe(after);
  });

  test('its input is left as it was', () => {
    const before = programOf('3 x 7 x 5', 'c: conv 3x3, 4', 'n: batchnorm', 'dropout 0.5', 'linear 3');
    const copy = structuredClone(before);
    forInference(before);
    expect(before).toEqual(copy);
  });

  test('the outcome does not depend on the numbers: a shift that happens to be 0 is one', () => {
    const statements = ['relu', 'n: batchnorm', 'c: conv 3x3, 4'];
    const { graph, weights } = programOf('3 x 7 x 5', ...statements);
    const plain = new Map(
      [...weights].map(([name, { shape, data }]) => [
        name,
        { shape, data: data.map((value) => (name === 'c.weight' ? value : name.endsWith('_var') ? 1 : 0)) },
      ]),
    );
    expect(operatorsOf(forInference({ graph, weights: plain }))).toBe('relu batchnorm conv');
  });

  test('a folded layer keeps its path, its source and its scope', () => {
    const before = programOf('3 x 7 x 5', 'stem { c: conv 3x3, 4', 'n: batchnorm }');
    const { path, source, scope } = only(before, 'conv');
    expect(only(forInference(before), 'conv')).toMatchObject({ path, source, scope });
    expect(forInference(before).graph.scopes).toEqual(before.graph.scopes);
    expect(forInference(before).graph).not.toHaveProperty('outline');
  });
});
