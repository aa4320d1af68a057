import { decode } from '../../../../src/cli/decode.ts';
import type { Span } from '../../../../src/diagnostics/diagnostic.ts';
import { print } from '../../../../src/format/print.ts';
import type { Module } from '../../../../src/parser/ast.ts';
import { parse } from '../../../../src/parser/parse.ts';
import { withoutSpans } from '../../../format/without-spans.ts';
import { expectDiagnostics, expectThat } from '../expect-diagnostics.ts';

/** Bytes to text to module: its spans lie in the text, without errors inside each other's, and reading it again says the same. */
export function fuzz(data: Buffer): void {
  const decoded = decode(data);
  if (decoded.kind === 'binary')
    return expectThat(decoded.looksLike !== '', 'a binary file looks like something');
  if (decoded.kind === 'invalid')
    return expectThat(decoded.offset >= 0 && decoded.offset <= data.length, 'the offset lies in the file');
  const file = { name: 'a.resnet', text: decoded.text };
  const { value, diagnostics } = parse(file);
  expectDiagnostics(diagnostics, new Map([[file.name, file]]));
  let end = 0;
  for (const { image, startOffset } of value.tokens) {
    expectThat(startOffset >= end, 'tokens follow each other');
    end = startOffset + image.length;
  }
  expectNested(value.module, value.module.span, diagnostics.length === 0);
  if (diagnostics.length === 0) expectPrinted(value.module);
  // The parser is one for all files: what the last one left in it must not show.
  const again = parse(file);
  expectThat(
    JSON.stringify(again.diagnostics) === JSON.stringify(diagnostics),
    'the same text gets the same answer',
  );
}

/** The text that the printer makes of a module is read as the same module, and printed as the same text. */
function expectPrinted(module: Module): void {
  const text = print(module);
  const { value, diagnostics } = parse({ name: module.file.name, text });
  expectThat(diagnostics.length === 0, `what was printed is read: ${text}`);
  const [before, after] = [module, value.module].map((one) => JSON.stringify(withoutSpans(one)));
  expectThat(before === after, `the same module comes back: ${text}`);
  expectThat(print(value.module) === text, `it is printed as the same text: ${text}`);
}

/** Every node of the module with a span lies in the span of the node that holds it, or at least in the text. */
function expectNested(value: unknown, outer: Span, closely: boolean): void {
  if (typeof value !== 'object' || value === null) return;
  let inner = outer;
  if ('span' in value) {
    const span = value.span as Span;
    const inside = outer.start <= span.start && span.start <= span.end && span.end <= outer.end;
    expectThat(inside, `${JSON.stringify(span)} lies in ${JSON.stringify(outer)}`);
    if (closely) inner = span;
  }
  for (const part of Object.values(value)) expectNested(part, inner, closely);
}
