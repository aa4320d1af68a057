import type { Location } from '../diagnostics/diagnostic.ts';
import type { AttributesOf, OperatorKind } from './operators.ts';
import type { Outline } from './outline.ts';
import type { Shape } from './shape.ts';

/** `trainable`: an optimiser changes it; `buffer`: a running statistic. */
export type TensorRole = 'trainable' | 'buffer';

/** A tensor that a node owns. Shapes are PyTorch's: O×I/groups×kH×kW, out×in, or one extent. */
export interface Tensor {
  /** The whole name: the node's path and the tensor's own name, as in `layer1.0.conv1.weight`. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly role: TensorRole;
  readonly init: Initializer;
}

export type Initializer =
  | 'zeros'
  | 'ones'
  | 'he_normal' // normal, variance 2 / fan-out: torchvision's convolutions
  | 'he_normal_fan_in'
  | 'he_uniform'
  | 'glorot_normal'
  | 'glorot_uniform'
  | 'lecun_normal'
  | 'linear_uniform' // uniform in ±1 / √fan-in: torchvision's linear layers, weight and bias
  | { readonly constant: number }
  | { readonly normal: number } // standard deviation
  | { readonly linearBias: number }; // uniform in ±1 / √n, n the fan-in of the layer

/** The graph's input is node 0; every other node's inputs have smaller numbers. */
export type NodeId = number;

interface NodeOf<K extends OperatorKind> {
  readonly id: NodeId;
  readonly op: K;
  readonly attributes: AttributesOf<K>;
  readonly inputs: readonly NodeId[];
  readonly output: Shape;
  readonly tensors: readonly Tensor[];
  /** Labels from the network down: `layer2.0.conv1`. Unlabelled operators get a name from their kind and position. */
  readonly path: string;
  readonly labelled: boolean;
  readonly scope: ScopeId;
  readonly source: Location;
}

export type Node = { readonly [K in OperatorKind]: NodeOf<K> }[OperatorKind];

export type ScopeId = number;

/** A piece of the source that a run of nodes came from. Scope 0 is the network; parents come before their children. */
export interface Scope {
  readonly id: ScopeId;
  readonly parent: ScopeId | undefined;
  readonly kind: ScopeKind;
  /** `layer2` of a stage, `layer2.0` of its first block; the parent's path where the scope adds no label. */
  readonly path: string;
  /** The block's name for a block, the label or `stem`, `head` for a part, else the construct's keyword. */
  readonly name: string;
  /** False where a name was made up from a position. */
  readonly labelled: boolean;
  /** Of a block instance: its arguments, the values as messages show them: `width`, `64`. */
  readonly arguments?: readonly { readonly name: string; readonly value: string }[];
  /** Of a stage or repeat: how many copies. Of a copy: its number. */
  readonly count?: number;
  readonly index?: number;
  /** The statement that made the scope: for a block instance, the call or stage line. */
  readonly source: Location;
}

export type ScopeKind =
  | 'network'
  | 'part' // stem { … }, head { … }
  | 'group' // label: { … }
  | 'stage'
  | 'repeat'
  | 'copy' // one round of a repeat
  | 'block' // an instance of a block, also inside a stage
  | 'residual'
  | 'shortcut'
  | 'gate'
  | 'branches'
  | 'path';

/** One network, every shape known. Only a network without errors becomes a Graph. */
export interface Graph {
  readonly name: string;
  readonly documentation: string | undefined;
  readonly source: Location;
  readonly nodes: readonly Node[];
  readonly scopes: readonly Scope[];
  readonly output: NodeId;
  /** The same network as its author structured it, for targets that write code for people. */
  readonly outline: Outline;
}

/** Every tensor of the network, in the order of the source: PyTorch's state_dict order. */
export function tensorsOf(graph: Pick<Graph, 'nodes'>): readonly Tensor[] {
  return graph.nodes.flatMap((node) => node.tensors);
}

export function inputShape(graph: Pick<Graph, 'nodes'>): Shape {
  return graph.nodes[0]!.output;
}

export function outputShape(graph: Pick<Graph, 'nodes' | 'output'>): Shape {
  return graph.nodes[graph.output]!.output;
}

/** For each node, the nodes that read it. */
export function consumersOf(graph: Pick<Graph, 'nodes'>): readonly (readonly NodeId[])[] {
  const consumers: NodeId[][] = graph.nodes.map(() => []);
  for (const node of graph.nodes) for (const input of node.inputs) consumers[input]!.push(node.id);
  return consumers;
}
