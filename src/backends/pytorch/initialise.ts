import { call } from '../../emission/python-layout.ts';
import type { Graph } from '../../ir/graph.ts';
import type { Statement } from './statements.ts';
import { line } from './statements.ts';

/** How a weight starts, as a call of `torch.nn.init`; undefined where it is what PyTorch does by itself. */
const initialisers: Readonly<Record<string, string>> = {
  he_normal: 'kaiming_normal_(module.weight, mode="fan_out")',
  he_normal_fan_in: 'kaiming_normal_(module.weight)',
  he_uniform: 'kaiming_uniform_(module.weight)',
  glorot_normal: 'xavier_normal_(module.weight)',
  glorot_uniform: 'xavier_uniform_(module.weight)',
  lecun_normal: 'kaiming_normal_(module.weight, nonlinearity="linear")',
  zeros: 'zeros_(module.weight)',
};

function initialiser(kind: string): Statement {
  const [, name, given] = /^(\w+)\((.*)\)$/.exec(initialisers[kind]!)!;
  return line(call(`nn.init.${name}`, given!.split(', ')));
}

/** Sets the weights as the spec has them, at the end of the network's constructor. */
export function initialStatements(graph: Graph): readonly Statement[] {
  const kinds = (op: 'conv' | 'linear'): readonly string[] => [
    ...new Set(graph.nodes.flatMap((node) => (node.op === op ? [node.attributes.init] : []))),
  ];
  const [conv] = kinds('conv');
  const [linear] = kinds('linear');
  const biased = graph.nodes.some((node) => node.op === 'conv' && node.attributes.bias);
  const blocks: Statement[] = [];
  if (conv !== undefined) {
    const body: Statement[] = [initialiser(conv)];
    if (biased)
      body.push({
        kind: 'block',
        head: 'if module.bias is not None:',
        body: [line('nn.init.zeros_(module.bias)')],
      });
    blocks.push({ kind: 'block', head: 'if isinstance(module, nn.Conv2d):', body });
  }
  if (linear !== undefined && linear !== 'linear_uniform') {
    const head = `${blocks.length === 0 ? 'if' : 'elif'} isinstance(module, nn.Linear):`;
    blocks.push({ kind: 'block', head, body: [initialiser(linear)] });
  }
  return blocks.length === 0 ? [] : [{ kind: 'block', head: 'for module in self.modules():', body: blocks }];
}
