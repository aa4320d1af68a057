import type { CodeLens } from 'vscode-languageserver';
import { exact, short, shape as showShape } from '../backends/quantities.ts';
import type { Declaration } from '../parser/ast.ts';
import type { Analysis } from './analysis.ts';
import { type Effect, instancesOf } from './effects.ts';
import { someOf } from './inlay-hints.ts';
import { rangeOf } from './places.ts';

/** Over each network what it costs and makes, over each block what an instance costs. What an error hides is left out. */
export function codeLenses(analysis: Analysis): readonly CodeLens[] {
  return analysis.root.module.declarations.flatMap((declaration) => {
    const title = totalOf(declaration, analysis);
    if (title === undefined) return [];
    return [{ range: rangeOf(analysis, declaration.name.span), command: { title, command: '' } }];
  });
}

/** What a network costs and makes, or an instance of a block; undefined where an error hides it, and for what nothing uses. */
export function totalOf(declaration: Declaration, analysis: Analysis): string | undefined {
  return declaration.kind === 'network' ? ofNetwork(declaration, analysis) : ofBlock(declaration, analysis);
}

function ofNetwork(declaration: Declaration, analysis: Analysis): string | undefined {
  const network = analysis.networks.find(({ entity }) => entity.declaration === declaration);
  if (network === undefined) return ofFamily(declaration, analysis);
  const { observations } = network;
  if (!observations?.complete) return undefined;
  const [run] = [...observations.instances.keys()].filter(({ kind }) => kind === 'network');
  const total = run && instancesOf({ ...analysis, networks: [network] }, run)[0];
  if (total?.after === undefined) return undefined;
  const input = observations.nodes[0]!.output;
  return `${costs([total])} · ${showShape(input)} → ${showShape(total.after)}`;
}

/** A network with a parameter left open is made by others. */
function ofFamily(declaration: Declaration, analysis: Analysis): string | undefined {
  const made = instancesOf(analysis, declaration);
  return made.length === 0 ? undefined : `${costs(made)} · ${usedBy(made.map(({ network }) => network))}`;
}

function usedBy(names: readonly string[]): string {
  return `made as ${names.length > 3 ? `${names[0]}, ${names[1]} and ${names.length - 2} more` : names.join(', ')}`;
}

function ofBlock(declaration: Declaration, analysis: Analysis): string | undefined {
  const instances = instancesOf(analysis, declaration);
  if (instances.length === 0) return undefined;
  const used = instances.length === 1 ? 'used once' : `used ${exact(instances.length)} times`;
  return `${costs(instances)} · ${used}`;
}

function costs(effects: readonly Effect[]): string {
  return `${between(
    effects.map(({ parameters }) => parameters),
    exact,
  )} parameters · ${between(
    effects.map(({ macs }) => macs),
    short,
  )} MACs`;
}

function between(numbers: readonly number[], show: (number: number) => string): string {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  return someOf(sorted.map(show));
}
