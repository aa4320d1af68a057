import type { ShellCommand, Values } from './describe-commands.ts';

/** A bash completion script; it needs no other package, and bash 4 or newer. */
export function bashCompletions(commands: readonly ShellCommand[]): string {
  const named = commands.filter(({ name }) => name !== '');
  const valueCases = commands.flatMap((command) =>
    command.options.flatMap(({ flags, values }) =>
      values
        ? [`    ${flags.map((flag) => `'${command.name} ${flag}'`).join('|')}) ${reply(values)} ;;\n`]
        : [],
    ),
  );
  const flagCases = commands.map(
    ({ name, options }) => `      '${name}') words='${options.flatMap(({ flags }) => flags).join(' ')}' ;;\n`,
  );
  const argumentCases = commands.map(
    (command) => `      '${command.name}') ${reply(command.arguments)} ;;\n`,
  );
  return `# bash completion for rnc, written by \`rnc completions bash\`
_rnc() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command='' word words='' ending
  # Bash splits --flag=value at the equals sign.
  if [[ $current == '=' ]]; then
    current=''
  elif [[ $previous == '=' ]] && (( COMP_CWORD > 1 )); then
    previous=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in
      ${named.map(({ name }) => name).join('|')}) command=$word; break ;;
    esac
  done
  COMPREPLY=()
  case "$command $previous" in
${valueCases.join('')}    *)
    if [[ $current == -* ]]; then
      case $command in
${flagCases.join('')}      esac
      COMPREPLY=( $(compgen -W "$words" -- "$current") )
      return
    fi
    case $command in
${argumentCases.join('')}    esac ;;
  esac
}
_rnc_files() {
  local ending IFS=$'\\n'
  compopt -o filenames 2>/dev/null
  COMPREPLY=( $(compgen -d -- "$current") )
  for ending; do COMPREPLY+=( $(compgen -f -X "!*.$ending" -- "$current") ); done
}
complete -F _rnc rnc
`;
}

function reply(values: Values): string {
  switch (values.kind) {
    case 'words':
      return `COMPREPLY=( $(compgen -W '${values.words.join(' ')}' -- "$current") )`;
    case 'files':
      return [`_rnc_files ${values.endings.join(' ')}`, ...wordsToo(values.words)].join('; ');
    case 'folders':
      return '_rnc_files';
    case 'free':
      return ':';
  }
}

const wordsToo = (words: readonly string[] = []): readonly string[] =>
  words.length === 0 ? [] : [`COMPREPLY+=( $(compgen -W '${words.join(' ')}' -- "$current") )`];
