import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { locator } from '../../../src/compile.ts';
import { applyFixes } from '../../../src/diagnostics/apply-fixes.ts';
import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts';
import { renderHuman } from '../../../src/diagnostics/render/human.ts';
import type { SourceFile } from '../../../src/diagnostics/source.ts';
import { check, compile, initialiseWeights, report, targets } from '../../../src/index.ts';
import { tensorsOf } from '../../../src/ir/graph.ts';
import { rnc } from '../../cli/run-cli.ts';
import { byEffort } from '../effort.ts';
import { leaveFigures } from '../figures.ts';
import { disagreements, errorsAfterwards, primaryOf, type Told } from './disagreements.ts';
import { promises } from './promises.ts';
import { network, type SpecCase, unmark } from './spec-case.ts';
import { specCases } from './spec-cases.ts';

const numbered = specCases.map((one, index) => ({
  ...one,
  file: `${index}.resnet`,
  title: `${one.row} · ${one.name}`,
}));
type Numbered = (typeof numbered)[number];
const text = ({ source }: SpecCase): string => (typeof source === 'string' ? unmark(source).text : '');
const severity = (diagnostics: readonly { readonly severity: string }[], wanted: string): number =>
  diagnostics.filter((diagnostic) => diagnostic.severity === wanted).length;

function told(diagnostics: readonly Diagnostic[], files: ReadonlyMap<string, SourceFile>): readonly Told[] {
  const locate = locator(files);
  return diagnostics.map((diagnostic) => {
    const { code, severity, message, help, label, related, span } = diagnostic;
    const { line, column } = locate(diagnostic);
    const words = [message, help, label, ...related.map((one) => one.message)];
    return { code, severity, ...span, place: `${line}:${column}`, words };
  });
}

describe('the library', () => {
  it.each(numbered.filter(({ source }) => typeof source === 'string'))('$title', (one) => {
    const source = { name: one.file, text: text(one) };
    const { diagnostics, files, networks } = check(source);
    expect(disagreements(one, told(diagnostics, files))).toEqual([]);
    const sound = severity(diagnostics, 'error') === 0;
    expect(networks.length > 0).toBe(sound);

    if (source.text.length > 10_000) return;
    // Others say the same, and give nothing where something is wrong.
    const compiled = compile(source, { target: 'report' });
    expect(compiled.diagnostics.map(({ message }) => message)).toEqual(
      diagnostics.map(({ message }) => message),
    );
    expect(compiled.files.length > 0).toBe(sound);
    expect(report(source).reports.length > 0).toBe(sound);
    const printed = renderHuman(diagnostics.slice(0, 5), files, { colour: false, width: 80 });
    expect(printed.split('\n').filter((line) => line.length > 1200)).toEqual([]);

    if (one.answer === 'fine' || one.answer.mended === undefined) return;
    const primary = primaryOf(one.answer, diagnostics)!;
    const mended = applyFixes([primary], files).files.get(one.file)?.text;
    expect(mended).toBe(one.answer.mended);
    const after = check({ name: one.file, text: mended! }).diagnostics;
    expect(severity(after, 'error')).toBeLessThanOrEqual(errorsAfterwards(one.answer));
    expect(
      after.filter(({ code, span }) => code === primary.code && span.start === primary.span.start),
    ).toEqual([]);
  });

  it('writes the same bytes with any end of line', () => {
    const source = `/// A network\n/// of two lines.\n${network('/// first', 'c: conv 3x3, 4,', '  bias', 'linear 2', '').replace('linear', '// last\n  linear')}`;
    const mixed = source
      .split('\n')
      .map((line, index) => line + ['\n', '\r\n', '\r'][index % 3]!)
      .join('');
    const texts = [
      mixed,
      ...byEffort({
        sample: [],
        deep: [source.replaceAll('\n', '\r\n'), source.replaceAll('\n', '\r'), `\uFEFF${source}`],
      }),
    ];
    for (const target of Object.keys(targets) as (keyof typeof targets)[]) {
      const files = (written: string): unknown => {
        const [graph] = check({ name: 'net.resnet', text: written }).networks;
        const weights = initialiseWeights(tensorsOf(graph!), 0);
        const result = compile({ name: 'net.resnet', text: written }, { target, weights });
        expect(result.files.length).toBeGreaterThan(0);
        return result.files;
      };
      const expected = files(source);
      for (const other of texts) expect(files(other)).toEqual(expected);
    }
  });

  it('no pattern of the lexer goes back', () => {
    // Each would take minutes where time grew with the square of the length; in a sample, with its exponential.
    const length = byEffort({ sample: 5_000, deep: 500_000 });
    const parts = [
      '1',
      '1.',
      '1_',
      '1e',
      '0x',
      '1e+',
      '"',
      '\\',
      '"\\',
      '/',
      '//',
      '/*',
      '#',
      '!',
      '=',
      ' ',
      '\t',
      'a',
      '_',
      'x',
      '3x',
      '« ',
      '\r',
    ];
    for (const part of parts) {
      const written = network(`relu ${part.repeat(length)}!`);
      const started = performance.now();
      check({ name: 'net.resnet', text: written });
      expect(performance.now() - started, part).toBeLessThan(20_000);
    }
  });
});

