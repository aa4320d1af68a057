import { expect, it } from 'vitest';
import { didYouMean } from '../../src/diagnostics/did-you-mean.ts';

const words = ['relu', 'conv', 'stride', 'batchnorm', 'dropout', 'drop_path'];

it.each([
  ['reul', 'relu'], // neighbours exchanged
  ['convv', 'conv'],
  ['Conv', 'conv'],
  ['strde', 'stride'],
  ['batchnrom', 'batchnorm'],
  ['batchnor', 'batchnorm'],
  ['bachnormm', 'batchnorm'], // two edits in a long name
  ['droppath', 'drop_path'],
])('%s is %s', (name, meant) => expect(didYouMean(name, words)).toBe(meant));

it.each(['rule', 'covn2', 'x', 'fc', 'strains', 'a'.repeat(41)])('%s is none of them', (name) =>
  expect(didYouMean(name, words)).toBeUndefined(),
);

it('takes the nearest', () =>
  expect(didYouMean('bottlenecks', ['bottlenexk', 'bottleneck'])).toBe('bottleneck'));

it('answers at once, however many names there are and however long they are', () => {
  const many = Array.from({ length: 100_000 }, (_, index) => 'b'.repeat(39) + String(index % 10));
  const start = performance.now();
  didYouMean('a'.repeat(40), many);
  expect(performance.now() - start).toBeLessThan(500);
});
