import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import sarifSchema from '../../../schemas/sarif-2.1.0.json' with { type: 'json' };
import { diagnose } from '../../../src/diagnostics/diagnose.ts';
import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts';
import { renderGithub, renderHuman, renderJson, renderSarif } from '../../../src/diagnostics/render/index.ts';
import { leaveFigures } from '../figures.ts';
import { hostileTexts } from './hostile-text.ts';

/** A diagnostic that has a text in every part that may come from a stranger: a file's name, a message, a remedy. */
function hostile(text: string): Diagnostic {
  const at = { file: text, span: { start: 0, end: 1 } };
  return diagnose('name/label', { label: text }, at, {
    label: text,
    related: [
      { ...at, message: text },
      { file: `${text}.other`, span: at.span, message: text },
    ],
    help: text,
    fixes: [{ title: text, edits: [{ ...at, text }] }],
  });
}

const filesOf = (text: string) => new Map([[text, { name: text, text: `${text}\nrest` }]]);
const wellFormed = (text: string): string => text.replace(/\p{Cs}/gu, '\ufffd');
const shown = (text: string): string =>
  text.replace(/(?![\t\r\n])[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu, '\ufffd');
/** What would reach a terminal other than as a character. */
const dangerous = /(?![\t\n])[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Cs}]/u;

const validateSarif = (() => {
  // The schema is written in draft 04, whose `id` is `$id` in the drafts that ajv reads.
  const { id, $schema: _, ...rest } = sarifSchema as Record<string, unknown>;
  const ajv = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false });
  return ajv.compile({ $id: String(id), ...rest });
})();

/** GitHub's runner: a line `::command key=value,…::data`, decoded as actions/toolkit encodes. */
function readCommand(line: string) {
  const [, severity, properties, data] = /^::(\w+) (.*?)::(.*)$/.exec(line) ?? [];
  const decode = (text: string): string =>
    text.replace(/%(25|0D|0A|3A|2C)/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  const entries = (properties ?? '').split(',').map((entry) => {
    const at = entry.indexOf('=');
    return [entry.slice(0, at), decode(entry.slice(at + 1))] as const;
  });
  return { severity, properties: new Map(entries), data: decode(data ?? '') };
}

describe.each(hostileTexts.map((text) => [text]))('a diagnostic about %j', (text) => {
  const diagnostics = [hostile(text), hostile('next')];
  const files = filesOf(text);

  it('is JSON of the same text', () => {
    const output = renderJson(diagnostics, files);
    const [first] = JSON.parse(output).diagnostics;
    expect([first.file, first.help, first.label, first.fixes[0].edits[0].text]).toEqual([
      text,
      text,
      text,
      text,
    ]);
    expect(output).not.toMatch(dangerous);
  });

  it('is valid SARIF of the same text', () => {
    const output = renderSarif(diagnostics, files, '0.0.0');
    const log = JSON.parse(output);
    expect(validateSarif(log), JSON.stringify(validateSarif.errors)).toBe(true);
    const [{ message, locations, fixes }] = log.runs[0].results;
    expect(message.text).toContain(wellFormed(text));
    expect(fixes[0].artifactChanges[0].replacements[0].insertedContent.text).toBe(wellFormed(text));
    const { uri } = locations[0].physicalLocation.artifactLocation;
    expect(decodeURIComponent(uri)).toBe(wellFormed(text).replace(/^\/+/, '/'));
    // A reference relative to the folder, not to another scheme or host.
    const resolved = new URL(uri, 'file:///base/');
    expect([resolved.protocol, resolved.host, resolved.search, resolved.hash]).toEqual(['file:', '', '', '']);
    expect(output).not.toMatch(dangerous);
  });

  it('is one command of GitHub’s log, which decodes to the same text', () => {
    const output = renderGithub(diagnostics, files);
    // The runner ends lines at \r and \n.
    const lines = output.split(/\r\n|[\r\n]/).filter((line) => line !== '');
    expect(lines.map((line) => readCommand(line).severity)).toEqual(['error', 'error']);
    const { properties, data } = readCommand(lines[0]!);
    // Columns only where the place is on one line.
    const columns = properties.get('line') === properties.get('endLine') ? ['col', 'endColumn'] : [];
    expect([...properties.keys()]).toEqual(['file', 'line', 'endLine', ...columns, 'title']);
    expect(wellFormed(properties.get('file')!)).toBe(wellFormed(shown(text)));
    expect(wellFormed(data)).toContain(wellFormed(shown(text)));
    expect(output).not.toMatch(dangerous);
  });

  it('moves no cursor and forges no line on a terminal', () => {
    const output = renderHuman(diagnostics, files, { colour: false });
    expect(output).not.toMatch(dangerous);
    // Every line but those of the frames is indented or begins a diagnostic; there are two.
    const lines = output.split('\n');
    expect(lines.filter((line) => /^(error|warning)\[/.test(line))).toHaveLength(2);
    for (const line of lines) expect(line).toMatch(/^$|^(error|warning)\[name\/label\]: |^ |^\d+ │/);
  });
});

leaveFigures('hostile-diagnostics', () => [
  {
    part: 'Emission under attack',
    what: 'texts in every part of a diagnostic, read back from JSON, SARIF (its schema), GitHub’s workflow commands and a terminal',
    result: `${hostileTexts.length} texts, 4 formats, 100 % the same`,
    command: 'npx vitest run --project trust --mode deep test/trust/attack/diagnostics.test.ts',
  },
]);
