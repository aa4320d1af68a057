import { describe, expect, it } from 'vitest';
import { effort } from '../effort.ts';
import { leaveFigures } from '../figures.ts';
import { adversaries } from './adversaries.ts';
import { weigh } from './weigh.ts';

/** The promise is two seconds of a quiet machine; the tests run beside others, on machines that are slower, and count all threads. */
const milliseconds = 5000;
const megabytes = 256;

/** Of each kind that once took minutes or gigabytes, one. */
const sample = new Set([
  'one valid network after another',
  'openers and other closers',
  'lookalikes of kinds in turn',
  'a list summed in a repeat',
  'instances that all differ',
  'a stage of blocks with tensors',
  'from unknown labels among many',
  'networks that each fill the limit',
]);
const tried = effort === 'deep' ? adversaries : adversaries.filter(({ name }) => sample.has(name));
const worst = { cpu: { value: 0, name: '' }, memory: { value: 0, name: '' } };

describe('1 MiB made to cost as much as it can', () => {
  it.each(tried.map(({ name }) => name))('%s', (name) => {
    const weight = weigh(name);
    if (typeof weight === 'string') throw new Error(weight);
    expect(weight.bytes).toBeLessThanOrEqual(1 << 20);
    expect(weight.cpu).toBeLessThan(milliseconds);
    expect(weight.memory * 1.048576).toBeLessThan(megabytes);
    // Either it is right, and there is a network, or it is said what is wrong with it.
    expect(weight.networks > 0 || weight.diagnostics.some(({ severity }) => severity === 'error')).toBe(true);
    for (const figure of ['cpu', 'memory'] as const)
      if (weight[figure] > worst[figure].value) worst[figure] = { value: weight[figure], name };
  });

  it('the sample is of these', () => {
    expect(adversaries.filter(({ name }) => sample.has(name))).toHaveLength(sample.size);
  });
});

it('the same holds where the heap has no more than 160 MiB', () => {
  const weight = weigh('one valid network after another', 1 << 20, ['--max-old-space-size=160']);
  expect(weight).toMatchObject({ networks: expect.any(Number), diagnostics: [] });
});

leaveFigures('limits', () => [
  {
    part: 'Limits',
    what: 'inputs of up to 1 MiB, each made to cost as much as it can, checked in a process of its own',
    result: `${tried.length} inputs; the slowest (${worst.cpu.name}) ${worst.cpu.value} ms of all threads' processor time, the largest (${worst.memory.name}) ${worst.memory.value} MiB with Node's own`,
    command: 'npx vitest run --project trust --mode deep test/trust/limits',
  },
]);
