import { Command, Option } from 'commander';
import { hasErrors } from '../diagnostics/diagnostic.ts';
import type { DiffFormat } from '../diff/render/index.ts';
import type { DiffSide } from '../diff.ts';
import type { DiffResult } from '../index.ts';
import { readConfig } from './config.ts';
import { exitCodes, stop } from './exit.ts';
import { checkOptions, limitsOf } from './network-options.ts';
import { merge, type Shown, showToPeople, withShownNames } from './show.ts';
import { readSpec, type Spec } from './spec.ts';
import { print, shownOn } from './terminal.ts';
import { addTwoSidedOptions, differ, flagsOf, type TwoSidedFlags } from './two-sides.ts';

const formats = ['text', 'json', 'markdown'] as const satisfies readonly DiffFormat[];

interface Flags extends TwoSidedFlags {
  readonly format: DiffFormat;
  readonly all?: true;
  readonly exitCode?: true;
  readonly color?: boolean;
}

const widthWithoutTerminal = 100;

/** What git gives instead of a file that one side does not have. */
const noFile = '/dev/null';

export function diffCommand(): Command {
  const command = new Command('diff')
    .summary('say what changed between two networks')
    .description(
      'Compares two networks: structure, shapes, parameters, cost, and which of an old checkpoint’s tensors still load.',
    )
    .argument('<old>', 'a spec; - reads standard input')
    .argument('[new]', 'another; without it the networks or settings of one file are compared')
    .addOption(new Option('--format <format>', 'how to print it').choices(formats).default('text'))
    .option('--all', 'print every line: nothing folded, no list cut')
    .option('--exit-code', 'end with 1 where anything differs');
  return addTwoSidedOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  rnc diff old.resnet new.resnet                            the only network of each, or those of one name
  rnc diff models.resnet --network resnet18..resnet34       two networks of a file
  rnc diff net.resnet --set width=64..128                   two settings of a network
  rnc diff net.resnet --set blocks=..4                      its default, and another setting
  rnc diff net.resnet --input-shape 3x224x224..3x256x256    two inputs
  git show HEAD:net.resnet | rnc diff - net.resnet          what changed since the last commit
  rnc diff old.resnet new.resnet --format markdown          for a pull request

Exit codes: 0 compared, 1 a spec has errors (with --exit-code also: they differ), 2 wrong usage or a file
that cannot be read.`,
    )
    .action(run);
}

async function run(old: string, now: string | undefined, _flags: Flags, command: Command): Promise<void> {
  const flags = command.optsWithGlobals<Flags>();
  if (now === undefined && !differ(flags))
    stop(
      2,
      'one file alone is compared with itself: name another, or write OLD..NEW behind --network, --set or --input-shape',
    );
  const before = await readSide(old, 'before', flags);
  const after = await readSide(
    now ?? old,
    'after',
    flags,
    now === undefined || now === old ? before : undefined,
  );
  const shown = merge([before, after].flatMap((side) => problemsOf(side) ?? []));
  if (hasErrors(shown.diagnostics)) return refuse(shown, flags);
  const { diff } = await import('../diff.ts');
  const { difference, ...checked } = diff(before?.side, after?.side);
  if (difference === undefined) {
    const found = [errorsOf(checked.before, before), errorsOf(checked.after, after)];
    return refuse(merge(found), flags);
  }
  const { renderDifference } = await import('../diff/render/index.ts');
  const { colour, width = widthWithoutTerminal } = shownOn('stdout', flags.color);
  print(renderDifference(difference, flags.format, { all: flags.all === true, colour, width }));
  if (flags.exitCode && !difference.same) process.exitCode = exitCodes.wrongInput;
}

interface ReadSide {
  readonly spec: Spec;
  readonly side: DiffSide;
}

/** Undefined for a file that is not there at all. What was read for the other side is not read again: standard input cannot be. */
async function readSide(
  file: string,
  which: 'before' | 'after',
  flags: Flags,
  other?: ReadSide,
): Promise<ReadSide | undefined> {
  if (file === noFile) return undefined;
  const own = flagsOf(flags, which);
  const config = await readConfig(file);
  const spec = other?.spec ?? (await readSpec(file, limitsOf(own, config)));
  return { spec, side: { source: spec.source, shown: spec.shown, ...checkOptions(own, spec, config) } };
}

function problemsOf(read: ReadSide | undefined): readonly Shown[] {
  if (read === undefined) return [];
  const { problems, source, shown } = read.spec;
  return [withShownNames(problems, new Map([[source.name, source]]), shown)];
}

function errorsOf({ diagnostics, files }: DiffResult['before'], read: ReadSide | undefined): Shown {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return withShownNames(errors, files, read?.spec.shown ?? ((name) => name));
}

async function refuse(shown: Shown, { color }: Flags): Promise<void> {
  await showToPeople(shown, 'stderr', color);
  process.exitCode = exitCodes.wrongInput;
}
