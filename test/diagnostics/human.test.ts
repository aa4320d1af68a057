import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { renderHuman, summary } from '../../src/diagnostics/render/index.ts';
import { diagnostic, file, spanOf } from './sample.ts';

const plain = { colour: false };

// Lines 9 and 14 hold what the example of the interface shows.
const network = `block basic(width: int, stride: int = 1) {
  residual {
    conv1: conv 3x3, width, stride stride
    bn1:   batchnorm
    relu
    conv2: conv 3x3, width
    bn2:   batchnorm

  } shortcut identity
  relu
}
network net {

  layer2: stage 4 x bottleneck(64), stride 2
}
`;

test('a frame looks as the interface shows it', () => {
  const mismatch = diagnostic({
    code: 'shape/residual-mismatch',
    message: 'the residual path and its shortcut differ: 256×28×28 and 64×56×56',
    span: spanOf(network, 'layer2: stage 4 x'),
    label: 'here, in block 0 of 4',
    related: [
      {
        file: 'net.resnet',
        span: spanOf(network, 'shortcut identity'),
        message: 'the shortcut passes the block’s input on unchanged',
      },
    ],
    help: '`shortcut zero_pad` adds none',
  });
  expect(renderHuman([mismatch], file('net.resnet', network), plain)).toBe(
    `error[shape/residual-mismatch]: the residual path and its shortcut differ: 256×28×28 and 64×56×56
   ┌─ net.resnet:14:3
 9 │   } shortcut identity
   │     ----------------- the shortcut passes the block’s input on unchanged
14 │   layer2: stage 4 x bottleneck(64), stride 2
   │   ^^^^^^^^^^^^^^^^^ here, in block 0 of 4
   = help: \`shortcut zero_pad\` adds none

`,
  );
});

test('several marks on one line stand below each other, the primary one first', () => {
  const text = 'add left, right\n';
  const shown = renderHuman(
    [
      diagnostic({
        span: spanOf(text, 'right'),
        related: [{ file: 'net.resnet', span: spanOf(text, 'left'), message: 'one' }],
        label: 'two',
      }),
    ],
    file('net.resnet', text),
    plain,
  );
  expect(shown.split('\n').slice(2, 5)).toEqual([
    '1 │ add left, right',
    '  │           ^^^^^ two',
    '  │     ---- one',
  ]);
});

test('a second file gets its own heading inside the frame, an unknown one a note', () => {
  const files = new Map([...file('net.resnet', 'a()\n'), ...file('blocks.resnet', '\nblock a {}\n')]);
  const shown = renderHuman(
    [
      diagnostic({
        related: [
          { file: 'blocks.resnet', span: { start: 1, end: 6 }, message: 'declared here' },
          { file: 'gone.resnet', span: { start: 0, end: 0 }, message: 'and there' },
        ],
      }),
    ],
    files,
    plain,
  );
  expect(shown.split('\n').slice(1)).toEqual([
    '  ┌─ net.resnet:1:1',
    '1 │ a()',
    '  │ ^',
    '  ├─ blocks.resnet:2:1',
    '2 │ block a {}',
    '  │ ----- declared here',
    '  = note: and there (gone.resnet)',
    '',
    '',
  ]);
});

test('a file whose text is not at hand, such as weights, is named', () => {
  const shown = renderHuman([diagnostic({ file: 'model.safetensors', help: 'x' })], new Map(), plain);
  expect(shown.split('\n').slice(1)).toEqual(['  ┌─ model.safetensors', '  = help: x', '', '']);
});

test.each([
  ['tabs go to the next stop of 4', '\ta\tb', 'b', 8, 1],
  ['CJK takes two cells', '卷积 x 块', '块', 7, 2],
  ['an emoji sequence is one character of two cells', '👩‍🔬 conv', 'conv', 3, 4],
  ['a combining mark takes none', 'e\u0301 conv', 'conv', 2, 4],
  ['the byte-order mark is not seen', '\uFEFFconv', 'conv', 0, 4],
])('marks stay under what they mark: %s', (_, text, part, indent, width) => {
  const shown = renderHuman([diagnostic({ span: spanOf(text, part) })], file('net.resnet', text), plain);
  expect(shown.split('\n')[3]).toBe(`  │ ${' '.repeat(indent)}${'^'.repeat(width)}`);
});

