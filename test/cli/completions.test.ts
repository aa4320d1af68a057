import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeProgram } from '../../src/cli/program.ts';
import { bashCompletions } from '../../src/cli/shells/bash.ts';
import { describeCommands } from '../../src/cli/shells/describe-commands.ts';
import { fishCompletions } from '../../src/cli/shells/fish.ts';
import { zshCompletions } from '../../src/cli/shells/zsh.ts';
import { temporaryFolder } from './temporary.ts';

const commands = describeCommands(makeProgram());

/** For each shell: a program that prints, one a line, what Tab offers at the end of a command line. */
const shells = {
  bash: (words: readonly string[]) => `
source ./script
COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}
_rnc; printf '%s\\n' "\${COMPREPLY[@]}"`,
  fish: (words: readonly string[]) => `source ./script; complete -C '${words.join(' ')}'`,
  // A terminal of its own, because zsh completes only at a prompt. Tab lists, without changing the line.
  zsh: (words: readonly string[]) => `
zmodload zsh/zpty
zpty shell 'PS1= zsh -f -i'
zpty -w shell 'autoload -Uz compinit; compinit -u -D; PS1=; source ./script; bindkey "^I" list-choices'
zpty -w shell 'zstyle ":completion:*" verbose no; _rnc >/dev/null 2>&1; _files >/dev/null 2>&1; print READY'
zpty -r shell line '*READY*READY*'
zpty -w -n shell $'${words.join(' ')}\\t'
sleep 1
zpty -w -n shell $'\\C-uprint DONE\\n'
zpty -r shell output '*DONE*DONE*'
print -r -- "$output"
zpty -d shell`,
} as const;

const scripts = {
  bash: bashCompletions(commands),
  fish: fishCompletions(commands),
  zsh: zshCompletions(commands),
};

function complete(shell: keyof typeof shells, folder: string, words: readonly string[]): readonly string[] {
  writeFileSync(join(folder, 'script'), scripts[shell]);
  const environment = { ...process.env, HOME: folder, TERM: 'dumb' };
  const { stdout, stderr } = spawnSync(shell, ['-c', shells[shell](words)], {
    cwd: folder,
    env: environment,
    encoding: 'utf8',
    timeout: 20_000,
  });
  expect(stderr).toBe('');
  return stdout
    .split(/[\r\n]+/)
    .flatMap((line) => (shell === 'zsh' ? line.split(/\s+/) : line.replace(/\t.*/, '').trim()))
    .filter((line) => line !== '');
}

const present = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0;

const cases: readonly [string, readonly string[], { offers: readonly string[]; not: readonly string[] }][] = [
  ['commands', ['rnc', ''], { offers: ['check', 'compile', 'report', 'run', 'init'], not: ['net.resnet'] }],
  ['a command that is begun', ['rnc', 'comp'], { offers: ['compile', 'completions'], not: ['check'] }],
  ['the flags of a command', ['rnc', 'compile', '--'], { offers: ['--target', '--seed'], not: ['--format'] }],
  ['flags of one target', ['rnc', 'compile', '--'], { offers: ['--batch', '--dtype'], not: ['--program'] }],
  ['targets that run', ['rnc', 'run', '--target', ''], { offers: ['tfjs', 'wgsl'], not: ['report'] }],
  ['element types', ['rnc', 'run', '--dtype', ''], { offers: ['f32', 'f16'], not: ['tfjs'] }],
  ['programs', ['rnc', 'run', '--program', ''], { offers: ['lanes8', 'tiles'], not: ['f32'] }],
  ['the values of a flag', ['rnc', 'check', '--format', ''], { offers: ['human', 'sarif'], not: ['csv'] }],
  ['its values for another command', ['rnc', 'report', '--format', ''], { offers: ['csv'], not: ['sarif'] }],
  ['codes', ['rnc', 'explain', 'shape/g'], { offers: ['shape/groups'], not: ['net.resnet', 'lint/unused'] }],
  ['specs', ['rnc', 'check', ''], { offers: ['net.resnet'], not: ['notes.txt', 'w.safetensors'] }],
  ['tables', ['rnc', 'run', '--tuning', ''], { offers: ['tuning.json'], not: ['notes.txt', 'net.resnet'] }],
  [
    'commands inside a command',
    ['rnc', 'weights', ''],
    { offers: ['inspect', 'convert'], not: ['notes.txt'] },
  ],
  [
    'flags of those',
    ['rnc', 'weights', 'convert', '--'],
    { offers: ['--spec', '--shards'], not: ['--target'] },
  ],
  [
    'weights to look into',
    ['rnc', 'weights', 'inspect', 'w'],
    { offers: ['w.safetensors'], not: ['notes.txt'] },
  ],
  ['weights', ['rnc', 'compile', '--weights', ''], { offers: ['w.safetensors'], not: ['net.resnet'] }],
];

describe.each(['bash', 'fish', 'zsh'] as const)('%s offers', (shell) => {
  const absent = process.env.CI !== 'true' && !present(shell);

  test.skipIf(absent).each(cases)('%s', (_, words, { offers, not }) => {
    const folder = temporaryFolder();
    for (const name of ['net.resnet', 'notes.txt', 'tuning.json', 'w.safetensors'])
      writeFileSync(join(folder, name), '');
    mkdirSync(join(folder, 'blocks'));
    const found = complete(shell, folder, words);
    expect(found).toEqual(expect.arrayContaining([...offers]));
    // fish lists all files, the fitting ones first.
    const upTo = shell === 'fish' ? found.slice(0, found.indexOf(offers[0]!)) : found;
    for (const word of not) expect(upTo).not.toContain(word);
  });
});

test.skipIf(process.env.CI !== 'true' && !present('bash'))(
  'bash completes a value behind an equals sign',
  () => {
    const folder = temporaryFolder();
    expect(complete('bash', folder, ['rnc', 'compile', '--target', '=', 'tf'])).toEqual(['tfjs']);
    expect(complete('bash', folder, ['rnc', 'compile', '--target', '='])).toEqual([
      'tfjs',
      'wgsl',
      'onnx',
      'pytorch',
      'report',
      'picture',
    ]);
  },
);

test.skipIf(process.env.CI !== 'true' && !present('bash'))('bash runs nothing of what was typed', () => {
  const folder = temporaryFolder();
  const words = ['rnc', 'check', '$(touch typed)', '`touch typed`', '; touch typed', ''];
  complete('bash', folder, words);
  expect(complete('bash', folder, ['rnc', 'check', 't'])).toEqual([]);
});
