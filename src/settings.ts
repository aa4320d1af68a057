import { diagnose } from './diagnostics/diagnose.ts';
import type { Outcome } from './diagnostics/diagnostic.ts';
import { didYouMean } from './diagnostics/did-you-mean.ts';
import type { Value } from './ir/value.ts';
import { bool, float, int, string } from './ir/value.ts';
import type { LinkedModule, NetworkEntity } from './linking/program.ts';

/** A parameter's value as the command line gives it: `--set classes=10`, `--set depths=[2,2,2,2]`, `--set unit=basic`. */
export function readSetting(
  name: string,
  text: string,
  network: NetworkEntity,
  module: LinkedModule,
): Outcome<Value | undefined> {
  const at = { file: network.module.file.name, span: network.declaration.name.span };
  const known = network.declaration.parameters.map((parameter) => parameter.name.text);
  if (!known.includes(name)) {
    const near = didYouMean(name, known);
    const help = near === undefined ? `it has ${known.join(', ') || 'none'}` : `did you mean \`${near}\`?`;
    const of = network.declaration.name.text;
    return {
      value: undefined,
      diagnostics: [diagnose('value/unknown-argument', { of, argument: name }, at, { help })],
    };
  }
  const entity = module.names.get(text);
  if (entity?.kind === 'block')
    return {
      value: {
        type: 'block',
        block: entity,
        bound: new Map(),
        symbolic: { kind: 'block', name: text, arguments: [] },
      },
      diagnostics: [],
    };
  return { value: fromText(text.trim()), diagnostics: [] };
}

function fromText(text: string): Value {
  if (/^-?\d+$/.test(text) && Number.isSafeInteger(Number(text))) return int(Number(text));
  if (/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) && Number.isFinite(Number(text)))
    return float(Number(text));
  if (text === 'true' || text === 'false') return bool(text === 'true');
  if (text.startsWith('[') && text.endsWith(']')) {
    const items = text
      .slice(1, -1)
      .split(',')
      .filter((item) => item.trim() !== '')
      .map((item) => fromText(item.trim()));
    return { type: 'list', items, symbolic: { kind: 'list', items: items.map((item) => item.symbolic) } };
  }
  return string(text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text);
}