test.each([
  ['at the end of the text', 'network', 7, 7, '  │        ^'],
  ['past the end', 'network', 90, 99, '  │        ^'],
  ['in an empty file', '', 0, 0, '  │ ^'],
])('an empty span is one caret: %s', (_, text, start, end, row) => {
  const shown = renderHuman([diagnostic({ span: { start, end } })], file('net.resnet', text), plain);
  expect(shown.split('\n')[3]).toBe(row);
});

test('a span of several lines is marked on its first', () => {
  const text = 'block a {  \n  relu\n';
  const shown = renderHuman(
    [diagnostic({ span: { start: 8, end: text.length } })],
    file('net.resnet', text),
    plain,
  );
  expect(shown.split('\n').slice(2, 4)).toEqual(['1 │ block a {', '  │         ^']);
});

test.each([20, 40, 80])(
  'no source row is wider than a terminal of %i columns, and the mark shows its place',
  (width) => {
    const text = `${'left '.repeat(60)}MARK${' right'.repeat(60)}`;
    const shown = renderHuman(
      [
        diagnostic({
          span: spanOf(text, 'MARK'),
          label: 'this is the word that is wrong',
          help: 'write another word here',
        }),
      ],
      file('net.resnet', text),
      { colour: false, width },
    );
    const rows = shown.split('\n').slice(2);
    expect(Math.max(...rows.map((row) => stringWidth(row)))).toBeLessThanOrEqual(width);
    const source = rows.find((row) => row.startsWith('1 │'))!;
    const marks = rows[rows.indexOf(source) + 1]!;
    expect(source).toMatch(/^1 │ ….*MARK.*…$/);
    expect(source.indexOf('MARK')).toBe(marks.indexOf('^^^^'));
  },
);

test('a line of a megabyte is cut at once', () => {
  const text = `${'x'.repeat(1 << 20)}MARK${'y'.repeat(1 << 20)}`;
  const start = performance.now();
  const shown = renderHuman([diagnostic({ span: spanOf(text, 'MARK') })], file('net.resnet', text), plain);
  expect(shown).toContain('MARK');
  expect(shown.length).toBeLessThan(1000);
  expect(performance.now() - start).toBeLessThan(1000);
});

test('nothing from the source reaches the terminal as a control character', () => {
  const text = 'a\x1b[31mred\x07 \u202Eright\u2028 \x9B2J \uD800';
  const shown = renderHuman(
    [diagnostic({ message: text, label: text, help: text, file: text, span: { start: 0, end: 1 } })],
    file(text, text),
    plain,
  );
  expect(shown.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Surrogate}]/u);
  expect(shown).toContain('red');
});

test('colours only where they are asked for', () => {
  const text = file('net.resnet', 'x');
  expect(renderHuman([diagnostic()], text, { colour: true })).toContain('\x1b[31m');
  expect(renderHuman([diagnostic()], text, plain)).not.toContain('\x1b');
});

test('without help, the title of the fix is the help', () => {
  const fix = {
    title: 'write `kernel`',
    edits: [{ file: 'net.resnet', span: { start: 0, end: 1 }, text: 'kernel' }],
  };
  expect(renderHuman([diagnostic({ fixes: [fix] })], file('net.resnet', 'x'), plain)).toContain(
    '  = help: write `kernel`\n',
  );
});

test('the summary counts by severity and by file', () => {
  const fix = { title: 'x', edits: [] };
  expect(summary([], plain)).toBe('');
  expect(summary([diagnostic(), diagnostic(), diagnostic({ severity: 'warning' })], plain)).toBe(
    '2 errors, 1 warning in net.resnet\n',
  );
  expect(summary([diagnostic({ fixes: [fix] }), diagnostic({ file: 'other.resnet' })], plain)).toBe(
    '2 errors in 2 files (`--fix` can mend 1)\n',
  );
});

test('on a terminal the summary says how the first error, or else the first warning, is explained', () => {
  const terminal = { colour: false, width: 80 };
  const lint = diagnostic({ severity: 'warning', code: 'lint/unused' });
  expect(summary([lint], terminal)).toBe('1 warning in net.resnet\n`rnc explain lint/unused` says more\n');
  const groups = diagnostic({ code: 'shape/groups' });
  expect(summary([lint, groups], terminal)).toMatch(/\n`rnc explain shape\/groups` says more\n$/);
});
