import { expect, it } from 'vitest';
import { Identifiers } from '../../src/emission/identifiers.ts';

it('gives each identifier once, and numbers those that are wanted again from 2', () => {
  const names = new Identifiers(['tf'], (name) => name.toLowerCase());
  expect(['Conv', 'conv', 'CONV', 'tf', 'relu'].map((name) => names.fresh(name))).toEqual([
    'conv',
    'conv2',
    'conv3',
    'tf2',
    'relu',
  ]);
});

it('gives one that was released again', () => {
  const names = new Identifiers([], (name) => name);
  expect(names.fresh('i')).toBe('i');
  expect(names.fresh('i')).toBe('i2');
  names.release('i');
  expect(names.fresh('i')).toBe('i');
  expect(names.fresh('i')).toBe('i3');
});
