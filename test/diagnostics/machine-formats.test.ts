import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { renderGithub, renderJson, renderSarif } from '../../src/diagnostics/render/index.ts';
import { diagnostic, file, spanOf } from './sample.ts';

const text = 'block a {\r\n  añ😀: kernal 3\n}\n';
const files = file('net.resnet', text);
const span = spanOf(text, 'kernal');
const misspelt: Diagnostic = diagnostic({
  code: 'value/unknown-argument',
  message: '`conv` has no argument `kernal`',
  span,
  label: 'here',
  help: 'did you mean `kernel`?',
  related: [{ file: 'net.resnet', span: { start: 0, end: 5 }, message: 'in this block' }],
  fixes: [{ title: 'write `kernel`', edits: [{ file: 'net.resnet', span, text: 'kernel' }] }],
});
// Line 2 is `  añ😀: kernal 3`; é, ñ are one UTF-16 unit, the emoji two: the word starts at unit 8 of its line, 19 of the file.
const place = {
  start: { line: 2, column: 9, offset: 19 },
  end: { line: 2, column: 15, offset: 25 },
};

test('json has the promised shape', () => {
  expect(JSON.parse(renderJson([misspelt, diagnostic({ severity: 'warning' })], files))).toEqual({
    diagnostics: [
      {
        code: 'value/unknown-argument',
        severity: 'error',
        message: '`conv` has no argument `kernal`',
        label: 'here',
        file: 'net.resnet',
        span: place,
        related: [
          {
            message: 'in this block',
            file: 'net.resnet',
            span: { start: { line: 1, column: 1, offset: 0 }, end: { line: 1, column: 6, offset: 5 } },
          },
        ],
        help: 'did you mean `kernel`?',
        fixes: [{ title: 'write `kernel`', edits: [{ file: 'net.resnet', span: place, text: 'kernel' }] }],
      },
      {
        code: 'syntax/declaration',
        severity: 'warning',
        message: 'a message',
        file: 'net.resnet',
        span: { start: { line: 1, column: 1, offset: 0 }, end: { line: 1, column: 2, offset: 1 } },
        related: [],
        fixes: [],
      },
    ],
    errors: 1,
    warnings: 1,
  });
});

const hostile = diagnostic({
  message: 'a\r\n::error::b %0A 100% \u2028 \uD800 </script> __proto__',
  file: 'a:b,c\n%41#?.resnet',
});

/** Microsoft's copy of the OASIS schema, from the npm package @microsoft/sarif-matcher-utils (MIT). */
const validateSarif = (() => {
  const schema = JSON.parse(
    readFileSync(new URL('../../schemas/sarif-2.1.0.json', import.meta.url), 'utf8'),
  ) as Record<string, unknown> & { id: string };
  // The schema is written in draft 04, whose `id` is `$id` in the drafts that ajv reads.
  const { id, $schema, ...rest } = schema;
  return new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile({
    $id: id,
    ...rest,
  });
})();

test.each<[string, Diagnostic[]]>([
  ['nothing', []],
  ['an error with everything', [misspelt, misspelt, diagnostic({ severity: 'warning' })]],
  ['hostile text', [hostile]],
  ['a place outside its file', [diagnostic({ span: { start: 900, end: 1000 } })]],
])('sarif is valid against its schema: %s', (_, diagnostics) => {
  const log: unknown = JSON.parse(renderSarif(diagnostics, files, '0.1.0'));
  validateSarif(log);
  expect(validateSarif.errors).toBeNull();
});

test('the schema would notice a mistake', () => {
  const log = renderSarif([misspelt], files, '0.1.0').replace('"startLine":2', '"startLine":0');
  expect(validateSarif(JSON.parse(log))).toBe(false);
});

test('sarif places, fixes and rules', () => {
  const log = JSON.parse(renderSarif([misspelt, misspelt], files, '0.1.0'));
  const [run] = log.runs;
  expect(run.columnKind).toBe('utf16CodeUnits');
  expect(run.tool.driver.rules).toEqual([{ id: 'value/unknown-argument' }]);
  const [result] = run.results;
  const region = { startLine: 2, startColumn: 9, endLine: 2, endColumn: 15, charOffset: 19, charLength: 6 };
  expect(result.locations[0].physicalLocation).toEqual({ artifactLocation: { uri: 'net.resnet' }, region });
  expect(result.fixes[0].artifactChanges[0].replacements).toEqual([
    { deletedRegion: region, insertedContent: { text: 'kernel' } },
  ]);
  expect(result.relatedLocations[0].message.text).toBe('in this block');
});

test('sarif file names are relative references', () => {
  const log = JSON.parse(renderSarif([hostile], files, '0.1.0'));
  const { uri } = log.runs[0].results[0].locations[0].physicalLocation.artifactLocation;
  expect(uri).toBe('a%3Ab%2Cc%0A%2541%23%3F.resnet');
});

test('github gets one line per diagnostic', () => {
  expect(renderGithub([misspelt], files)).toBe(
    '::error file=net.resnet,line=2,endLine=2,col=9,endColumn=15,title=value/unknown-argument::' +
      '`conv` has no argument `kernal`%0Ahelp: did you mean `kernel`?\n',
  );
});

test('no text can start a workflow command of its own', () => {
  const output = renderGithub([hostile], files);
  expect(output.match(/[\r\n]/g)).toEqual(['\n']);
  expect(output).toContain('file=a%3Ab%2Cc%0A%2541#?.resnet,');
  expect(output).toContain('::a%0D%0A::error::b %250A 100%25 ');
});
