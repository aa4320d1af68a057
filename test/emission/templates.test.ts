import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Handlebars from 'handlebars';
import { describe, expect, it } from 'vitest';

/*
 * Templates are compiled without Handlebars' own escaping, which knows HTML only: every hole is filled with text that an escaper of its
 * language made. So a template has holes, `if`, `each` and other templates, and nothing that computes or escapes.
 */

const root = fileURLToPath(new URL('../../templates', import.meta.url));
const names = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.hbs'))
  .map((file) => file.replaceAll('\\', '/').replace(/\.hbs$/, ''));
const textOf = (name: string): string => readFileSync(`${root}/${name}.hbs`, 'utf8');

/** What the kinds of statements have, each some of it. */
interface Parts {
  readonly path: hbs.AST.PathExpression;
  readonly params: readonly unknown[];
  readonly escaped: boolean;
  readonly program: hbs.AST.Program | undefined;
  readonly inverse: hbs.AST.Program | undefined;
  readonly name: hbs.AST.PathExpression;
}

function wrongIn(text: string): readonly string[] {
  const wrong: string[] = [];
  const visit = (program: hbs.AST.Program | undefined): void => {
    for (const each of program?.body ?? []) statement(each);
  };
  const statement = (node: hbs.AST.Statement): void => {
    const { path, params, escaped, program, inverse, name } = node as unknown as Parts;
    const at = `${node.type} in line ${node.loc.start.line}`;
    if (node.type === 'ContentStatement' || node.type === 'CommentStatement') return;
    if (node.type === 'MustacheStatement') {
      if (!escaped) wrong.push(`${at}: three braces or &`);
      if (params.length > 0) wrong.push(`${at}: a helper`);
    } else if (node.type === 'BlockStatement') {
      const { original } = path;
      if (original !== 'if' && original !== 'each') wrong.push(`${at}: a helper`);
      visit(program);
      visit(inverse);
    } else if (node.type !== 'PartialStatement') wrong.push(`${at}: not used here`);
    else if (!names.includes(name.original)) wrong.push(`${at}: no such template`);
  };
  visit(Handlebars.parse(text));
  return wrong;
}

describe.each(names)('%s', (name) => {
  it('has holes, choices, lists and other templates only', () => {
    expect(wrongIn(textOf(name))).toEqual([]);
  });

  if (!/^report\/html|^wgsl\/index/.test(name)) return;
  it('has its holes in text and in quoted attributes', () => {
    const text = textOf(name).replace(/\{\{>[^}]*\}\}/g, '');
    expect(text).not.toMatch(/=\{\{/);
    for (const [, inside] of text.matchAll(/<(?:script|style)[^>]*>([\s\S]*?)<\/(?:script|style)>/g))
      expect(inside).not.toContain('{{');
    // Attributes that are an address, a program or a style take no text; a share is a number and a sign.
    for (const [, attribute] of text.matchAll(/(\S+)="[^"]*\{\{(?!parametersShare|macsShare)/g))
      expect(attribute).toMatch(/^(aria-label|data-\w+)$/);
  });
});

it.each(['{{{name}}}', '{{&name}}', '{{lookup a b}}', '{{#with a}}b{{/with}}', '{{> nowhere}}'])(
  '%s would be found',
  (text) => {
    expect(wrongIn(text)).toHaveLength(1);
  },
);
