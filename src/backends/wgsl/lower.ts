import { consumersOf, type Node, type NodeId } from '../../ir/graph.ts';
import type { PreciseWeights, WeightedGraph } from '../../ir/passes/weighted-graph.ts';
import { type Shape, sameShape } from '../../ir/shape.ts';
import type { Activation, Computation, EpilogueStep, Filters, Layer, LayerGraph, Vector } from './layer.ts';

/** Operators become layers; elementwise ones join the layer that computes what they read, where nobody else reads it. */
export function lower({ graph, weights }: WeightedGraph): LayerGraph {
  const { nodes, output } = graph;
  const consumers = consumersOf(graph);
  const layers: (Layer | undefined)[] = [];
  const layerOf = new Map<NodeId, number>();
  const concatenations = new Map<NodeId, readonly NodeId[]>();
  const shapes = new Map(nodes.map((node) => [node.id, node.output]));
  const paths = new Map(nodes.map((node) => [node.id, node.path]));
  /** A value besides the nodes' own. */
  const another = (node: Node): NodeId => {
    const id = shapes.size;
    shapes.set(id, node.output);
    paths.set(id, node.path);
    return id;
  };
  const push = (layer: Layer): void => {
    layerOf.set(layer.output, layers.length);
    layers.push(layer);
  };
  /** The layer whose epilogue can go on with `value`: it is read by nobody else. */
  const openLayer = (value: NodeId): number | undefined => {
    if (consumers[value]!.length !== 1 || value === output || concatenations.has(value)) return undefined;
    return layerOf.get(value);
  };

  for (const node of nodes) {
    if (node.op === 'input') continue;
    if (node.op === 'concat') {
      concatenations.set(node.id, node.inputs);
      let channel = 0;
      for (const input of node.inputs) {
        const computation: Computation = { kind: 'place', top: 0, left: 0, channel, zeros: false };
        push({ paths: [node.path], input, output: node.id, computation, epilogue: [] });
        channel += nodes[input]!.output[0];
      }
      continue;
    }
    if (!isElementwise(node)) {
      const computation = compute(node, nodes[node.inputs[0]!]!.output, weights);
      push({ paths: [node.path], input: node.inputs[0]!, output: node.id, computation, epilogue: [] });
      continue;
    }
    const step = elementwise(node, nodes, weights);
    const host = step.bases
      .flatMap((base) => {
        const at = openLayer(base);
        if (at === undefined || buffersOf(step.stepsFrom(base)) > roomOf(layers[at]!)) return [];
        return [{ base, at }];
      })
      .sort((a, b) => b.at - a.at)[0];
    const base = host?.base ?? step.bases[0]!;
    const epilogue = step.stepsFrom(base);
    if (host === undefined) {
      const rounds = inRounds(epilogue);
      let input = base;
      for (const [round, steps] of rounds.entries()) {
        const result = round === rounds.length - 1 ? node.id : another(node);
        push({ paths: [node.path], input, output: result, computation: { kind: 'map' }, epilogue: steps });
        input = result;
      }
      continue;
    }
    const open = layers[host.at]!;
    layers[host.at] = undefined;
    push({
      ...open,
      paths: [...open.paths, node.path],
      output: node.id,
      epilogue: [...open.epilogue, ...epilogue],
    });
  }
  const answer = output === 0 ? another(nodes[0]!) : output;
  if (answer !== output) {
    const copy: Computation = { kind: 'map' };
    push({ paths: [nodes[0]!.path], input: 0, output: answer, computation: copy, epilogue: [] });
  }
  return {
    shapes,
    paths,
    layers: layers.filter((layer) => layer !== undefined),
    input: 0,
    output: answer,
    concatenations,
  };
}

/** Storage buffers that every device can bind to a kernel. */
const maximumBuffers = 8;

/** How many buffers a layer's epilogue may still read. */
function roomOf({ computation, epilogue }: Pick<Layer, 'computation' | 'epilogue'>): number {
  const { kind } = computation;
  // Input and output; weights and bias; statistics, scale and shift.
  const own = kind === 'convolution' ? 4 : kind === 'normalisation' ? 5 : 2;
  return maximumBuffers - own - buffersOf(epilogue);
}

function buffersOf(steps: readonly EpilogueStep[]): number {
  const counts = { activation: 0, add: 1, multiply: 1, affine: 2 };
  return steps.reduce((sum, { kind }) => sum + counts[kind], 0);
}

/** Steps in the order given, as many at a time as a layer that does nothing else has room for. */
function inRounds(steps: readonly EpilogueStep[]): readonly (readonly EpilogueStep[])[] {
  const rounds: EpilogueStep[][] = [[]];
  for (const step of steps) {
    const round = rounds.at(-1)!;
    if (buffersOf([step]) > roomOf({ computation: { kind: 'map' }, epilogue: round })) rounds.push([step]);
    else round.push(step);
  }
  return rounds;
}

interface Elementwise {
  /** Values that the steps can start from: those of the result's shape. */
  readonly bases: readonly NodeId[];
  readonly stepsFrom: (base: NodeId) => readonly EpilogueStep[];
}

/** Operators that an epilogue can take along. */
const elementwiseOperators = {
  relu: true,
  relu6: true,
  silu: true,
  gelu: true,
  sigmoid: true,
  hardswish: true,
  hardsigmoid: true,
  tanh: true,
  add: true,
  multiply: true,
  batchnorm: true,
  layer_scale: true,
} as const satisfies Readonly<Record<Activation, true>> & Partial<Record<Node['op'], true>>;

