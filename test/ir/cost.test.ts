import { describe, expect, it } from 'vitest';
import { costOf } from '../../src/ir/cost.ts';
import { tensorsOf } from '../../src/ir/graph.ts';
import { buildGraph } from './build-graph.ts';
import { handBuiltResnet } from './hand-built-resnets.ts';

// Parameters, buffers and MACs: torchvision 0.14 and fvcore's convolution and linear counts (timm 1.0.29 for seresnet50). Receptive
// fields: Araujo et al. 2019. Depths: the networks' names, He et al. 2015, Table 1.
const published = [
  {
    name: 'resnet18',
    unit: 'basic',
    depths: [2, 2, 2, 2],
    trainable: 11_689_512,
    buffers: 9_600,
    macs: 1_814_073_344,
    field: 435,
    depth: 18,
  },
  {
    name: 'resnet34',
    unit: 'basic',
    depths: [3, 4, 6, 3],
    trainable: 21_797_672,
    buffers: 17_024,
    macs: 3_663_761_408,
    field: 899,
    depth: 34,
  },
  {
    name: 'resnet50',
    unit: 'bottleneck',
    depths: [3, 4, 6, 3],
    trainable: 25_557_032,
    buffers: 53_120,
    macs: 4_089_184_256,
    field: 427,
    depth: 50,
  },
  {
    name: 'resnet152',
    unit: 'bottleneck',
    depths: [3, 8, 36, 3],
    trainable: 60_192_808,
    buffers: 151_424,
    macs: 11_513_626_624,
    field: 1451,
    depth: 152,
  },
] as const;

describe('costOf', () => {
  it.each(published)('counts $name as torchvision and the paper do', (network) => {
    const graph = handBuiltResnet(network.name, network.unit, network.depths);
    const { value, diagnostics } = costOf(graph);
    expect(diagnostics).toEqual([]);
    expect(value.parameters).toEqual({
      trainable: network.trainable,
      buffers: network.buffers,
      total: network.trainable + network.buffers,
    });
    expect(value.macs).toBe(network.macs);
    expect(value.flops).toBe(2 * network.macs);
    expect(value.weightBytes).toBe(4 * (network.trainable + network.buffers));
    expect(value.receptiveField).toBe(network.field);
    expect(value.depth).toBe(network.depth);
  });

  it('counts a gate’s convolutions in parameters and MACs, not in depth and receptive field', () => {
    const { value } = costOf(handBuiltResnet('seresnet50', 'bottleneck', [3, 4, 6, 3], true));
    expect(value.parameters.trainable).toBe(28_088_024);
    expect(value.macs).toBe(4_091_699_200);
    expect(value.depth).toBe(50);
    expect(value.receptiveField).toBe(427);
  });

  it('leaves a shortcut out of the depth even where it is the longer path', () => {
    const build = buildGraph('long shortcut', [3, 8, 8]);
    const path = build.op('conv', 'path', { kernel: [3, 3], filters: 4 }, [0]);
    build.within('shortcut', { name: 'shortcut' }, () => {
      build.op('conv', 'a', { kernel: [1, 1], filters: 4 }, [0]);
      build.op('conv', 'b', { kernel: [1, 1], filters: 4 });
    });
    build.op('add', 'add', {}, [path, build.last()]);
    expect(costOf(build.done()).value.depth).toBe(1);
  });

  it('counts each node, in the order of the nodes', () => {
    const graph = handBuiltResnet('resnet18', 'basic', [2, 2, 2, 2]);
    const { nodes } = costOf(graph).value;
    expect(nodes[1]).toEqual({ trainable: 64 * 3 * 7 * 7, buffers: 0, macs: 112 * 112 * 64 * 3 * 7 * 7 });
    expect(nodes[2]).toEqual({ trainable: 128, buffers: 128, macs: 0 });
    expect(nodes.at(-1)).toEqual({ trainable: 513_000, buffers: 0, macs: 512_000 });
  });

  it('refuses what is beyond exact numbers', () => {
    const build = buildGraph('huge', [1, 1 << 20, 1 << 20]);
    build.op('conv', 'conv', { kernel: [3, 3], filters: 1 << 20 });
    expect(costOf(build.done()).diagnostics.map(({ code }) => code)).toEqual(['limit/cost']);
  });

  it('takes deep graphs without recursion, in linear time', () => {
    const build = buildGraph('deep', [1, 4, 4]);
    for (let index = 0; index < 100_000; index++) build.op('relu', `relu${index}`);
    expect(costOf(build.done()).value).toMatchObject({ depth: 0, macs: 0, receptiveField: 1 });
  });

  it('names tensors as torchvision’s state_dict does', () => {
    const names = tensorsOf(handBuiltResnet('resnet18', 'basic', [2, 2, 2, 2])).map(({ name }) => name);
    expect(names).toContain('layer2.0.downsample.1.running_var');
    expect(names).toHaveLength(122 - 20); // without num_batches_tracked, one for each batchnorm
  });
});
