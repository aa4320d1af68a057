import { Command } from 'commander';

export function lspCommand(): Command {
  return new Command('lsp')
    .summary('answer an editor')
    .description('The language server: answers an editor over standard input and output.')
    .option('--stdio', 'speak over standard input and output, as it does anyway')
    .option('--clientProcessId <id>', 'end when this process does')
    .addHelpText(
      'after',
      `
Editors start it themselves; docs/editors.md says how each is told to.

Exit codes: 0 ended as the client asked, 1 ended otherwise.`,
    )
    .action(run);
}

async function run(): Promise<void> {
  const { serveStandardStreams } = await import('./language-connection.ts');
  await serveStandardStreams();
  await new Promise(() => {});
}
