import type { ShellCommand, ShellOption, Values } from './describe-commands.ts';

/** A zsh completion function, for a file `_rnc` in $fpath or to be sourced. */
export function zshCompletions(commands: readonly ShellCommand[]): string {
  const [root, ...named] = commands;
  const descriptions = named.map(
    ({ name, description }) => `    ${quoted(`${name}:${description.replaceAll(':', '\\:')}`)}\n`,
  );
  const cases = named.map(
    (command) => `        ${command.name})
          _arguments -s \\
${[...command.options.flatMap(option), quoted(`*:${action(command.arguments)}`)].map((line) => `            ${line}`).join(' \\\n')} ;;\n`,
  );
  return `#compdef rnc
# zsh completion for rnc, written by \`rnc completions zsh\`
_rnc() {
  local curcontext="$curcontext" state line
  local -a commands
  commands=(
${descriptions.join('')}  )
  _arguments -C \\
${root!.options
  .flatMap(option)
  .map((line) => `    ${line} \\\n`)
  .join('')}    '1:command:->command' '*::argument:->argument'
  case $state in
    command) _describe -t commands command commands ;;
    argument)
      case $words[1] in
${cases.join('')}      esac ;;
  esac
}
if [[ $funcstack[1] == _rnc ]]; then _rnc "$@"; else compdef _rnc rnc; fi
`;
}

/** `'--format[how to print]:format:(human json)'`, one for each spelling. */
function option({ flags, description, values }: ShellOption): readonly string[] {
  const explained = `[${description.replace(/[[\]:\\]/g, '\\$&')}]`;
  const value = values ? `:${action(values)}` : '';
  const others = flags.length > 1 ? `(${flags.join(' ')})` : '';
  return flags.map((flag) =>
    quoted(`${others}${flag}${values && flag.startsWith('--') ? '=' : ''}${explained}${value}`),
  );
}

function action(values: Values): string {
  switch (values.kind) {
    case 'words':
      return `value:(${values.words.join(' ')})`;
    case 'files': {
      // Alternatives only where there are several: zsh reads one name in brackets at the end as a qualifier.
      const ending = values.endings.length > 1 ? `(${values.endings.join('|')})` : values.endings[0];
      const files = `_files -g "*.${ending}"`;
      return `file:${values.words ? `{compadd -- ${values.words.join(' ')}; ${files}}` : files}`;
    }
    case 'folders':
      return 'folder:_files -/';
    case 'free':
      return 'value: ';
  }
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
