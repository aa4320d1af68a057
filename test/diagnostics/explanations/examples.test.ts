import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Code, catalogue } from '../../../src/diagnostics/catalogue.ts';
import { type Example, type Role, readExplanation, usualFile } from '../../../src/diagnostics/explanation.ts';
import { explanations } from '../../../src/generated/explanations.ts';
import { runMany } from '../../trust/bad-input/run-many.ts';
import { exampleFiles } from './example-files.ts';

/** Codes that never come alone, and what comes with them. */
const company: Readonly<Partial<Record<Code, readonly string[]>>> = {
  'import/errors': ['syntax/unexpected'],
  'limit/diagnostics': ['lint/unlabelled-tensor'],
};

const all = (Object.keys(catalogue) as Code[]).map((code) => readExplanation(code, explanations[code]));

/** An explanation's files and commands as they are before the correction, or after it. */
function sceneOf(code: Code, role: Role): readonly Example[] {
  const { blocks } = all.find((explanation) => explanation.code === code)!;
  const examples = blocks.filter((block) => block.kind === 'example');
  return examples.filter((example) => example.role === 'given' || example.role === role);
}

const root = realpathSync(mkdtempSync(join(tmpdir(), 'rnc-explanations-')));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** The commands of all scenes, each in a folder of its scene's files; without a command the spec is checked. */
const commands = all.flatMap(({ code }) =>
  (['wrong', 'right'] as const).flatMap((role) => {
    const scene = sceneOf(code, role);
    const cwd = join(root, `${code.replace('/', '-')}-${role}`);
    mkdirSync(cwd);
    for (const [name, content] of Object.entries(exampleFiles)) writeFileSync(join(cwd, name), content);
    for (const { file, text } of scene) if (file !== undefined) writeFileSync(join(cwd, file), text);
    const lines = scene.flatMap(({ language, text }) => (language === 'console' ? text.split('\n') : []));
    return (lines.length === 0 ? [`$ rnc check ${usualFile}`] : lines).map((line) => ({
      ...{ code, role, line, cwd },
      args: line.split(' ').slice(2),
    }));
  }),
);
const ended = runMany(commands);

/** What the commands of a scene find. */
function codesFound(code: Code, role: 'wrong' | 'right'): readonly string[] {
  return commands.flatMap((command, index) => {
    if (command.code !== code || command.role !== role) return [];
    expect(command.line).toMatch(/^\$ rnc /);
    const { exitCode, stdout, stderr } = ended[index]!;
    const found = [...`${stdout}${stderr}`.matchAll(/^(error|warning)\[([a-z/-]+)\]/gm)];
    // A failure without a code would be a mistake in the example itself.
    const expected = found.some(([, severity]) => severity === 'error') ? 1 : 0;
    expect(exitCode, `${command.line}\n${stdout}${stderr}`).toBe(expected);
    return found.map(([, , name]) => name!);
  });
}

describe.each(all)('the explanation of $code', ({ code, title, blocks }) => {
  const roles = blocks.flatMap((block) => (block.kind === 'example' ? [block.role] : []));

  it('has an example with this problem and no other', () => {
    expect(roles).toContain('wrong');
    const found = codesFound(code, 'wrong');
    expect(found).toContain(code);
    expect(found.filter((other) => other !== code && !company[code]?.includes(other))).toEqual([]);
  });

  it('has its correction, without any', () => {
    expect(roles).toContain('right');
    expect(codesFound(code, 'right')).toEqual([]);
  });

  it('is short, and says something before its examples', () => {
    expect(title).toMatch(/^\S.{8,78}[^.\s]$/);
    expect(blocks[0]).toMatchObject({ kind: 'paragraph', text: expect.stringMatching(/[.:]$/) });
    for (const block of blocks)
      if (block.kind === 'example') expect(block.text.split('\n').length).toBeLessThan(14);
  });
});
