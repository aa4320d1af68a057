import { Command, Option } from 'commander';
import { hasErrors } from '../diagnostics/diagnostic.ts';
import type { CheckOptions, CheckResult } from '../index.ts';
import { readConfig } from './config.ts';
import { exitCodes, stop } from './exit.ts';
import { fixAll } from './fix.ts';
import { addNetworkOptions, checkOptions, limitsOf, type NetworkFlags } from './network-options.ts';
import { type Format, formats, merge, printDiagnostics, type Shown, withShownNames } from './show.ts';
import { readSpec, type Spec, standardInput } from './spec.ts';
import { print } from './terminal.ts';
import { watch } from './watch.ts';

interface Flags extends NetworkFlags {
  readonly format: Format;
  readonly fix?: true;
  readonly watch?: true;
  readonly color?: boolean;
}

export function checkCommand(): Command {
  const command = new Command('check')
    .summary('find what is wrong with a spec')
    .description('Checks specs: their language, every shape and sum in them, and what looks unintended.')
    .argument('<file...>', 'specs to check; - reads standard input')
    .addOption(
      new Option('--format <format>', 'how to print what was found').choices(formats).default('human'),
    )
    .option('--fix', 'apply the edits that the messages offer')
    .option('--watch', 'check again whenever a file changes');
  return addNetworkOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  rnc check net.resnet
  rnc check net.resnet --fix            apply what can be mended
  rnc check specs/*.resnet --format github
  rnc check net.resnet --set classes=10 --input-shape 3x32x32

Exit codes: 0 no errors (warnings are fine), 1 errors found, 2 wrong usage or a file that cannot be read.`,
    )
    .action(run);
}

async function run(files: readonly string[], _flags: Flags, command: Command): Promise<void> {
  const flags = command.optsWithGlobals<Flags>();
  const fromInput = files.filter((file) => file === standardInput).length;
  if (fromInput > 1) stop(2, 'standard input can be checked only once');
  if (fromInput > 0 && flags.fix) stop(2, '--fix cannot change standard input; give a file');
  if (fromInput > 0 && flags.watch) stop(2, '--watch cannot watch standard input; give a file');
  if (flags.watch) {
    return watch(async () => {
      const checked = await checkFiles(files, flags);
      await show(checked, flags);
      return checked.flatMap(({ spec, result }) => pathsOf(spec, result));
    }, files);
  }
  const checked = await checkFiles(files, flags);
  await show(checked, flags);
  if (checked.some(({ result }) => hasErrors(result.diagnostics))) process.exitCode = exitCodes.wrongInput;
}

interface Checked {
  readonly spec: Spec;
  readonly result: CheckResult;
}

async function checkFiles(files: readonly string[], flags: Flags): Promise<readonly Checked[]> {
  const { check } = await import('../check.ts');
  const checked: Checked[] = [];
  for (const file of files) {
    const config = await readConfig(file);
    const spec = await readSpec(file, limitsOf(flags, config));
    const options = checkOptions(flags, spec, config);
    checked.push({ spec, result: await checkOne(spec, options, check, flags.fix === true) });
  }
  return checked;
}

async function checkOne(
  spec: Spec,
  options: CheckOptions,
  check: typeof import('../check.ts').check,
  fix: boolean,
): Promise<CheckResult> {
  if (spec.problems.length > 0) {
    return { networks: [], diagnostics: spec.problems, files: new Map([[spec.source.name, spec.source]]) };
  }
  if (!fix) return check(spec.source, options);
  return fixAll(spec, options, check);
}

async function show(checked: readonly Checked[], flags: Flags): Promise<void> {
  const shown: Shown = merge(
    checked.map(({ spec, result }) => withShownNames(result.diagnostics, result.files, spec.shown)),
  );
  await printDiagnostics(shown, flags.format, flags.color);
  if (flags.format === 'human' && shown.diagnostics.length === 0) {
    for (const { spec, result } of checked) {
      print(`${spec.shown(spec.source.name)}: no problems (${namesOf(result)})\n`);
    }
  }
}

const mostNames = 10;

/** The networks of a file; of very many the first, and how many more. */
function namesOf({ networks }: CheckResult): string {
  const names = networks.slice(0, mostNames).map(({ name }) => name);
  const more = networks.length - names.length;
  return [...names, ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
}

/** Where the files lie that a result came from: the spec and its imports. */
function pathsOf(spec: Spec, { files }: CheckResult): readonly string[] {
  return [...files.keys()]
    .filter((name) => !name.startsWith('std/'))
    .flatMap((name) => spec.pathOf(name) ?? []);
}
