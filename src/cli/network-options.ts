import { type Command, InvalidArgumentError, Option } from 'commander';
import { didYouMean } from '../diagnostics/did-you-mean.ts';
import { type LimitName, type Limits, limitNames } from '../diagnostics/limits.ts';
import type { CheckOptions } from '../index.ts';
import type { Config } from './config.ts';
import { stop } from './exit.ts';
import type { Spec } from './spec.ts';

/** The flags that choose and change a network, the same for every command that compiles one. */
export interface NetworkFlags {
  readonly network?: string;
  readonly set: ReadonlyMap<string, string>;
  readonly inputShape?: readonly [number, number, number];
  readonly limit: ReadonlyMap<LimitName, number>;
}

export function addNetworkOptions(command: Command): Command {
  return command
    .option('--network <name>', 'take only this network of the file')
    .addOption(
      new Option('--set <name=value>', 'set a parameter of the network; may be repeated')
        .argParser(collectSetting)
        .default(new Map(), 'the parameters’ own defaults'),
    )
    .addOption(
      new Option(
        '--input-shape <CxHxW>',
        'use this input instead of the one written, as in 3x256x256',
      ).argParser(parseInputShape),
    )
    .addOption(limitOption());
}

export function limitOption(): Option {
  return new Option('--limit <name=number>', 'allow so much of what is limited; may be repeated')
    .argParser(collectLimit)
    .default(new Map(), 'those of the language’s reference');
}

function collectLimit(text: string, before: ReadonlyMap<LimitName, number>): ReadonlyMap<LimitName, number> {
  const [, word = '', digits] = /^\s*(\w+)\s*=\s*(\d{1,16})\s*$/.exec(text) ?? [];
  const most = Number(digits);
  if (!Number.isSafeInteger(most) || most < 1)
    throw new InvalidArgumentError('Write it as name=number, as in --limit operators=200000.');
  const name = limitNames.find((known) => known === word);
  if (name === undefined) {
    const near = didYouMean(word, limitNames);
    throw new InvalidArgumentError(
      `There is no limit \`${word}\`; ${near === undefined ? `the limits are ${limitNames.join(', ')}` : `did you mean \`${near}\``}${near === undefined ? '.' : '?'}`,
    );
  }
  if (before.has(name)) throw new InvalidArgumentError(`\`${name}\` is set twice.`);
  return new Map([...before, [name, most]]);
}

/** The limits of the configuration, those of the command line instead of them. */
export function limitsOf({ limit }: Pick<NetworkFlags, 'limit'>, { limits }: Config): Limits {
  return { ...limits, ...Object.fromEntries(limit) };
}

export function collectSetting(
  text: string,
  before: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const [name = '', ...rest] = text.split('=');
  const value = rest.join('=').trim();
  if (!/^[A-Za-z_]\w*$/.test(name.trim()) || rest.length === 0 || value === '') {
    throw new InvalidArgumentError('Write it as name=value, as in --set classes=10.');
  }
  if (before.has(name.trim())) throw new InvalidArgumentError(`\`${name.trim()}\` is set twice.`);
  return new Map([...before, [name.trim(), value]]);
}

export function parseInputShape(text: string): readonly [number, number, number] {
  const extents = text
    .split(/\s*[x×,]\s*/i)
    .map((part) => (/^[1-9]\d{0,8}$/.test(part) ? Number(part) : Number.NaN));
  const [channels, height, width] = extents;
  if (extents.length !== 3 || extents.some(Number.isNaN)) {
    throw new InvalidArgumentError('Write it as channels x height x width, as in 3x224x224.');
  }
  return [channels!, height!, width!];
}

/** What the compiler gets: from the command line, the configuration and the spec’s folder. */
export function checkOptions(flags: NetworkFlags, spec: Spec, config: Config): CheckOptions {
  return {
    load: spec.load,
    set: flags.set,
    lint: config.lint,
    limits: limitsOf(flags, config),
    ...(flags.network === undefined ? {} : { network: flags.network }),
    ...(flags.inputShape === undefined ? {} : { inputShape: flags.inputShape }),
  };
}

/** A whole number from `least` on, at most `most` where that is given, for flags such as --seed and --top. */
export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  const range = most === Number.MAX_SAFE_INTEGER ? `from ${least} on` : `from ${least} to ${most}`;
  return (text) => {
    const value = Number(text);
    if (!/^\d{1,16}$/.test(text) || !Number.isSafeInteger(value) || value < least || value > most) {
      throw new InvalidArgumentError(`It must be a whole number ${range}.`);
    }
    return value;
  };
}

/** Numbers between commas, as in 0.485,0.456,0.406. */
export function numberList(text: string): readonly number[] {
  const values = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if (!values.every(Number.isFinite)) {
    throw new InvalidArgumentError('Write numbers between commas, as in 0.485,0.456,0.406.');
  }
  return values;
}

/** Flags that are about a network say nothing where there is none. */
export function refuseNetworkWithoutSpec({
  spec,
  network,
  set,
  inputShape,
  limit,
}: NetworkFlags & { readonly spec?: string }): void {
  if (spec !== undefined) return;
  const given = Object.entries({
    '--network': network,
    '--input-shape': inputShape,
    '--set': set.size || undefined,
    '--limit': limit.size || undefined,
  });
  const [flag] = given.find(([, value]) => value !== undefined) ?? [];
  if (flag !== undefined) stop(2, `${flag} is for the network of --spec, which is not given`);
}
