import type { Command, Option } from 'commander';
import { codes } from '../../diagnostics/explanation.ts';

/** What can stand in a place of the command line. */
export type Values =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  /** `words` may stand there too: the commands inside a command. */
  | { readonly kind: 'files'; readonly endings: readonly string[]; readonly words?: readonly string[] }
  | { readonly kind: 'folders' }
  | { readonly kind: 'free' };

export interface ShellOption {
  /** `--output`, and `-o` where there is one. */
  readonly flags: readonly string[];
  readonly description: string;
  /** Undefined for a switch. */
  readonly values: Values | undefined;
}

export interface ShellCommand {
  /** Empty for the program itself. */
  readonly name: string;
  readonly description: string;
  readonly options: readonly ShellOption[];
  readonly arguments: Values;
}

const weightEndings = ['safetensors', 'json', 'h5', 'onnx'];

/** By `command --flag`, or `--flag` for every command: what its value is, where the parser does not know. */
const files: Readonly<Record<string, Values>> = {
  '--weights': { kind: 'files', endings: weightEndings },
  '--spec': { kind: 'files', endings: ['resnet'] },
  '--input': { kind: 'files', endings: ['npy', 'png', 'jpg', 'jpeg'] },
  '--tuning': { kind: 'files', endings: ['json'] },
  '--labels': { kind: 'files', endings: ['txt'] },
  'run --output': { kind: 'files', endings: ['npy'] },
  'picture --output': { kind: 'files', endings: ['svg', 'png', 'mmd', 'dot'] },
  'tune --output': { kind: 'files', endings: ['json'] },
  'compile --output': { kind: 'folders' },
};

/** By the name of a command's argument. */
const named: Readonly<Record<string, Values>> = {
  file: { kind: 'files', endings: ['resnet'] },
  old: { kind: 'files', endings: ['resnet'] },
  code: { kind: 'words', words: codes },
};

/** The program, then its commands, in the order of its help. */
export function describeCommands(program: Command): readonly ShellCommand[] {
  const inside = program.commands;
  const names = [...inside.map((command) => command.name()), 'help'];
  const root: ShellCommand = {
    name: '',
    description: '',
    options: optionsOf(program, ''),
    arguments: { kind: 'words', words: names },
  };
  const help: ShellCommand = {
    ...root,
    name: 'help',
    description: 'print the help of a command',
    options: [],
  };
  return [
    root,
    ...inside.map((command) => ({
      name: command.name(),
      description: command.summary(),
      options: allOptionsOf(command),
      arguments: argumentsOf(command),
    })),
    help,
  ];
}

/** A command with others inside offers what any of them takes. */
function allOptionsOf(command: Command): readonly ShellOption[] {
  const all = [command, ...command.commands].flatMap((inner) => optionsOf(inner, command.name()));
  return [...new Map(all.reverse().map((option) => [option.flags[0], option])).values()].reverse();
}

function optionsOf(command: Command, name: string): readonly ShellOption[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .map((option) => ({
      flags: [option.long, option.short].filter((flag) => typeof flag === 'string'),
      description: option.description,
      values: valuesOf(option, name),
    }));
}

function valuesOf(option: Option, command: string): Values | undefined {
  if (!option.required && !option.optional) return undefined;
  if (option.argChoices) return { kind: 'words', words: option.argChoices };
  return files[`${command} ${option.long}`] ?? files[option.long ?? ''] ?? { kind: 'free' };
}

function argumentsOf({ commands, registeredArguments: [argument] }: Command): Values {
  if (commands.length > 0)
    return { kind: 'files', endings: weightEndings, words: commands.map((command) => command.name()) };
  if (argument?.argChoices) return { kind: 'words', words: argument.argChoices };
  return named[argument?.name() ?? ''] ?? { kind: 'free' };
}
