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

it('gives a counter again when its loop has ended, and to loops alone', () => {
  const names = new Identifiers([], (name) => name);
  expect(names.counter('i')).toBe('i');
  expect(names.counter('i')).toBe('i2');
  names.release('i');
  expect(names.fresh('i')).toBe('i3');
  expect(names.counter('i')).toBe('i');
  expect(names.counter('i')).toBe('i4');
});

it('counts with what is free in both, and takes it in both', () => {
  const [init, forward] = [['i'], ['i2']].map((taken) => new Identifiers(taken, (name) => name));
  expect(init!.counter('i', forward)).toBe('i3');
  expect([init!.fresh('i3'), forward!.fresh('i3')]).toEqual(['i32', 'i32']);
  for (const names of [init!, forward!]) names.release('i3');
  expect(init!.counter('i', forward)).toBe('i3');
});
