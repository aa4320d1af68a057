import { Command, Option } from 'commander';
import type { ReportFormat } from '../backends/report/report.ts';
import { hasErrors } from '../diagnostics/diagnostic.ts';
import type { Report } from '../index.ts';
import { readConfig } from './config.ts';
import { exitCodes } from './exit.ts';
import { addNetworkOptions, checkOptions, limitsOf, type NetworkFlags } from './network-options.ts';
import { merge, type Shown, showToPeople, withShownNames } from './show.ts';
import { readSpec } from './spec.ts';
import { print, shownOn } from './terminal.ts';

const formats = ['table', 'json', 'markdown', 'html', 'csv'] as const satisfies readonly ReportFormat[];

interface Flags extends NetworkFlags {
  readonly format: ReportFormat;
  readonly layers?: true;
  readonly color?: boolean;
}

const widthWithoutTerminal = 80;

export function reportCommand(): Command {
  const command = new Command('report')
    .summary('count parameters, operations and memory')
    .description('Reports what networks are made of and what they cost, in the shape of a paper’s table.')
    .argument('<file...>', 'specs; several files or networks are shown side by side; - reads standard input')
    .addOption(new Option('--format <format>', 'how to print it').choices(formats).default('table'))
    .option('--layers', 'list every layer (json and csv always do)');
  return addNetworkOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  rnc report specs/resnet50.resnet
  rnc report specs/resnet18.resnet specs/resnet50.resnet      side by side
  rnc report specs/resnet50.resnet --layers | less
  rnc report specs/resnet50.resnet --format json | jq .macs

macs counts multiply-accumulates of convolutions and linear layers at batch 1, flops is twice that.
Exit codes: 0 reported, 1 a spec has errors, 2 wrong usage or a file that cannot be read.`,
    )
    .action(run);
}

async function run(files: readonly string[], _flags: Flags, command: Command): Promise<void> {
  const flags = command.optsWithGlobals<Flags>();
  const { report } = await import('../compile.ts');
  const reports: Report[] = [];
  const problems: Shown[] = [];
  for (const file of files) {
    const config = await readConfig(file);
    const spec = await readSpec(file, limitsOf(flags, config));
    const result =
      spec.problems.length > 0
        ? { reports: [], diagnostics: spec.problems, files: new Map([[spec.source.name, spec.source]]) }
        : report(spec.source, checkOptions(flags, spec, config));
    reports.push(...result.reports);
    const errors = result.diagnostics.filter(({ severity }) => severity === 'error');
    problems.push(withShownNames(errors, result.files, spec.shown));
  }
  const shown = merge(problems);
  if (hasErrors(shown.diagnostics)) {
    await showToPeople(shown, 'stderr', flags.color);
    process.exitCode = exitCodes.wrongInput;
    return;
  }
  const { renderReport } = await import('../backends/report/render.ts');
  const { colour, width = widthWithoutTerminal } = shownOn('stdout', flags.color);
  print(renderReport(reports, flags.format, { layers: flags.layers === true, colour, width }));
}