type ElementwiseNode = Extract<Node, { readonly op: keyof typeof elementwiseOperators }>;
/** Whatever else there is, but for what `lower` does itself: a new operator is missing in `compute`. */
type ComputingNode = Exclude<Node, ElementwiseNode | { readonly op: 'input' | 'concat' }>;

function isElementwise(node: Node): node is ElementwiseNode {
  return Object.hasOwn(elementwiseOperators, node.op);
}

/** What an elementwise operator does to the value it starts from. */
function elementwise(node: ElementwiseNode, nodes: readonly Node[], weights: PreciseWeights): Elementwise {
  const single = (step: EpilogueStep): Elementwise => ({
    bases: [node.inputs[0]!],
    stepsFrom: () => [step],
  });
  switch (node.op) {
    case 'relu':
    case 'relu6':
    case 'silu':
    case 'gelu':
    case 'sigmoid':
    case 'hardswish':
    case 'hardsigmoid':
    case 'tanh':
      return single({ kind: 'activation', name: node.op });
    case 'add':
    case 'multiply': {
      const kind = node.op;
      const bases = node.inputs.filter((id) => sameShape(nodes[id]!.output, node.output));
      return {
        bases,
        stepsFrom: (base) => {
          const others = [...node.inputs];
          others.splice(others.indexOf(base), 1);
          return others.map((value) => ({ kind, value }));
        },
      };
    }
    case 'batchnorm': {
      const [weight, bias, mean, variance] = ['weight', 'bias', 'running_mean', 'running_var'].map(
        (name) => weights.get(`${node.path}.${name}`)!.data,
      );
      const scale = Float64Array.from(weight!, (w, c) => w / Math.sqrt(variance![c]! + node.attributes.eps));
      const shift = Float64Array.from(bias!, (b, c) => b - mean![c]! * scale[c]!);
      return single(affine(node.path, scale, shift));
    }
    case 'layer_scale': {
      const scale = Float64Array.from(weights.get(node.tensors[0]!.name)!.data);
      return single(affine(node.path, scale, new Float64Array(scale.length)));
    }
  }
}

function affine(path: string, scale: Float64Array, shift: Float64Array): EpilogueStep {
  return {
    kind: 'affine',
    scale: { name: `${path}.scale`, values: scale },
    shift: { name: `${path}.shift`, values: shift },
  };
}

function compute(node: ComputingNode, input: Shape, weights: PreciseWeights): Computation {
  switch (node.op) {
    case 'conv': {
      const { kernel, stride, dilation, pad, groups } = node.attributes;
      const { filters, bias } = filtersOf(node, [input[0] / groups, ...kernel], weights);
      return { kind: 'convolution', kernel, stride, dilation, pad, groups, filters, bias };
    }
    case 'linear': {
      // A linear layer is a convolution whose kernel covers the whole map, or one position of it.
      const kernel = node.attributes.pointwise ? ([1, 1] as const) : ([input[1], input[2]] as const);
      const one = [1, 1] as const;
      const { filters, bias } = filtersOf(node, [input[0], ...kernel], weights);
      const pad = [0, 0, 0, 0] as const;
      return { kind: 'convolution', kernel, stride: one, dilation: one, pad, groups: 1, filters, bias };
    }
    case 'maxpool':
    case 'avgpool': {
      const method = node.op === 'maxpool' ? 'max' : 'average';
      const { kernel, stride, pad, global } = node.attributes;
      if (global) return { kind: 'global-pool', method };
      const excludePad = node.op === 'avgpool' && node.attributes.exclude_pad;
      return { kind: 'pool', method, kernel, stride, pad, excludePad };
    }
    case 'layernorm':
    case 'groupnorm': {
      const [scale, shift] = ['weight', 'bias'].map((name): Vector => {
        const full = `${node.path}.${name}`;
        return { name: full, values: Float64Array.from(weights.get(full)!.data) };
      });
      const groups = node.op === 'groupnorm' ? node.attributes.groups : 1;
      const over = node.op === 'groupnorm' ? 'groups' : 'channels';
      const { eps } = node.attributes;
      return { kind: 'normalisation', over, groups, eps, scale: scale!, shift: shift! };
    }
    case 'softmax':
      return { kind: 'softmax' };
    case 'upsample':
      return { kind: 'resize', ...node.attributes, method: node.attributes.method as 'nearest' | 'bilinear' };
    case 'flatten':
      return { kind: 'flatten' };
    case 'channel_shuffle':
      return { kind: 'shuffle', groups: node.attributes.groups };
    case 'zero_pad': {
      const { pad, channels } = node.attributes;
      return { kind: 'place', top: pad[0], left: pad[2], channel: channels[0], zeros: true };
    }
    case 'dropout':
    case 'drop_path':
      return { kind: 'map' };
  }
}

function filtersOf(
  node: Node,
  [channels, height, width]: readonly [number, number, number],
  weights: PreciseWeights,
): { filters: Filters; bias: Vector } {
  const name = `${node.path}.weight`;
  const { data } = weights.get(name)!;
  const count = node.output[0];
  const bias = weights.get(`${node.path}.bias`)?.data ?? new Float64Array(count);
  return {
    filters: { name, shape: [count, channels, height, width], data },
    bias: { name: `${node.path}.bias`, values: Float64Array.from(bias) },
  };
}
