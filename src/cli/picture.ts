import { extname } from 'node:path';
import { Command, Option } from 'commander';
import type { PictureFormat, ThemeName } from '../backends/picture/index.ts';
import { hasErrors } from '../diagnostics/diagnostic.ts';
import { exitCodes, stop } from './exit.ts';
import { addNetworkOptions, type NetworkFlags, wholeNumber } from './network-options.ts';
import { showToPeople } from './show.ts';
import { note, print } from './terminal.ts';
import { refuseInput, replaceFile } from './write-file.ts';

const formats = ['svg', 'png', 'mermaid', 'dot'] as const satisfies readonly (PictureFormat | 'png')[];
const themes = ['auto', 'light', 'dark'] as const satisfies readonly ThemeName[];

type Format = (typeof formats)[number];

const formatByEnding: Readonly<Record<string, Format>> = {
  '.svg': 'svg',
  '.png': 'png',
  '.mmd': 'mermaid',
  '.mermaid': 'mermaid',
  '.dot': 'dot',
  '.gv': 'dot',
};

interface Flags extends NetworkFlags {
  readonly output?: string;
  readonly format?: Format;
  readonly theme?: ThemeName;
  readonly columns?: number;
  readonly unfold?: true;
  readonly color?: boolean;
}

export function pictureCommand(): Command {
  const command = new Command('picture')
    .summary('draw a network')
    .description(
      'Draws a network as papers do: stages as groups, shortcuts as arcs, feature maps to scale, equal blocks once.',
    )
    .argument('<file>', 'the spec; - reads standard input')
    .option('-o, --output <file>', 'where to write (standard output)')
    .addOption(
      new Option('--format <format>', 'what to write (by the output’s ending, else svg)').choices(formats),
    )
    .addOption(new Option('--theme <theme>', 'svg, png: its colours (auto, in a png light)').choices(themes))
    .addOption(
      new Option(
        '--columns <n>',
        'svg, png: break the network into so many columns (what fits a page)',
      ).argParser(wholeNumber(1, 100)),
    )
    .option('--unfold', 'draw every block, also those that are alike');
  return addNetworkOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  rnc picture net.resnet -o net.svg                          for a README: light or dark as its reader has it
  rnc picture net.resnet -o net.svg --theme light --columns 1      for a column of a paper
  rnc picture net.resnet -o net.png --unfold
  rnc picture net.resnet --format mermaid                    for a Markdown file
  rnc picture net.resnet --format dot | dot -Tpdf > net.pdf

Exit codes: 0 drawn, 1 the spec has errors, 2 wrong usage or a file problem.`,
    )
    .action(run);
}

async function run(file: string, _flags: Flags, command: Command): Promise<void> {
  const flags = command.optsWithGlobals<Flags>();
  const { output } = flags;
  const format = flags.format ?? formatByEnding[extname(output ?? '').toLowerCase()] ?? 'svg';
  refuseForeign(format, flags);
  if (format === 'png' && output === undefined && process.stdout.isTTY)
    stop(2, 'a PNG is nothing for a terminal: write it to a file with -o, or pipe it');

  const { chooseNetwork } = await import('./choose-network.ts');
  const network = await chooseNetwork(file, flags);
  if (!network) return;
  refuseInput(output, network.paths);
  const { drawNetwork } = await import('../backends/picture/index.ts');
  const { value: text, diagnostics } = drawNetwork(network.graph, {
    format: format === 'png' ? 'svg' : format,
    theme: flags.theme ?? (format === 'png' ? 'light' : 'auto'),
    unfold: flags.unfold === true,
    ...(flags.columns === undefined ? {} : { columns: flags.columns }),
  });
  const found = diagnostics.filter(({ severity }) => severity === 'error');
  await showToPeople(network.show(found), 'stderr', flags.color);
  if (hasErrors(found)) {
    process.exitCode = exitCodes.wrongInput;
    return;
  }
  const content = format === 'png' ? await (await import('./draw-png.ts')).drawPng(text) : text;
  if (output === undefined) {
    print(content);
    return;
  }
  await replaceFile(output, content);
  note(`rnc: drew ${network.graph.name} to ${output}\n`);
}

/** Flags that the format does not know are not ignored. */
function refuseForeign(format: Format, { theme, columns }: Flags): void {
  if (format === 'svg' || format === 'png') return;
  const flag = theme !== undefined ? '--theme' : columns !== undefined ? '--columns' : undefined;
  if (flag !== undefined)
    stop(2, `${flag} is for svg and png; whoever draws ${format} lays it out and colours it`);
}
