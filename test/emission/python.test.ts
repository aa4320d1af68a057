import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { moduleName } from '../../src/backends/pytorch/file-name.ts';
import {
  className,
  commentText,
  docstringLines,
  identifier,
  stringLiteral,
} from '../../src/emission/python.ts';
import { check, compile } from '../../src/index.ts';
import { hasTorch, python } from '../oracles/python.ts';

/** What Python's own parser makes of texts: the values of literals, the docstrings of modules. */
function ast(program: string, input: unknown): unknown {
  const text = execFileSync(
    python!,
    ['-c', `import ast, json, sys\nitems = json.load(sys.stdin)\n${program}`],
    {
      input: JSON.stringify(input),
      encoding: 'utf8',
    },
  );
  return JSON.parse(text);
}

const hostile = [
  'plain',
  'a "quoted" word',
  '"',
  '""',
  '"""',
  'ends with "',
  '"""; import os; """',
  "it's",
  '\\',
  'ends with \\',
  '\\"""',
  '\\N{BULLET} \\x41 \\u0041 \\\n',
  'one\ntwo\r\nthree\rfour',
  'form\ffeed, vertical\vtab, nul\0, escape\u001b[31m',
  'line\u2028separator\u2029and\u0085next',
  '\u202eright to left\u202c, \u200fmark, \ufeffmark',
  'half \ud800 of a pair \udc00',
  '😀 𝒳 é',
  '{x} {0} {{}} %s %(a)s',
  '#: # not a comment',
  'tab\tand nbsp\u00a0',
];

describe.skipIf(!hasTorch)('text in Python', () => {
  it('is a literal of the same value', () => {
    expect(
      ast('print(json.dumps([ast.literal_eval(item) for item in items]))', hostile.map(stringLiteral)),
    ).toEqual(hostile);
  });

  it('is a docstring of the same words', () => {
    const words = (text: string): string => text.replace(/[ \r\n]+/g, ' ').trim();
    const modules = hostile.map((text) => `"""${docstringLines(text, 40).join('\n')}\n"""\n`);
    const found = ast(
      'print(json.dumps([ast.get_docstring(ast.parse(item), clean=False) for item in items]))',
      modules,
    );
    expect((found as string[]).map(words)).toEqual(hostile.map(words));
  });

  it('is a comment of one line', () => {
    const modules = hostile.map((text) => `# ${commentText(text)}\n`);
    expect(ast('print(json.dumps([len(ast.parse(item).body) for item in items]))', modules)).toEqual(
      hostile.map(() => 0),
    );
    for (const text of hostile) expect(commentText(text)).not.toMatch(/[\p{Cc}\u2028\u2029\p{Cs}]/u);
  });

  it('is an identifier, whatever the name', () => {
    const names = [
      'class',
      'None',
      'match',
      'print',
      'self',
      'len',
      '0',
      'conv1-b',
      '',
      'a b',
      'é',
      '__debug__',
      '_',
      '9lives',
    ];
    const found = ast(
      'import keyword\nprint(json.dumps([i.isidentifier() and not keyword.iskeyword(i) for i in items]))',
      [...names.map(identifier), ...names.map(className)],
    );
    expect(found).toEqual([...names, ...names].map(() => true));
  });

  it('does not leave the docstrings of an emitted module', () => {
    const documentation = ['A """quote""" and \\', '\u2028import os', '{braces} "'];
    const text = `${documentation.map((line) => `/// ${line}\n`).join('')}network case { input 3 x 4 x 5; fc: linear 2 }`;
    const { files, diagnostics } = compile({ name: 'a"""\\\n.resnet', text }, { target: 'pytorch' });
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const module = files.find(({ path }) => path === 'case_.py' || path === 'case.py')!.content as string;
    const [docstring, statements] = ast(
      'print(json.dumps([ast.get_docstring(ast.parse(items)), [type(n).__name__ for n in ast.parse(items).body]]))',
      module,
    ) as [string, string[]];
    expect(docstring).toContain('A """quote""" and \\');
    expect(docstring).toContain('{braces} "');
    expect(statements).toEqual(['Expr', 'ImportFrom', 'Import', 'ImportFrom', 'ClassDef']);
  });
});

describe('names of files', () => {
  it.each([
    ['resnet50', 'resnet50'],
    ['torch', 'torch_'],
    ['JSON', 'JSON_'],
    ['train', 'train_'],
    ['training', 'training_'],
    ['class', 'class_'],
    ['__init__', '__init___'],
    ['case', 'case'],
  ])('%s is in %s.py', (network, file) => {
    expect(moduleName(network)).toBe(file);
  });

  it('hides no module of Python’s own', () => {
    if (!hasTorch) return;
    const modules = ast('print(json.dumps(sorted(sys.stdlib_module_names)))', 0) as string[];
    expect(modules.filter((name) => !name.startsWith('_') && moduleName(name) === name)).toEqual([]);
  });
});

it('the same text comes out of the same network', () => {
  const source = {
    name: 'case.resnet',
    text: 'network case { input 3 x 4 x 5; c: conv 3x3, 4; fc: linear 2 }',
  };
  expect(check(source).diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(compile(source, { target: 'pytorch' }).files).toEqual(compile(source, { target: 'pytorch' }).files);
});
