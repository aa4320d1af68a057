import { Argument, Command } from 'commander';
import { bashCompletions } from './shells/bash.ts';
import { describeCommands, type ShellCommand } from './shells/describe-commands.ts';
import { fishCompletions } from './shells/fish.ts';
import { zshCompletions } from './shells/zsh.ts';
import { print } from './terminal.ts';

const shells = {
  bash: bashCompletions,
  zsh: zshCompletions,
  fish: fishCompletions,
} as const satisfies Readonly<Record<string, (commands: readonly ShellCommand[]) => string>>;

/**
 * The script knows every flag and value by itself: pressing Tab starts no process and evaluates nothing of what was typed,
 * which the packages that ask the program at every Tab do.
 */
export function completionsCommand(): Command {
  return new Command('completions')
    .summary('print a completion script for a shell')
    .description('Prints a script that teaches the shell rnc’s commands, flags and their values.')
    .addArgument(new Argument('<shell>', 'the shell').choices(Object.keys(shells)))
    .addHelpText(
      'after',
      `
Examples:
  bash  rnc completions bash > ~/.local/share/bash-completion/completions/rnc
  zsh   rnc completions zsh > a file _rnc in a folder of $fpath
  fish  rnc completions fish > ~/.config/fish/completions/rnc.fish`,
    )
    .action((shell: keyof typeof shells, _flags: object, command: Command) => {
      print(shells[shell](describeCommands(command.parent!)));
    });
}
