import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { findRawText } from './raw-text.ts';

/*
 * No text of a user stands raw in an output. What is a word by the grammar (names, labels) is not followed; how it is spelt in each
 * target, test/trust/attack/names.test.ts runs.
 */

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Where text that may hold anything comes into the emitters. */
const origins = new Set([
  'Graph.documentation',
  'Definition.documentation',
  'StepCommon.documentation',
  'Symbolic.value',
  'Emission.source',
  'Emission.file',
  'Location.file',
  'ReportSource.file',
]);

function programWith(edited: ReadonlyMap<string, string>, old?: ts.Program): ts.Program {
  const config = ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile).config;
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (file, version, ...rest) => {
    const text = edited.get(file.slice(root.length));
    const known = old?.getSourceFile(file);
    if (text !== undefined) return ts.createSourceFile(file, text, version, true);
    return known ?? getSourceFile(file, version, ...rest);
  };
  const files = ['src/backends/targets.ts', 'src/backends/report/index.ts'].map((file) => `${root}${file}`);
  return ts.createProgram(files, { ...options, noEmit: true, skipLibCheck: true }, host);
}

const findingsIn = (program: ts.Program): readonly string[] =>
  findRawText(
    program,
    (file) => file.startsWith(`${root}src/backends/`),
    (file) => file.startsWith(`${root}src/emission/`),
    origins,
  ).map(({ file, line, code }) => `${file.slice(root.length)}:${line} ${code}`);

/** An emitter's file, what stands there, and what somebody in a hurry might write. */
const mistakes: readonly (readonly [file: string, written: string, planted: string])[] = [
  ['tfjs/module-view.ts', "source: commentLines(source).join(' '),", 'source,'],
  [
    'tfjs/symbolic-code.ts',
    "typeof value === 'string' ? stringLiteral(value)",
    `typeof value === 'string' ? \`'\${value}'\``,
  ],
  ['wgsl/emit.ts', 'source: markdownCode(source),', 'source: "`" + source + "`",'],
  [
    'wgsl/emit.ts',
    'commentLines(documentation).map((text) => ({ text }))',
    "documentation.split('\\n').map((text) => ({ text }))",
  ],
  ['pytorch/class-view.ts', 'docstringLines(documentation, 81).map', '[documentation].map'],
  ['pytorch/module-view.ts', 'source: commentText(source),', 'source: source.trim(),'],
  ['pytorch/symbolic-code.ts', 'return stringLiteral(value);', "return '\"' + value + '\"';"],
  ['onnx/description.ts', 'source: protobufText(source),', 'source,'],
  ['report/csv.ts', 'row.map(escapeCsv)', 'row'],
];

it('stands in no output, and would be found', () => {
  const program = programWith(new Map());
  expect(findingsIn(program)).toEqual([]);

  const edited = new Map<string, string>();
  const places: (readonly string[])[] = [];
  for (const [name, written, planted] of mistakes) {
    const file = `src/backends/${name}`;
    const text = edited.get(file) ?? readFileSync(`${root}${file}`, 'utf8');
    expect(text.split(written), `${name}: ${written}`).toHaveLength(2);
    edited.set(
      file,
      text.replace(written, () => planted),
    );
    const line = text.slice(0, text.indexOf(written)).split('\n').length;
    // What is planted is used there or in one of the next lines.
    places.push([0, 1, 2].map((below) => `${file}:${line + below}`));
  }
  const found = findingsIn(programWith(edited, program)).map((finding) => finding.split(' ')[0]);
  expect(places.filter((lines) => !lines.some((line) => found.includes(line)))).toEqual([]);
}, 180_000);
