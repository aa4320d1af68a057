import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { fromBinary } from '@bufbuild/protobuf';
import { parse as parseCsv } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderReport } from '../../../src/backends/report/index.ts';
import { compile, type OutputFile, type Report, report, type TargetName } from '../../../src/index.ts';
import { ModelProtoSchema } from '../../../src/onnx-schema/onnx-ml_pb.js';
import { hasTorch, python } from '../../oracles/python.ts';
import { byEffort, runs } from '../effort.ts';
import { leaveFigures } from '../figures.ts';
import { carrier, documentation, stringOf, weightsOfCarrier } from './carriers.ts';
import { hostileTexts } from './hostile-text.ts';
import { readHtml } from './read-html.ts';
import { readJavaScript } from './read-javascript.ts';
import { readMarkdown } from './read-markdown.ts';

/*
 * Every text in every place that takes any, through every target, and each output read by its own language's parser: the program is the
 * one that a plain text gives, and the text comes back. In code and data it is the same; in comments and documents what does not show
 * itself is a blank or U+FFFD, and `* /` stands for what would end a comment.
 */

const random = fc.sample(
  fc.array(fc.oneof(fc.constantFrom(...hostileTexts), fc.string({ unit: 'binary', maxLength: 12 })), {
    minLength: 1,
    maxLength: 5,
  }),
  runs({ sample: 10, deep: 1000 }),
);
const texts: readonly string[] = [...hostileTexts, ...random.map((parts) => parts.join(''))];
/** For targets that write much: in the sample every fourth. */
const some = byEffort({ sample: texts.filter((_, at) => at % 4 === 0), deep: texts });

/** How many times a text was put into an output and read back. */
let readBack = 0;

function files(text: string, target: TargetName): ReadonlyMap<string, OutputFile['content']> {
  const { files: written, diagnostics } = compile(carrier(text), { target, weights: weightsOfCarrier });
  expect(
    diagnostics.filter(({ severity }) => severity === 'error'),
    JSON.stringify(text),
  ).toEqual([]);
  return new Map(written.map(({ path, content }) => [path, content]));
}

const hidden = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\ufeff]/gu;
const inDocument = (text: string): string => text.replace(hidden, '\ufffd').replace(/\p{Cs}/gu, '\ufffd');
const inComment = (text: string): string => text.replace(hidden, ' ').replace(/\p{Cs}/gu, '\ufffd');
const inJavaScript = (text: string): string => inComment(text).replaceAll('*/', '* /');

/** Lines may be broken and blanks joined, and nothing else. */
const words = (text: string): string => ` ${text.split(/\s+/).filter(Boolean).join(' ')} `;
const expectWords = (found: string, expected: string): void => {
  if (expected.trim() === '') return;
  readBack++;
  expect(words(found)).toContain(words(expected));
};

const plain = 'plain';

