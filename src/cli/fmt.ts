import { Command } from 'commander';
import { lineStarts, positionAt } from '../diagnostics/source.ts';
import { count, plural } from '../diagnostics/wording.ts';
import { escapeTerminal } from '../emission/escape.ts';
import type { Formatted } from '../index.ts';
import { readConfig } from './config.ts';
import { exitCodes, stop } from './exit.ts';
import { findSpecs } from './find-specs.ts';
import { showToPeople, withShownNames } from './show.ts';
import { readSpec, type Spec, standardInput } from './spec.ts';
import { note, print } from './terminal.ts';
import { replaceFiles } from './write-file.ts';

interface Flags {
  readonly check?: true;
  readonly color?: boolean;
}

export function fmtCommand(): Command {
  return new Command('fmt')
    .summary('format specs')
    .description('Formats specs in the one style of the language, in place, and prints which files changed.')
    .argument('<file...>', 'specs, and folders of them; - reads standard input and writes standard output')
    .option('--check', 'write nothing; print which files would change')
    .addHelpText(
      'after',
      `
Examples:
  rnc fmt net.resnet
  rnc fmt .                       every .resnet file here and in the folders below
  rnc fmt --check specs           in CI, or before a commit
  rnc fmt - < net.resnet          for an editor

Of a file with syntax errors, what has none is formatted; the rest stays as it is, and standard error says where.
Exit codes: 0 all is formatted, 1 a file has errors or, with --check, would change, 2 wrong usage or a file that cannot be
read or written.`,
    )
    .action(run);
}

async function run(paths: readonly string[], _flags: Flags, command: Command): Promise<void> {
  const flags = command.optsWithGlobals<Flags>();
  const fromInput = paths.includes(standardInput);
  if (fromInput && paths.length > 1) stop(2, 'standard input is formatted alone: it goes to standard output');
  const files = fromInput ? paths : findSpecs(paths);
  if (files.length === 0) note(`rnc: there are no .resnet files in ${paths.join(', ')}\n`);
  // All are read before one is written: where the command line is wrong, nothing changes.
  const outcomes: Outcome[] = [];
  for (const file of files) outcomes.push(await formatFile(file));
  const changed = outcomes.filter(isChanged);
  for (const outcome of outcomes) await sayWhatIsWrong(outcome, flags);
  const failed = outcomes.some(
    ({ formatted }) => formatted === undefined || formatted.unformatted.length > 0,
  );
  if (failed || (flags.check && changed.length > 0)) process.exitCode = exitCodes.wrongInput;
  if (flags.check) {
    for (const { spec } of changed) print(`${nameOf(spec)}\n`);
    if (changed.length > 0)
      note(`rnc: of ${plural(outcomes.length, 'file')} ${count(changed.length)} would change\n`);
  } else if (fromInput) {
    for (const { formatted } of outcomes) print(formatted?.text ?? '');
  } else {
    for (const { spec, formatted } of changed) {
      const shown = nameOf(spec);
      await replaceFiles([{ path: spec.pathOf(spec.source.name)!, content: formatted!.text, shown }]);
      print(`${shown}\n`);
    }
  }
}

interface Outcome {
  readonly spec: Spec;
  /** Undefined where there is no text. */
  readonly formatted: Formatted | undefined;
}

async function formatFile(file: string): Promise<Outcome> {
  const { format } = await import('../format.ts');
  const { limits } = await readConfig(file);
  const spec = await readSpec(file, limits);
  return { spec, formatted: spec.problems.length > 0 ? undefined : format(spec.source, limits) };
}

/** A byte order mark goes too, unless there are errors. */
function isChanged({ spec, formatted }: Outcome): boolean {
  if (formatted === undefined) return false;
  return formatted.text !== spec.source.text || (spec.byteOrderMark && formatted.unformatted.length === 0);
}

function nameOf({ source, shown }: Spec): string {
  return shown(source.name);
}

async function sayWhatIsWrong({ spec, formatted }: Outcome, { color }: Flags): Promise<void> {
  const { source, problems, shown } = spec;
  await showToPeople(withShownNames(problems, new Map([[source.name, source]]), shown), 'stderr', color);
  const starts = lineStarts(source.text);
  for (const { span, error } of formatted?.unformatted ?? []) {
    const { line, column } = positionAt(starts, error.span.start);
    const [first, last] = [span.start, span.end].map((offset) => positionAt(starts, offset).line);
    const lines =
      first === last ? `line ${first} is left as it is` : `lines ${first} to ${last} are left as they are`;
    note(`${escapeTerminal(`rnc: ${nameOf(spec)}:${line}:${column}: ${lines}: ${error.message}`)}\n`);
  }
}
