/** The grammar as EBNF in the notation of the W3C's XML recommendation, §6. */
import { BinaryOperatorToken, keywords } from '../src/parser/tokens.ts';
import { notes, sections, tokenDefinitions } from './grammar-notes.ts';
import type { Production, Rule } from './grammar-productions.ts';
import { spellings } from './grammar-productions.ts';

const width = 100;

export function ebnf(rules: readonly Rule[]): string {
  const names = [...rules.map(({ name }) => name), ...tokenDefinitions.map(({ name }) => name)];
  const column = Math.max(...names.map((name) => name.length)) + 1;
  const parts = [
    `/* The grammar of .resnet files, generated from src/parser/grammar.ts by \`npm run grammar\`. Notation: W3C EBNF
   (https://www.w3.org/TR/xml/#sec-notation). What it means is in language.md. */`,
  ];
  for (const { name, production } of rules) {
    const section = sections.find(({ first }) => first === name);
    if (section !== undefined) parts.push(`\n/* ${section.title} */`);
    parts.push(line(name, production, column));
  }
  parts.push('\n/* Tokens */');
  for (const { name, definition, note } of [
    ...tokenDefinitions,
    { name: 'Keyword', definition: alternatives([...keywords], column), note: undefined },
    {
      name: 'BinaryOperator',
      definition: `${alternatives(spellings(BinaryOperatorToken), column)} | IntegerDivision | Times`,
      note: undefined,
    },
  ]) {
    if (note !== undefined) parts.push(comment(note));
    parts.push(`${name.padEnd(column)}::= ${definition}`);
  }
  return `${parts.join('\n')}\n`;
}

function line(name: string, production: Production, column: number): string {
  const head = `${name.padEnd(column)}::= `;
  const note = notes[name] === undefined ? '' : `${comment(notes[name])}\n`;
  const flat = print(production, 'choice');
  if (head.length + flat.length <= width || production.kind !== 'choice')
    return note + head + fold(flat, column);
  return (
    note +
    head +
    production.items.map((item) => print(item, 'sequence')).join(`\n${' '.repeat(column + 2)}| `)
  );
}

/** Breaks a long definition between its top-level parts. */
function fold(text: string, column: number): string {
  const room = width - column - 4;
  const rows: string[] = [];
  let row = '';
  for (const word of text.match(/'[^']*'\S*|\S+/g) ?? []) {
    if (row !== '' && row.length + word.length + 1 > room) {
      rows.push(row);
      row = '';
    }
    row += row === '' ? word : ` ${word}`;
  }
  return [...rows, row].join(`\n${' '.repeat(column + 4)}`);
}

function alternatives(words: readonly string[], column: number): string {
  return fold(words.map(literal).join(' | '), column);
}

function comment(text: string): string {
  const rows: string[] = [];
  let row = '/*';
  for (const word of text.split(' ')) {
    if (row.length + word.length + 1 > width) {
      rows.push(row);
      row = '  ';
    }
    row += ` ${word}`;
  }
  return [...rows, `${row} */`].join('\n');
}

const literal = (text: string): string => (text.includes("'") ? `"${text}"` : `'${text}'`);

/** `around` says what the text will stand in, and so whether it needs parentheses. */
function print(production: Production, around: 'choice' | 'sequence' | 'suffix'): string {
  const grouped = (text: string, loose: boolean): string => (loose ? `( ${text} )` : text);
  switch (production.kind) {
    case 'literal':
      return literal(production.text);
    case 'token':
    case 'rule':
      return production.name;
    case 'sequence':
      return grouped(production.items.map((item) => print(item, 'sequence')).join(' '), around === 'suffix');
    case 'choice':
      return grouped(production.items.map((item) => print(item, 'choice')).join(' | '), around !== 'choice');
    case 'optional':
      return `${print(production.item, 'suffix')}?`;
    case 'repeat': {
      const { item, separator, atLeast } = production;
      if (separator === undefined) return `${print(item, 'suffix')}${atLeast === 0 ? '*' : '+'}`;
      const list = `${print(item, 'sequence')} ( ${print(separator, 'sequence')} ${print(item, 'sequence')} )*`;
      return atLeast === 0 ? `( ${list} )?` : grouped(list, around === 'suffix');
    }
  }
}
