/** The grammar as one page of railroad diagrams that needs nothing beside itself. */
import railroad from 'railroad-diagrams';
import { BinaryOperatorToken, keywords } from '../src/parser/tokens.ts';
import { notes, sections, tokenDefinitions } from './grammar-notes.ts';
import type { Production, Rule } from './grammar-productions.ts';
import { spellings } from './grammar-productions.ts';

type Element = ReturnType<typeof railroad.Skip>;

export function railroadPage(rules: readonly Rule[]): string {
  const tokens = [
    ...tokenDefinitions,
    { name: 'Keyword', definition: [...keywords].join(' '), note: undefined },
    {
      name: 'BinaryOperator',
      definition: `${spellings(BinaryOperatorToken).join(' ')} IntegerDivision Times`,
      note: undefined,
    },
  ];
  const users = usersOf(rules);
  const sectionOf = (rule: Rule): string => {
    const section = sections.find(({ first }) => first === rule.name);
    return section === undefined ? '' : `<h2>${section.title}</h2>\n`;
  };
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The grammar of .resnet files</title>
<style>
${style}</style>
<h1>The grammar of <code>.resnet</code> files</h1>
<p>Generated from <code>src/parser/grammar.ts</code> by <code>npm run grammar</code>; the same as text is
<a href="resnet.ebnf">resnet.ebnf</a>, and what it means is in <a href="language.md">language.md</a>.
<p>Rounded boxes are written as they stand; square ones are rules or, with a capital, tokens. Read from the left, and follow any track.
<nav>
${rules.map(({ name }) => link(name)).join(' ')}
</nav>
${rules
  .map(
    (rule) => `${sectionOf(rule)}<section id="${rule.name}">
<h3>${rule.name}</h3>
${notes[rule.name] === undefined ? '' : `<p>${escapeText(notes[rule.name]!)}\n`}<div class="scroll">${diagram(rule.production)}</div>
${usedIn(users.get(rule.name) ?? [])}</section>`,
  )
  .join('\n')}
<h2 id="tokens">Tokens</h2>
<table>
${tokens
  .map(
    ({ name, definition, note }) =>
      `<tr id="${name}"><th>${name}<td><code>${escapeText(definition)}</code>${note === undefined ? '' : `<br>${escapeText(note)}`}`,
  )
  .join('\n')}
</table>
</html>
`;
}

function diagram(production: Production): string {
  const svg = railroad.Diagram(draw(production)).format(8).toString();
  // Square boxes are what has a name of its own; the library cannot link them itself.
  return svg
    .replace(
      /(<rect(?![^>]* rx=)[^>]*><\/rect>)\s*(<text[^>]*>)([^<]*)<\/text>/g,
      (_, box: string, text: string, name: string) => `<a href="#${name}">${box}${text}${name}</text></a>`,
    )
    .replaceAll(/\n\s*/g, '\n');
}

function draw(production: Production): Element {
  switch (production.kind) {
    case 'literal':
      return railroad.Terminal(production.text);
    case 'token':
    case 'rule':
      return railroad.NonTerminal(production.name);
    case 'sequence':
      return railroad.Sequence(...production.items.map(draw));
    case 'choice':
      return railroad.Choice(0, ...production.items.map(draw));
    case 'optional':
      return railroad.Optional(draw(production.item));
    case 'repeat': {
      const { item, separator, atLeast } = production;
      const between = separator === undefined ? railroad.Skip() : draw(separator);
      return atLeast === 0
        ? railroad.ZeroOrMore(draw(item), between)
        : railroad.OneOrMore(draw(item), between);
    }
  }
}

/** For each rule, the rules that mention it. */
function usersOf(rules: readonly Rule[]): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, string[]>();
  for (const { name, production } of rules)
    for (const mentioned of new Set(mentions(production)))
      users.set(mentioned, [...(users.get(mentioned) ?? []), name]);
  return users;
}

function mentions(production: Production): readonly string[] {
  switch (production.kind) {
    case 'literal':
    case 'token':
      return [];
    case 'rule':
      return [production.name];
    case 'sequence':
    case 'choice':
      return production.items.flatMap(mentions);
    case 'optional':
    case 'repeat':
      return mentions(production.item);
  }
}

const usedIn = (rules: readonly string[]): string =>
  rules.length === 0 ? '' : `<p class="used">in ${rules.map(link).join(', ')}\n`;

const link = (name: string): string => `<a href="#${name}">${name}</a>`;

const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const style = `:root { color-scheme: light dark; --line: #333; --paper: #fff; --word: #d8f0dc; --name: #e4ecfa; --text: #1a1a1a; --faint: #666; }
@media (prefers-color-scheme: dark) {
  :root { --line: #aaa; --paper: #181a1f; --word: #1f4a2b; --name: #26375c; --text: #e8e8e8; --faint: #999; }
}
body { font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; background: var(--paper); color: var(--text); }
a { color: inherit; text-decoration-color: var(--faint); }
nav { columns: 12rem; font: 14px/1.7 ui-monospace, monospace; margin: 1.5rem 0; }
nav a { display: block; }
h2 { margin-top: 3rem; border-bottom: 1px solid var(--faint); }
h3 { font: bold 16px ui-monospace, monospace; margin: 2rem 0 0; }
section p { margin: 0.2rem 0; max-width: 48rem; }
section:target h3 { text-decoration: underline; }
.used { font-size: 13px; color: var(--faint); }
.scroll { overflow-x: auto; }
svg { display: block; }
svg path { stroke: var(--line); stroke-width: 1.5; fill: none; }
svg rect { stroke: var(--line); stroke-width: 1.5; fill: var(--word); }
svg a rect { fill: var(--name); }
svg text { font: 13px ui-monospace, monospace; text-anchor: middle; fill: var(--text); }
table { border-collapse: collapse; }
th { text-align: left; font: bold 14px/1.8 ui-monospace, monospace; padding-right: 1.5rem; vertical-align: top; }
td { padding: 0 0 0.6rem; }
`;
