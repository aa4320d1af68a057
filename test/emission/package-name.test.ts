import { expect, it } from 'vitest';
import { packageName } from '../../src/emission/package-name.ts';

// docs.npmjs.com, package.json, name: no capitals, no `.` or `_` in front, at most 214 characters.
it.each([
  ['resnet50', 'resnet50'],
  ['wrn_28_10', 'wrn-28-10'],
  ['ResNet', 'resnet'],
  ['__proto__', 'proto'],
  ['_', 'network'],
  ['a__b', 'a-b'],
  ['x'.repeat(255), 'x'.repeat(214)],
  [`${'x'.repeat(213)}_y`, 'x'.repeat(213)],
])('%s is %s', (network, name) => {
  expect(packageName(network)).toBe(name);
});
