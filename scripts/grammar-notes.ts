/** What the rules do not say by themselves: where they belong, and what decides where more than one would fit. */

export const sections: readonly { readonly title: string; readonly first: string }[] = [
  { title: 'Declarations', first: 'module' },
  { title: 'Statements', first: 'body' },
  { title: 'Expressions', first: 'expression' },
];

export const notes: Readonly<Record<string, string>> = {
  end: 'Nothing may follow a declaration on its line.',
  statement:
    'A name with “(” behind it is an invocation, any other an operatorStatement. The Separator may be left out before “}”.',
  label: 'The parts touch each other: denselayer{i + 1}: has a word and a hole.',
  stageStatement: 'The expression is a count, ×, and a call: 3 x bottleneck(64).',
  shortcut: 'At least one of form, expression and body is there.',
  argument:
    'A word is the argument’s name where an identifier, a number, a string, true, false, not or in stands behind it; pad (1, 1, 0, 0) is told from a call when pad is looked up.',
  callArgument: 'A word with “=” behind it is the argument’s name.',
  expression:
    'How strongly an operator binds, from the weakest: × (which makes extents); or; and; not; == != < <= > >=; + -; * / // %; the sign -. Those of one strength associate to the left.',
  reference: 'A value, a member of in or join, a function’s result, or a block with some of its arguments.',
  tuple: 'One expression in parentheses is just that expression.',
};

/** Tokens whose spelling is a pattern. The last item of each says what the pattern cannot. */
export const tokenDefinitions: readonly {
  readonly name: string;
  readonly definition: string;
  readonly note?: string;
}[] = [
  {
    name: 'Separator',
    definition: "Newline | ';'",
    note: 'A newline counts only where a statement can end: not behind “,”, not inside ( ) and [ ] and an import’s braces, not before else and shortcut.',
  },
  { name: 'Newline', definition: '#xD #xA | #xA | #xD' },
  { name: 'Identifier', definition: '[A-Za-z_] [A-Za-z0-9_]*', note: 'But no Keyword.' },
  { name: 'Word', definition: 'Identifier | Keyword' },
  { name: 'Integer', definition: '[0-9]+', note: 'No leading zeros; at most 2⁵³ − 1.' },
  {
    name: 'Float',
    definition: "[0-9]+ '.' [0-9]+ ( [eE] [+-]? [0-9]+ )? | [0-9]+ [eE] [+-]? [0-9]+",
  },
  { name: 'String', definition: `'"' ( [^"\\#xD#xA] | Escape )* '"'` },
  { name: 'Escape', definition: `'\\n' | '\\t' | '\\"' | '\\\\' | '\\u{' [0-9A-Fa-f]+ '}'` },
  {
    name: 'Times',
    definition: "'x' | '×'",
    note: 'An x behind a digit (7x7, 3x k), or one that stands alone (k x k); anywhere else it is a name or a part of one.',
  },
  {
    name: 'IntegerDivision',
    definition: "'//'",
    note: 'Behind a letter, digit, _, ) or ] and before a letter, digit, _ or (, without a blank; any other // starts a comment.',
  },
  { name: 'DocComment', definition: "'///' [^#xD#xA]*", note: 'Documents what stands on the next line.' },
  { name: 'Comment', definition: "'//' [^#xD#xA]*", note: 'Skipped, like blanks (space, tab, form feed).' },
  { name: 'EOF', definition: '/* the end of the file */' },
];
