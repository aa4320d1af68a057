import { describe, expect, it } from 'vitest';
import { receptiveField } from '../../src/ir/receptive-field.ts';
import { buildGraph } from './build-graph.ts';

describe('receptiveField', () => {
  it('grows with dilation: 1 + (5 − 1) + (5 − 1)', () => {
    const build = buildGraph('dilated', [3, 32, 32]);
    build.op('conv', 'a', { kernel: [3, 3], filters: 8, dilation: [2, 2], pad: [2, 2, 2, 2] });
    build.op('conv', 'b', { kernel: [3, 3], filters: 8, dilation: [2, 2], pad: [2, 2, 2, 2] });
    expect(receptiveField(build.done())).toBe(9);
  });

  it('takes the widest of parallel paths and the longer side of a field', () => {
    const build = buildGraph('branches', [3, 32, 32]);
    const narrow = build.op('conv', 'narrow', { kernel: [1, 1], filters: 8 }, [0]);
    const wide = build.op('conv', 'wide', { kernel: [1, 7], filters: 8 }, [0]);
    build.op('concat', 'concat', {}, [wide, narrow]);
    expect(receptiveField(build.done())).toBe(7);
  });

  it('ends where a fully connected layer takes in the map', () => {
    const build = buildGraph('vgg', [3, 8, 8]);
    build.op('conv', 'conv', { kernel: [3, 3], filters: 8 });
    build.op('maxpool', 'pool', { kernel: [2, 2] });
    build.op('linear', 'fc', { units: 10 });
    expect(receptiveField(build.done())).toBe(4);
  });

  it('counts steps of half a pixel after an upsampling by 2', () => {
    const build = buildGraph('decoder', [3, 8, 8]);
    build.op('maxpool', 'pool', { kernel: [2, 2] }); // field 2, jump 2
    build.op('upsample', 'up', { scale: [2, 2] }); // jump 1
    build.op('conv', 'conv', { kernel: [3, 3], filters: 8 }); // 2 + 2 · 1
    expect(receptiveField(build.done())).toBe(4);
  });

  it('leaves out values that the output does not need', () => {
    const build = buildGraph('unread', [3, 32, 32]);
    build.op('conv', 'unread', { kernel: [9, 9], filters: 8 }, [0]);
    build.op('conv', 'conv', { kernel: [3, 3], filters: 8 }, [0]);
    expect(receptiveField(build.done())).toBe(3);
  });
});
