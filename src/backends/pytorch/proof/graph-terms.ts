import type { Graph, Node } from '../../../ir/graph.ts';
import type { TermId, Terms } from './terms.ts';

/** What each node of a graph computes. */
export function graphTerms({ nodes }: Graph, terms: Terms): readonly TermId[] {
  const ids: TermId[] = [];
  for (const node of nodes) ids.push(termOf(node, nodes, ids, terms));
  return ids;
}

function termOf(node: Node, nodes: readonly Node[], ids: readonly TermId[], terms: Terms): TermId {
  const inputs = node.inputs.map((id) => ids[id]!);
  const [input] = inputs as [TermId];
  switch (node.op) {
    case 'input':
      return terms.make('input', [], []);
    case 'conv': {
      const { kernel, filters, stride, pad, dilation, groups, bias } = node.attributes;
      const given = [node.path, kernel, filters, stride, dilation, groups, bias];
      return terms.make('conv', given, [terms.pad(input, pad, 0)]);
    }
    case 'linear': {
      const { units, bias, pointwise } = node.attributes;
      const shape = nodes[node.inputs[0]!]!.output;
      if (pointwise && (shape[1] !== 1 || shape[2] !== 1))
        return terms.make('pointwise', [node.path, units, bias], [input]);
      return terms.make('linear', [node.path, units, bias], [terms.flatten(input, shape)]);
    }
    case 'batchnorm': {
      const { eps, momentum } = node.attributes;
      return terms.make(node.op, [node.path, eps, momentum], inputs);
    }
    case 'layernorm':
      return terms.make(node.op, [node.path, node.attributes.eps], inputs);
    case 'groupnorm':
      return terms.make(node.op, [node.path, node.attributes.groups, node.attributes.eps], inputs);
    case 'layer_scale':
      return terms.make(node.op, [node.path], inputs);
    case 'maxpool': {
      const { global, kernel, stride, pad } = node.attributes;
      if (global) return terms.make('maxpool global', [], inputs);
      return terms.make('maxpool', [kernel, stride], [terms.pad(input, pad, -Infinity)]);
    }
    case 'avgpool': {
      const { global, kernel, stride, pad, exclude_pad } = node.attributes;
      if (global) return terms.make('avgpool global', [], inputs);
      return terms.average(input, [kernel, stride], pad, exclude_pad);
    }
    case 'zero_pad': {
      const { pad, channels } = node.attributes;
      return terms.padChannels(terms.pad(input, pad, 0), ...channels);
    }
    case 'upsample':
      return terms.make(node.op, [node.attributes.scale, node.attributes.method], inputs);
    case 'channel_shuffle':
      return terms.make(node.op, [node.attributes.groups], inputs);
    case 'dropout':
    case 'drop_path':
      return terms.elementwise(node.op, [node.attributes.rate], input);
    case 'flatten':
      return terms.flatten(input, nodes[node.inputs[0]!]!.output);
    case 'add':
    case 'multiply': {
      const { op } = node;
      return inputs.reduce((left, right) => terms.join(op, left, right));
    }
    case 'concat':
      return terms.concat(inputs);
    case 'relu':
    case 'relu6':
    case 'silu':
    case 'gelu':
    case 'sigmoid':
    case 'hardswish':
    case 'hardsigmoid':
    case 'tanh':
      return terms.elementwise(node.op, [], input);
    case 'softmax':
      return terms.make(node.op, [], inputs);
  }
}
