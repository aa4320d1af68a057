import type { Code } from '../../emission/python-layout.ts';
import { call } from '../../emission/python-layout.ts';
import { everyStep } from '../../ir/every-step.ts';
import type { Graph } from '../../ir/graph.ts';
import type { Statement } from './statements.ts';
import { line } from './statements.ts';

/** Operators whose weights start by a rule of their own. */
type Initialised = 'conv' | 'linear' | 'batchnorm';

/** What PyTorch does by itself. */
const byItself = { conv: undefined, linear: 'linear_uniform', batchnorm: 'ones' } as const;

/** The rule that all convolutions (linear layers, norms) of the network have; `several` where they differ, or follow a parameter. */
export type Initialisation = Readonly<Record<Initialised, string | undefined>>;

export function initialisationOf(graph: Graph): Initialisation {
  const { definitions, main } = graph.outline;
  const steps = [main, ...definitions].flatMap((definition) => everyStep(definition.steps));
  const rule = (op: Initialised): string | undefined => {
    const rules = new Set<string>();
    for (const node of graph.nodes) if (node.op === op) rules.add(node.attributes.init);
    const follows = steps.some((step) => {
      const init = step.kind === 'operator' && step.op === op ? step.attributes.init : undefined;
      return init !== undefined && !('kind' in init && init.kind === 'constant');
    });
    const [only] = rules;
    return rules.size > 1 || follows ? 'several' : only;
  };
  return { conv: rule('conv'), linear: rule('linear'), batchnorm: rule('batchnorm') };
}

/** A layer with its rule around it, where the end of the constructor does not set all alike. `rule` is code. */
export function withInitialiser(
  initialisation: Initialisation,
  op: Initialised,
  module: Code,
  rule: string,
): Code | undefined {
  const isDefault = rule === `"${byItself[op]}"`;
  const alone = initialisation[op] === 'several' || op === 'batchnorm';
  return alone && !isDefault ? call('initialised', [module, rule]) : undefined;
}

/** Each rule as a call of `torch.nn.init`. */
const rules: Readonly<Record<string, readonly [name: string, ...more: readonly string[]]>> = {
  he_normal: ['kaiming_normal_', 'mode="fan_out"'],
  he_normal_fan_in: ['kaiming_normal_'],
  he_uniform: ['kaiming_uniform_'],
  glorot_normal: ['xavier_normal_'],
  glorot_uniform: ['xavier_uniform_'],
  lecun_normal: ['kaiming_normal_', 'nonlinearity="linear"'],
  zeros: ['zeros_'],
};

/** Sets the weights that all start alike, at the end of the network's constructor. */
export function initialStatements(graph: Graph, { conv, linear }: Initialisation): readonly Statement[] {
  const blocks: Statement[] = [];
  if (conv !== undefined && conv !== 'several') {
    const body: Statement[] = [initialiser(conv)];
    if (graph.nodes.some((node) => node.op === 'conv' && node.attributes.bias))
      body.push({
        kind: 'block',
        head: 'if module.bias is not None:',
        body: [line('nn.init.zeros_(module.bias)')],
      });
    blocks.push({ kind: 'block', head: 'if isinstance(module, nn.Conv2d):', body });
  }
  if (linear !== undefined && linear !== 'several' && linear !== byItself.linear) {
    const head = `${blocks.length === 0 ? 'if' : 'elif'} isinstance(module, nn.Linear):`;
    blocks.push({ kind: 'block', head, body: [initialiser(linear)] });
  }
  return blocks.length === 0 ? [] : [{ kind: 'block', head: 'for module in self.modules():', body: blocks }];
}

function initialiser(rule: string): Statement {
  const [name, ...more] = rules[rule]!;
  return line(call(`nn.init.${name}`, ['module.weight', ...more]));
}
