import { createColors } from 'picocolors';
import type { Diagnostic, Location } from '../diagnostic.ts';
import { plural } from '../wording.ts';
import { excerpt, wrap } from './excerpt.ts';
import { printable } from './printable.ts';
import { count, type Files, locator, type Range } from './rendering.ts';

export interface HumanOptions {
  readonly colour: boolean;
  /** Columns of the terminal; without one, only very long source lines are cut and nothing is wrapped. */
  readonly width?: number;
}

type Colours = ReturnType<typeof createColors>;
type Paint = (text: string) => string;

interface Mark extends Location {
  readonly range: Range;
  readonly primary: boolean;
  readonly label: string;
}

const widthWithoutTerminal = 160;

/** Diagnostics as a person reads them, each a frame of source with marks, and a line that counts them. */
export function renderHuman(diagnostics: readonly Diagnostic[], files: Files, options: HumanOptions): string {
  const colours = createColors(options.colour);
  const locate = locator(files);
  const frames = diagnostics.map((diagnostic) => frame(diagnostic, files, locate, colours, options));
  return frames.map((text) => `${text}\n`).join('');
}

/**
 * `2 errors, 1 warning in net.resnet (1 with a fix: --fix)`; nothing where there is nothing to say. On a terminal also how the first of
 * them is explained.
 */
export function summary(diagnostics: readonly Diagnostic[], options: HumanOptions): string {
  if (diagnostics.length === 0) return '';
  const colours = createColors(options.colour);
  const { errors, warnings } = count(diagnostics);
  const files = new Set(diagnostics.map((diagnostic) => diagnostic.file));
  const fixable = diagnostics.filter((diagnostic) => diagnostic.fixes.length > 0).length;
  const parts = [
    errors > 0 && colours.red(plural(errors, 'error')),
    warnings > 0 && colours.yellow(plural(warnings, 'warning')),
  ].filter((part) => part !== false);
  const where = files.size === 1 ? printable([...files][0]!) : plural(files.size, 'file');
  const fixes = fixable > 0 ? colours.dim(` (\`--fix\` can mend ${fixable})`) : '';
  const [first] = [...diagnostics].sort(
    (a, b) => Number(b.severity === 'error') - Number(a.severity === 'error'),
  );
  const more = options.width === undefined ? '' : colours.dim(`\`rnc explain ${first!.code}\` says more\n`);
  return `${parts.join(', ')} in ${where}${fixes}\n${more}`;
}

function frame(
  diagnostic: Diagnostic,
  files: Files,
  locate: ReturnType<typeof locator>,
  colours: Colours,
  options: HumanOptions,
): string {
  const paint: Paint = diagnostic.severity === 'error' ? colours.red : colours.yellow;
  const title = `${diagnostic.severity}[${diagnostic.code}]`;
  const header = `${paint(colours.bold(title))}${colours.bold(`: ${printable(diagnostic.message)}`)}`;

  const marks: Mark[] = [
    { ...place(diagnostic), primary: true, label: diagnostic.label ?? '' },
    ...diagnostic.related.map((related) => ({ ...place(related), primary: false, label: related.message })),
  ].map((mark) => ({ ...mark, label: printable(mark.label), range: locate(mark.file, mark.span) }));
  const shown = marks.filter((mark) => files.has(mark.file));

  const gutter = Math.max(1, ...shown.map((mark) => String(mark.range.start.line).length));
  const margin = colours.blue(`${' '.repeat(gutter)} │`);
  const room = Math.max(12, (options.width ?? widthWithoutTerminal) - gutter - 4);
  const lines = [header];
  if (!files.has(diagnostic.file)) lines.push(`  ${colours.blue('┌─')} ${printable(diagnostic.file)}`);
  for (const [index, name] of [...new Set(shown.map((mark) => mark.file))].entries()) {
    const here = shown.filter((mark) => mark.file === name);
    const { line, column } = here[0]!.range.start;
    const corner = index === 0 ? '┌─' : '├─';
    lines.push(`${' '.repeat(gutter)} ${colours.blue(corner)} ${printable(name)}:${line}:${column}`);
    lines.push(
      ...source(here, linesOf(files.get(name)!.text), { gutter, margin, room, paint, colours, options }),
    );
  }

  const note = (kind: string, text: string): void => {
    const [first, ...rest] = lineBreaks(text, options.width && options.width - gutter - kind.length - 5);
    lines.push(`${' '.repeat(gutter)} ${colours.blue('=')} ${colours.bold(`${kind}:`)} ${first}`);
    for (const line of rest) lines.push(`${' '.repeat(gutter + kind.length + 5)}${line}`);
  };
  for (const mark of marks) {
    if (files.has(mark.file) || (mark.primary && mark.label === '')) continue;
    note('note', `${mark.label} (${printable(mark.file)})`);
  }
  const help = diagnostic.help ?? diagnostic.fixes[0]?.title;
  if (help !== undefined) note('help', help);
  return `${lines.join('\n')}\n`;
}

const place = ({ file, span }: Location): Location => ({ file, span });

interface Layout {
  readonly gutter: number;
  readonly margin: string;
  readonly room: number;
  readonly paint: Paint;
  readonly colours: Colours;
  readonly options: HumanOptions;
}

/** The marked lines of one file in their order; each mark stands on a row of its own under its line. */
function source(marks: readonly Mark[], lines: readonly string[], layout: Layout): readonly string[] {
  const { gutter, margin, room, paint, colours, options } = layout;
  const rows: string[] = [];
  const ordered = [...marks].sort(
    (a, b) => a.range.start.line - b.range.start.line || Number(b.primary) - Number(a.primary),
  );
  let previous = { line: 0, text: '' };
  for (const { range, primary, label } of ordered) {
    const line = range.start.line;
    const text = lines[line - 1] ?? '';
    const from = range.start.column - 1;
    const to = range.end.line === line ? range.end.column - 1 : Math.max(from + 1, text.trimEnd().length);
    const cut = excerpt(text, from, to, room);
    if (previous.line !== line || previous.text !== cut.text) {
      rows.push(`${colours.blue(`${String(line).padStart(gutter)} │`)} ${cut.text}`.trimEnd());
    }
    previous = { line, text: cut.text };
    const colour = primary ? paint : colours.blue;
    const marked = colour((primary ? '^' : '-').repeat(cut.width));
    const beside = options.width === undefined ? [label] : wrap(label, room - cut.indent - cut.width - 1);
    if (label === '') {
      rows.push(`${margin} ${' '.repeat(cut.indent)}${marked}`);
    } else if (beside.length === 1) {
      rows.push(`${margin} ${' '.repeat(cut.indent)}${marked} ${colour(label)}`);
    } else {
      const indent = Math.min(cut.indent, Math.floor(room / 2));
      rows.push(`${margin} ${' '.repeat(cut.indent)}${marked}`);
      for (const piece of wrap(label, room - indent))
        rows.push(`${margin} ${' '.repeat(indent)}${colour(piece)}`);
    }
  }
  return rows;
}

function lineBreaks(text: string, width: number | undefined): readonly string[] {
  return text
    .split('\n')
    .map(printable)
    .flatMap((line) => (width === undefined ? [line] : wrap(line, Math.max(8, width))));
}

const linesOf = (text: string): readonly string[] => text.split(/\r\n|\r|\n/);
