import type { ShellCommand, Values } from './describe-commands.ts';

/** A fish completion script. */
export function fishCompletions(commands: readonly ShellCommand[]): string {
  const lines = commands.flatMap((command) => {
    const when =
      command.name === '' ? '__fish_use_subcommand' : `__fish_seen_subcommand_from ${command.name}`;
    const start = `complete -c rnc -n '${when}'`;
    const own =
      command.name === ''
        ? []
        : [`complete -c rnc -n __fish_use_subcommand -a ${command.name} -d ${quoted(command.description)}`];
    const options = command.options.map(({ flags, description, values }) => {
      const spelled = flags.map((flag) =>
        flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`,
      );
      return `${start} ${spelled.join(' ')}${values ? ` ${reply(values)}` : ''} -d ${quoted(description)}`;
    });
    const values =
      command.name === '' || command.arguments.kind === 'free'
        ? []
        : [`${start} ${reply(command.arguments).replace(/^-x /, '')}`];
    return [...own, ...options, ...values];
  });
  return `# fish completion for rnc, written by \`rnc completions fish\`\ncomplete -c rnc -f\n${lines.join('\n')}\n`;
}

function reply(values: Values): string {
  switch (values.kind) {
    case 'words':
      return `-x -a '${values.words.join(' ')}'`;
    // fish offers every file; the fitting ones come first.
    case 'files':
      return `-x -k -a '${(values.words ?? []).map((word) => `${word} `).join('')}(${values.endings.map((ending) => `__fish_complete_suffix .${ending}`).join('; ')})'`;
    case 'folders':
      return "-x -a '(__fish_complete_directories)'";
    case 'free':
      return '-x';
  }
}

const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;