describe('hostile text', () => {
  it('is comments and strings of a TensorFlow.js module', () => {
    const [benign] = [files(plain, 'tfjs')];
    const expected = readJavaScript(benign!.get('net.js') as string);
    for (const text of texts) {
      const output = files(text, 'tfjs');
      const { shape, strings, comments } = readJavaScript(output.get('net.js') as string);
      expect(shape, text).toBe(expected.shape);
      expect(strings).toContain(stringOf(text));
      readBack++;
      expectWords(comments, inJavaScript(documentation(text)));
      expectWords(comments, inJavaScript(text.replace(/\r\n|[\r\n]/g, ' ')));
      expectReadme(output, benign!, text);
      expect([...output.keys()]).toEqual([...benign!.keys()]);
      expect(output.get('package.json')).toBe(benign!.get('package.json'));
    }
  });

  it('is comments of a WebGPU program, and text of its page', () => {
    const benign = files(plain, 'wgsl');
    const page = readHtml(benign.get('index.html') as string);
    const shape = readJavaScript(benign.get('net.js') as string).shape;
    for (const text of some) {
      const output = files(text, 'wgsl');
      const module = readJavaScript(output.get('net.js') as string);
      expect(module.shape, text).toBe(shape);
      expectWords(module.comments, inJavaScript(documentation(text)));
      expectWords(module.comments, inJavaScript(text.replace(/\r\n|[\r\n]/g, ' ')));
      const html = readHtml(output.get('index.html') as string);
      expect([html.shape, html.attributes], text).toEqual([page.shape, page.attributes]);
      expect(html.text).toContain(`Compiled from ${inDocument(text)} by`);
      readBack++;
      expectReadme(output, benign, text);
      for (const [path, content] of output)
        if (/\.(wgsl|json|bin)$/.test(path)) expect(content).toEqual(benign.get(path));
    }
  });

  it.skipIf(!hasTorch)('is docstrings, strings and comments of a PyTorch module', () => {
    const outputs = [plain, ...some].map((text) => files(text, 'pytorch'));
    const modules = outputs.flatMap((output) =>
      ['net.py', 'train.py'].map((path) => output.get(path) as string),
    );
    const read = readPython(modules);
    const [benign, training] = read;
    for (const [at, text] of some.entries()) {
      const [module, train] = read.slice(2 * at + 2, 2 * at + 4);
      expect([module!.shape, train!.shape], text).toEqual([benign!.shape, training!.shape]);
      expect(module!.strings).toContain(stringOf(text));
      readBack++;
      const [file, unit] = [module!.strings[0]!, module!.strings.join('\n')];
      for (const docstring of [file, unit]) expectWords(docstring, documentation(text));
      expectWords(file, inComment(text));
      expectWords(train!.comments, `from ${inComment(text).trim()}, and yours`);
      const { shape } = readMarkdown(outputs[at + 1]!.get('README.md') as string);
      expect(shape).toBe(readMarkdown(outputs[0]!.get('README.md') as string).shape);
    }
  });

  it('is the same text in an ONNX model', () => {
    for (const text of texts) {
      const { docString, graph, metadataProps } = fromBinary(
        ModelProtoSchema,
        files(text, 'onnx').get('net.onnx') as Uint8Array,
      );
      if (documentation(text) !== '') {
        expect([docString, graph!.docString]).toEqual([documentation(text), documentation(text)]);
        expect(
          graph!.node.some((node) => node.docString.startsWith(`${documentation(text).slice(0, 1000)}`)),
        ).toBe(true);
      }
      const source = text.replace(/\p{Cs}/gu, '\ufffd');
      expect(metadataProps.find(({ key }) => key === 'source')!.value).toBe(source);
      readBack += 4;
    }
  });

  it('is text of a report in every format', () => {
    const [given] = report(carrier(plain)).reports;
    const benign = documents([hostileReport(given!, plain)]);
    for (const text of texts) {
      const made = hostileReport(given!, text);
      const { json, markdown, html, csv, table } = documents([made]);
      expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(made)));
      expect(JSON.parse(json).network).toBe(text);
      const page = readHtml(html);
      expect(page.shape, text).toBe(readHtml(benign.html).shape);
      if (inDocument(text).trim() !== '') expect(page.text).toContain(inDocument(text));
      const document = readMarkdown(markdown);
      expect(document.shape, text).toBe(readMarkdown(benign.markdown).shape);
      expect(document.texts.map(words)).toContain(words(inDocument(text)));
      const shown = text.replace(/[^\t\r\n]+/g, inDocument);
      const formula = /^[=+\-@＝＋－＠\t\r\n]/.test(shown);
      const rows = parseCsv(csv, { record_delimiter: '\r\n' }) as string[][];
      for (const row of rows.slice(1))
        for (const cell of [row[0], row[1], row[7]]) expect(cell).toBe(`${formula ? "'" : ''}${shown}`);
      for (const output of [json, markdown, html, csv.replace(/[\t\r]/g, ''), table])
        expect(output).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}\p{Cs}]/u);
      readBack += 4 + 3 * (rows.length - 1);
    }
  });
});

leaveFigures('hostile-texts', () => [
  {
    part: 'Emission under attack',
    what: 'texts that end, escape or overturn something, in every place that takes text, read back by the parsers of JavaScript (acorn), Python, HTML (parse5), Markdown (markdown-it), CSV (csv-parse), JSON and protobuf',
    result: `${texts.length.toLocaleString('en-US')} texts, ${readBack.toLocaleString('en-US')} times read back: 100 % the same, no statement, element or link too many`,
    command: 'npx vitest run --project trust --mode deep test/trust/attack/texts.test.ts',
  },
]);

function expectReadme(
  output: ReadonlyMap<string, OutputFile['content']>,
  benign: ReadonlyMap<string, OutputFile['content']>,
  text: string,
): void {
  if (text === '') return; // names nothing, and a code span cannot be empty
  const readme = readMarkdown(output.get('README.md') as string);
  expect(readme.shape, text).toBe(readMarkdown(benign.get('README.md') as string).shape);
  expect(readme.texts).toContain(inDocument(text));
  readBack++;
}

/** The text wherever a report has one. */
function hostileReport(given: Report, text: string): Report {
  return {
    ...given,
    network: text,
    stages: given.stages.map((stage) => ({ ...stage, name: text, block: text, unit: [text] })),
    layers: given.layers.map((layer) => ({ ...layer, path: text, source: { ...layer.source, file: text } })),
    tensors: given.tensors.map((tensor) => ({ ...tensor, name: text })),
  };
}

function documents(reports: readonly Report[]) {
  const render = (format: Parameters<typeof renderReport>[1]): string =>
    renderReport(reports, format, { layers: true, width: 80, colour: false });
  return {
    json: render('json'),
    markdown: render('markdown'),
    html: render('html'),
    csv: render('csv'),
    table: render('table'),
  };
}

interface PythonText {
  readonly shape: string;
  readonly strings: readonly string[];
  readonly comments: string;
}

function readPython(modules: readonly string[]): readonly PythonText[] {
  const program = fileURLToPath(new URL('read_python.py', import.meta.url));
  const options = { input: JSON.stringify(modules), encoding: 'utf8', maxBuffer: 1 << 30 } as const;
  return JSON.parse(execFileSync(python!, [program], options));
}
