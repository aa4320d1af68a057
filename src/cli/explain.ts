import { Argument, Command, Option } from 'commander';
import { didYouMean } from '../diagnostics/did-you-mean.ts';
import { areaOf, areas, codes, isArea, isCode, readExplanation } from '../diagnostics/explanation.ts';
import { exitCodes, stop } from './exit.ts';
import { print, shownOn } from './terminal.ts';

const formats = ['text', 'markdown', 'json'] as const;

interface Flags {
  readonly format: (typeof formats)[number];
  readonly color?: boolean;
}

export function explainCommand(): Command {
  return new Command('explain')
    .summary('say what a message means')
    .description(
      'Explains a message by its code: what it means, why it is a problem, an example with it and one without.',
    )
    .addArgument(new Argument('[code]', 'the code, or an area of codes; without it, all codes are listed'))
    .addOption(new Option('--format <format>', 'how to print it').choices(formats).default('text'))
    .addHelpText(
      'after',
      `
Examples:
  rnc explain shape/residual-mismatch
  rnc explain weights                     the codes about weights
  rnc explain lint/unused --format markdown

Exit codes: 0 explained, 2 there is no such code.`,
    )
    .action(run);
}

async function run(wanted: string | undefined, _flags: Flags, command: Command): Promise<void> {
  const { format, color } = command.optsWithGlobals<Flags>();
  const { explanations } = await import('../generated/explanations.ts');
  const render = await import('../diagnostics/render/explanation.ts');
  // As it stands in a message: error[shape/groups].
  const text = wanted?.replace(/^(?:error|warning)?\[(.*)\]:?$/, '$1');
  const options = shownOn('stdout', color);
  if (text !== undefined && isCode(text)) {
    const explanation = readExplanation(text, explanations[text]);
    if (format === 'json') print(`${JSON.stringify(explanation, undefined, 2)}\n`);
    else if (format === 'markdown') print(`# ${text}\n\n${render.explanationMarkdown(explanation)}`);
    else print(render.explanationText(explanation, options));
    return;
  }
  if (text !== undefined && !isArea(text))
    stop(exitCodes.usage, `there is no code \`${wanted}\`; ${remedy(text)}`);
  const listed = codes
    .filter((code) => text === undefined || areaOf(code) === text)
    .map((code) => readExplanation(code, explanations[code]));
  if (format === 'json')
    print(
      `${JSON.stringify(
        listed.map(({ blocks: _, ...rest }) => rest),
        undefined,
        2,
      )}\n`,
    );
  else if (format === 'markdown') print(render.listMarkdown(listed));
  else print(render.listText(listed, options));
}

/** What may have been meant: the same name in an area, or almost the same code. */
function remedy(text: string): string {
  const near =
    codes.find((code) => code.endsWith(`/${text}`)) ?? didYouMean(text, [...codes, ...Object.keys(areas)]);
  return near === undefined ? '`rnc explain` lists them all' : `did you mean \`${near}\`?`;
}
