import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Shape } from '../ir/shape.ts';
import { collectSetting, limitOption, type NetworkFlags, parseInputShape } from './network-options.ts';

/** A flag's value for the old and the new side of a comparison: the same, or two around `..`, one of which may be left out. */
export interface Sides<T> {
  readonly before: T;
  readonly after: T;
}

export interface TwoSidedFlags {
  readonly network?: Sides<string | undefined>;
  readonly set: Sides<ReadonlyMap<string, string>>;
  readonly inputShape?: Sides<Shape | undefined>;
  readonly limit: NetworkFlags['limit'];
}

const noSettings: Sides<ReadonlyMap<string, string>> = { before: new Map(), after: new Map() };

/** The flags of `addNetworkOptions`, each for both sides or as `OLD..NEW`. */
export function addTwoSidedOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--network <old..new>',
        'compare these networks; one name takes it from both files',
      ).argParser((text) => eachOf(splitSides(text), (name) => name)),
    )
    .addOption(
      new Option('--set <name=old..new>', 'set a parameter on both sides, or on each; may be repeated')
        .argParser(collectSides)
        .default(noSettings, 'the parameters’ own defaults'),
    )
    .addOption(
      new Option(
        '--input-shape <old..new>',
        'use these inputs, as in 3x224x224..3x256x256, or one for both',
      ).argParser((text) => eachOf(splitSides(text), parseInputShape)),
    )
    .addOption(limitOption());
}

/** Whether the flags tell one side from the other. */
export function differ({ network, set, inputShape }: TwoSidedFlags): boolean {
  const texts = ({ before, after }: Sides<ReadonlyMap<string, string>>): boolean =>
    String([...before]) !== String([...after]);
  return (
    network?.before !== network?.after ||
    texts(set) ||
    String(inputShape?.before) !== String(inputShape?.after)
  );
}

/** The flags of one side, as a command that takes one network has them. */
export function flagsOf(
  { network, set, inputShape, limit }: TwoSidedFlags,
  side: keyof Sides<never>,
): NetworkFlags {
  const [name, shape] = [network?.[side], inputShape?.[side]];
  return {
    ...{ set: set[side], limit },
    ...(name === undefined ? {} : { network: name }),
    ...(shape === undefined ? {} : { inputShape: [shape[0], shape[1], shape[2]] }),
  };
}

function collectSides(
  text: string,
  { before, after }: Sides<ReadonlyMap<string, string>>,
): Sides<ReadonlyMap<string, string>> {
  const at = text.indexOf('=') + 1;
  const name = text.slice(0, at);
  const sides = splitSides(text.slice(at));
  const collect = (value: string, known: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
    value.trim() === '' && sides.before !== sides.after ? known : collectSetting(name + value, known);
  return { before: collect(sides.before, before), after: collect(sides.after, after) };
}

/** Two dots in a string of the language are part of it. */
export function splitSides(text: string): Sides<string> {
  const [, before, after] = /^((?:"[^"]*"|(?!\.\.)[^"])*)\.\.(.*)$/s.exec(text) ?? [];
  if (before === undefined || after === undefined) return { before: text, after: text };
  if (before.trim() === '' && after.trim() === '')
    throw new InvalidArgumentError('Write OLD..NEW; one of the two may be left out.');
  return { before: before.trim(), after: after.trim() };
}

function eachOf<T>({ before, after }: Sides<string>, parse: (text: string) => T): Sides<T | undefined> {
  const read = (text: string): T | undefined => (text === '' && before !== after ? undefined : parse(text));
  return { before: read(before), after: read(after) };
}