describe('the command line', () => {
  const given = numbered.filter(({ only }) => only === undefined);
  let folder: string;
  let answers: ReadonlyMap<string, readonly Told[]>;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'rnc-bad-input-'));
    for (const { file, ...one } of given)
      writeFileSync(join(folder, file), typeof one.source === 'string' ? text(one) : one.source);
    const [fine, refused] = [true, false].map((wanted) => given.filter((one) => isFine(one) === wanted));
    answers = new Map([...answersTo(fine!, 0), ...answersTo(refused!, 1)]);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const isFine = ({ answer }: Numbered): boolean =>
    answer === 'fine' || answer.code.startsWith('lint/') || answer.code === 'shape/unused-value';
  const validate = new Ajv({ allowUnionTypes: true }).compile(
    JSON.parse(readFileSync(new URL('../../../schemas/diagnostics.schema.json', import.meta.url), 'utf8')),
  );

  function answersTo(cases: readonly Numbered[], exit: 0 | 1): ReadonlyMap<string, readonly Told[]> {
    const files = cases.map(({ file }) => file);
    const { status, stdout, stderr } = rnc(['check', ...files, '--format', 'json'], { cwd: folder });
    expect({ status, stderr }).toEqual({ status: exit, stderr: '' });
    const found = JSON.parse(stdout) as { diagnostics: readonly JsonDiagnostic[] };
    expect(validate(found), JSON.stringify(validate.errors)).toBe(true);
    return new Map(
      files.map((file) => [file, found.diagnostics.filter((one) => one.file === file).map(toldByJson)]),
    );
  }

  it.each(given)('$title', (one) => {
    expect(disagreements(one, answers.get(one.file)!)).toEqual([]);
  });

  it('mends what it offers to mend', () => {
    const mendable = numbered.filter(({ answer }) => answer !== 'fine' && answer.mended !== undefined);
    const copies = join(folder, 'copies');
    mkdirSync(copies);
    for (const one of mendable) writeFileSync(join(copies, one.file), text(one));
    const { stdout, status } = rnc(
      ['check', '--fix', '--format', 'json', ...mendable.map(({ file }) => file)],
      { cwd: copies },
    );
    expect(status).toBeLessThanOrEqual(1);
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly JsonDiagnostic[] };
    const left = mendable.flatMap(({ file, title, answer }) => {
      const errors = severity(
        diagnostics.filter((found) => found.file === file),
        'error',
      );
      return answer !== 'fine' && errors > errorsAfterwards(answer) ? [`${title}: ${errors} errors`] : [];
    });
    expect(left).toEqual([]);
    expect(readdirSync(copies).sort()).toEqual(mendable.map(({ file }) => file).sort());
  });

  it.each(['compile', 'report', 'verify'])('%s refuses like check, and writes nothing', (command) => {
    const { file } = numbered.find(({ row, name }) => row === 'L numbers' && name === '0x10')!;
    const options = command === 'compile' ? ['--target', 'pytorch', '-o', 'out'] : [];
    const { status, stdout, stderr } = rnc([command, file, ...options], { cwd: folder });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^error\[syntax\/number\]: `0x10`/);
    expect(readdirSync(folder)).not.toContain('out');
  });
});

interface JsonDiagnostic extends Omit<Diagnostic, 'span'> {
  readonly span: Readonly<
    Record<'start' | 'end', { readonly line: number; readonly column: number; readonly offset: number }>
  >;
}

function toldByJson({
  code,
  severity,
  message,
  help,
  label,
  related,
  span: { start, end },
}: JsonDiagnostic): Told {
  const words = [message, help, label, ...related.map((one) => one.message)];
  return {
    code,
    severity,
    start: start.offset,
    end: end.offset,
    place: `${start.line}:${start.column}`,
    words,
  };
}

leaveFigures('bad-input', () => {
  const later = promises.filter(({ tested }) => typeof tested === 'object' && 'later' in tested);
  return [
    {
      part: 'Bad input',
      what: 'kinds of bad input with a promised answer: specs, weights, imports, outputs, limits, GPUs, the command line',
      result: `${promises.length} promises, ${promises.length - later.length} of them tested, ${later.length} for parts that are not there yet`,
      command: 'npx vitest run --project trust test/trust/bad-input/promises',
    },
    {
      part: 'Bad input',
      what: 'specs that are wrong, or only look wrong: code, place, number of errors, edit',
      result: `${specCases.length} specs of ${new Set(specCases.map(({ row }) => row)).size} kinds, all answered as promised`,
      command: 'npx vitest run --project trust --mode deep test/trust/bad-input/specs',
    },
  ];
});
