import { describe, expect, it } from 'vitest';
import { peakActivationBytes } from '../../src/ir/activation-memory.ts';
import { buildGraph } from './build-graph.ts';
import { handBuiltResnet } from './hand-built-resnets.ts';

describe('peakActivationBytes', () => {
  it('holds a shortcut’s value until the addition reads it', () => {
    const build = buildGraph('shortcut', [1, 2, 2]); // 4 elements
    const wide = build.op('conv', 'a', { kernel: [1, 1], filters: 3 }); // 12: input and a, 16
    build.op('conv', 'b', { kernel: [1, 1], filters: 5 }); // 20: a and b, 32
    const path = build.op('conv', 'c', { kernel: [1, 1], filters: 3 }); // 12: a, b and c, 44
    build.op('add', 'add', {}, [path, wide]); // 12: a, c and the sum, 36
    expect(peakActivationBytes(build.done())).toBe(44 * 4);
  });

  it('lets go of a value after its last reader', () => {
    const build = buildGraph('chain', [1, 2, 2]);
    for (let index = 0; index < 10; index++) build.op('relu', `relu${index}`);
    expect(peakActivationBytes(build.done())).toBe((4 + 4) * 4);
  });

  it('keeps a value that nothing reads only while it is made', () => {
    const build = buildGraph('unread', [1, 2, 2]);
    build.op('conv', 'unread', { kernel: [1, 1], filters: 100 }, [0]);
    build.op('relu', 'relu', {}, [0]);
    expect(peakActivationBytes(build.done())).toBe((4 + 400) * 4);
  });

  it('is two 64×112×112 maps in ResNet-18: the first batchnorm reads one and writes one', () => {
    const graph = handBuiltResnet('resnet18', 'basic', [2, 2, 2, 2]);
    expect(peakActivationBytes(graph)).toBe(2 * 64 * 112 * 112 * 4);
  });
});
