import { describe, expect, test } from 'vitest';
import { readSafetensors } from '../../src/weights/safetensors.ts';
import { describeModels, hasTorch, torchvisionForward, torchvisionState } from '../oracles/python.ts';

describe.skipIf(!hasTorch)('the oracle itself', () => {
  test('counts resnet18 as its authors and fvcore do', () => {
    const [resnet18] = describeModels([{ model: 'resnet18', sizes: [[224, 224]] }]);
    const { parameters, buffers, macs } = resnet18!;
    expect({ parameters, buffers, macs }).toEqual({
      parameters: 11_689_512,
      buffers: 9_600,
      macs: [1_814_073_344],
    });
  });

  test('writes a state_dict that is read without its batch counters, with values that test something', () => {
    const { weights, input, output } = torchvisionForward({
      model: 'resnet18',
      height: 65,
      width: 47,
      batch: 2,
    });
    const tensors = readSafetensors(weights);
    if ('code' in tensors) throw new Error(JSON.stringify(tensors));
    const state = torchvisionState('resnet18');
    expect([...tensors].map(([name, { shape }]) => ({ name, shape }))).toEqual(
      state.map(({ name, shape }) => ({ name, shape })),
    );
    for (const [name, { data }] of tensors) expect(new Set(data).size, name).toBeGreaterThan(1);
    for (const [name, { data }] of tensors)
      if (name.endsWith('running_var')) expect(Math.min(...data), name).toBeGreaterThan(0);
    expect(input.shape).toEqual([2, 3, 65, 47]);
    expect(output.shape).toEqual([2, 1000]);
    const largest = output.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(largest).toBeGreaterThan(0.5);
    expect(largest).toBeLessThan(50);
  });
});
