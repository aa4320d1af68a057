import type { IToken } from 'chevrotain';
import { diagnose } from '../diagnostics/diagnose.ts';
import type { Diagnostic, Edit, Span } from '../diagnostics/diagnostic.ts';
import type { SourceFile } from '../diagnostics/source.ts';

/** What people paste without seeing it, and what was meant. Each is one UTF-16 unit on both sides, so offsets stay. */
const lookalikes: readonly (readonly [pattern: RegExp, name: string, meant: string])[] = [
  [/[\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]/, 'a blank that is not a space', ' '],
  [/[\u200B-\u200D\u2060\uFEFF]/, 'an invisible character', ''],
  [/[\u0085\u2028\u2029]/, 'a line separator that is not a newline', '\n'],
  [/[“”„‟«»‘’‚‛]/, 'a typographic quotation mark', '"'],
  [/[–—−]/, 'a dash', '-'],
  [/[·∙⋅∗]/, 'a multiplication sign', '*'],
  [/[÷∕]/, 'a division sign', '/'],
];

/** U+FF01 to U+FF5E are ASCII, as wide as a Chinese character. */
const fullWidth = /[\uFF01-\uFF5E]/;

/** The text that was meant, as long as the text that is there, and what was wrong with it. */
export interface Mended {
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads lookalikes for what they stand for and other languages' comments as blanks, so that each is one error and nothing follows from it. */
export function mendCharacters(
  file: SourceFile,
  unknown: readonly IToken[],
  comments: readonly IToken[],
): Mended {
  const changes: Change[] = [
    ...blockComments(
      file.text,
      comments.filter(({ tokenType }) => tokenType.name === 'BlockComment'),
    ),
    ...hashComments(file.text, unknown),
    ...misread(unknown),
  ];
  if (changes.length === 0) return { text: file.text, diagnostics: [] };
  changes.sort((a, b) => a.span.start - b.span.start);
  const pieces: string[] = [];
  let end = 0;
  // What stands in a comment is part of it.
  const apart: Change[] = [];
  for (const change of changes) {
    const { span, meant } = change;
    if (span.start < end) continue;
    apart.push(change);
    pieces.push(file.text.slice(end, span.start), meant);
    end = span.end;
  }
  pieces.push(file.text.slice(end));
  return { text: pieces.join(''), diagnostics: describeChanges(apart, file) };
}

interface Change {
  readonly span: Span;
  /** As long as the span. */
  readonly meant: string;
  /** The character's name; undefined for a comment. */
  readonly name: string | undefined;
  readonly edits: readonly Omit<Edit, 'file'>[];
}

/** `# …`, at the start of a line or behind a blank. */
function hashComments(text: string, unknown: readonly IToken[]): Change[] {
  const changes: Change[] = [];
  let end = 0;
  for (const { image, startOffset: start } of unknown) {
    if (changes.length === mostMisread) break;
    if (start < end || image[0] !== '#' || !(start === 0 || /\s/.test(text[start - 1]!))) continue;
    ending.lastIndex = start;
    end = ending.exec(text)!.index;
    const marks = /^#+/.exec(image)![0].length;
    const edits = [{ span: { start, end: start + marks }, text: '//' }];
    changes.push({ span: { start, end }, name: undefined, meant: ' '.repeat(end - start), edits });
  }
  return changes;
}

const ending = /[\r\n]|$/g;

/** A text of more lookalikes or `#` than this was not typed with a few by mistake: the rest is left as it is. */
const mostMisread = 5000;

function misread(unknown: readonly IToken[]): Change[] {
  const changes: Change[] = [];
  for (const token of unknown) {
    if (changes.length >= mostMisread) break;
    misreadIn(token, changes);
  }
  return changes;
}

function misreadIn({ image, startOffset }: IToken, changes: Change[]): void {
  for (let index = 0; index < image.length && changes.length < mostMisread; index++) {
    const character = image[index]!;
    const at = startOffset + index;
    const span = { start: at, end: at + 1 };
    const known = lookalikes.find(([pattern]) => pattern.test(character));
    if (known !== undefined) {
      const [, name, meant] = known;
      changes.push({ span, name, meant: meant || ' ', edits: [{ span, text: meant }] });
    } else if (fullWidth.test(character)) {
      const meant = String.fromCharCode(character.charCodeAt(0) - 0xfee0);
      changes.push({ span, name: 'a full-width character', meant, edits: [{ span, text: meant }] });
    }
  }
}

/** UTF-16 units of a comment that an edit rewrites line by line. */
const mostRewritten = 20_000;

/** Blanks out each comment up to its end, or to the end of its line where it has none. */
function blockComments(text: string, openers: readonly IToken[]): Change[] {
  const changes: Change[] = [];
  let end = 0;
  for (const { startOffset: start, endOffset } of openers) {
    if (start < end) continue;
    const closer = text.indexOf('*/', start + 2);
    end = closer < 0 ? endOffset! + 1 : closer + 2;
    const span = { start, end };
    const inside = text.slice(start, end);
    const behind = /^[ \t]*(?:[\r\n]|$)/.test(text.slice(end, end + 200));
    const edits = behind && inside.length <= mostRewritten ? lineComments(inside, start) : [];
    changes.push({ span, name: undefined, meant: inside.replace(/[^\r\n]/g, ' '), edits });
    if (closer < 0) break;
  }
  return changes;
}

/** `//` in front of each line that says something, instead of the marks of a block comment. */
function lineComments(comment: string, offset: number): Omit<Edit, 'file'>[] {
  const edits: Omit<Edit, 'file'>[] = [];
  for (const match of comment.matchAll(/[^\r\n]+/g)) {
    const [line] = match;
    const marks = /^\s*(?:\/\*+ ?|\*(?!\/) ?)?/.exec(line)![0];
    const bodyEnd = Math.max(marks.length, endOfBody(line));
    const closer = line.length - bodyEnd;
    const start = offset + match.index;
    const indent = /^\s*/.exec(marks)![0];
    const written = bodyEnd === marks.length ? indent.trimEnd() : `${indent}// `;
    edits.push({ span: { start, end: start + marks.length }, text: written });
    if (closer > 0) {
      const end = start + line.length;
      edits.push({ span: { start: end - closer, end }, text: '' });
    }
  }
  return edits;
}

/** Where a line of a comment goes no further than its end mark and the blanks in front of that. A pattern would try every blank anew. */
function endOfBody(line: string): number {
  if (!line.endsWith('*/')) return line.length;
  let end = line.length - 1;
  while (line[end - 1] === '*') end--;
  return line.slice(0, end).trimEnd().length;
}

/** One diagnostic for each comment, and for each kind of character on a line. */
function describeChanges(changes: readonly Change[], file: SourceFile): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (let first = 0; first < changes.length; ) {
    const { name, span, edits } = changes[first]!;
    let next = first + 1;
    while (name !== undefined && sameLine(changes[next - 1]!, changes[next], name, file.text)) next++;
    const located = joined(changes.slice(first, next).flatMap((change) => change.edits)).map((edit) => ({
      file: file.name,
      ...edit,
    }));
    if (name === undefined) {
      const title = 'make it a `//` comment';
      const opener = file.text[span.start] === '#' ? '#' : '/*';
      const at = { file: file.name, span: { start: span.start, end: span.start + opener.length } };
      const fixes = edits.length === 0 ? [] : [{ title, edits: located }];
      diagnostics.push(diagnose('syntax/comment', { opener }, at, { fixes }));
    } else {
      let end = span.end;
      for (let run = first + 1; run < next && changes[run]!.span.start === end; run++)
        end = changes[run]!.span.end;
      const at = { file: file.name, span: { start: span.start, end } };
      const text = located.filter((edit) => edit.span.start < end).map((edit) => edit.text);
      const title = text.join('') === '' ? 'remove it' : `write ${shown(text.join(''))}`;
      const found = { text: file.text.slice(span.start, end), name };
      diagnostics.push(
        diagnose('syntax/character', found, at, { help: title, fixes: [{ title, edits: located }] }),
      );
    }
    first = next;
  }
  return diagnostics;
}

/** Edits that touch are one, since of two nobody could say which comes first. */
function joined(edits: readonly Omit<Edit, 'file'>[]): Omit<Edit, 'file'>[] {
  const result: Omit<Edit, 'file'>[] = [];
  for (const edit of edits) {
    const last = result.at(-1);
    if (last === undefined || last.span.end < edit.span.start) result.push(edit);
    else {
      const span = { start: last.span.start, end: edit.span.end };
      result[result.length - 1] = { span, text: last.text + edit.text };
    }
  }
  return result;
}

function sameLine(before: Change, next: Change | undefined, name: string, text: string): boolean {
  if (next === undefined || next.name !== name) return false;
  const gap = text.slice(before.span.end, next.span.start);
  return next.span.start - before.span.end < 200 && !/[\r\n]/.test(gap);
}

function shown(text: string): string {
  if (text === '\n') return 'a newline';
  return text.trim() === '' ? 'a space' : `\`${text.slice(0, 20)}\``;
}
