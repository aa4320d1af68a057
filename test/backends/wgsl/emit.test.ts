import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../src/backends/wgsl/plan.ts';
import { readSpec } from '../../corpus/specs.ts';
import { hasAdapter } from '../wgsl-runtime/adapter.ts';
import { openDevice } from './device.ts';
import { emit } from './emitted.ts';
import { graphOf, programsOf } from './plans.ts';

const schema = new URL('../../../schemas/wgsl-plan.schema.json', import.meta.url);
const validate = new Ajv().compile(JSON.parse(readFileSync(schema, 'utf8')) as object);

describe('an emitted folder', () => {
  it.each([
    ['resnet20', {}],
    ['resnet20', { batch: 3, dtype: 'f16' }],
    ['squeezenet1_1', { winograd: 'f4' }],
    ['mobilenet_v2', { inputShape: [3, 65, 49] }],
    ['densenet121', { inputShape: [3, 64, 96], dtype: 'f16' }],
  ] as const)('%s with %j has a plan as the schema says, and every file that it names', (name, options) => {
    const { files, plan } = emit(readSpec(name), { network: name, ...options });
    validate(plan);
    expect(validate.errors ?? []).toEqual([]);
    const sizes = new Map(files.map(({ path, content }) => [path, content.length]));
    expect(sizes.get(plan.weights.file)).toBe(plan.weights.bytes);
    const named = Object.values(plan.programs).flatMap(({ kernels }) => kernels.map(({ file }) => file));
    const kernels = [...sizes.keys()].filter((path) => path.startsWith('kernels/'));
    expect([...new Set(named)].sort()).toEqual(kernels.sort());
    expect(plan.adapters.at(-1)).toEqual({ program: expect.any(String) });
    for (const { program } of plan.adapters) expect(Object.keys(plan.programs)).toContain(program);
  });

  it('is the same bytes for the same network', () => {
    const first = emit(readSpec('resnet20'), { network: 'resnet20' });
    const second = emit(readSpec('resnet20'), { network: 'resnet20' });
    expect(second.files).toEqual(first.files);
  });

  it('says the shapes that its user gives and gets', () => {
    const shapes = ({ plan }: { plan: Plan }) => [plan.input.shape, plan.output.shape];
    const text = 'network n { input 3 x 5 x 7\nconv 3x3, 6, stride 2\n}';
    expect(shapes(emit({ name: 'n.resnet', text }, { batch: 4 }))).toEqual([
      [4, 3, 5, 7],
      [4, 6, 3, 4],
    ]);
    expect(shapes(emit(readSpec('resnet20'), { network: 'resnet20', batch: 2 }))[1]).toEqual([2, 10]);
  });

  it('stores halves in half the bytes', () => {
    const bytes = (dtype: 'f32' | 'f16') =>
      emit(readSpec('resnet20'), { network: 'resnet20', dtype, winograd: 'off' }).plan.weights.bytes;
    expect(bytes('f16') / bytes('f32')).toBeCloseTo(0.5, 2);
  });
});

/** Comments of a WGSL file, and what is left without them. */
function partsOf(wgsl: string): { readonly comments: string; readonly code: string } {
  const lines = wgsl.split('\n');
  const isComment = (line: string) => line.startsWith('//');
  const join = (kept: readonly string[]) => kept.join('\n');
  return { comments: join(lines.filter(isComment)), code: join(lines.filter((line) => !isComment(line))) };
}

describe('text of a user', () => {
  // Words that mean something in WGSL and JavaScript are allowed as labels; so is any text in a documentation comment and a file's name.
  const text = [
    '/// ends */ here \u2028 enable f16; \u0085 @compute',
    'network fn_ { input 4 x 4 x 4',
    'fn: conv 1x1, 4',
    'var: relu',
    'struct: conv 1x1, 4',
    'add var',
    'enable: relu',
    '}',
  ].join('\n');
  const { files } = emit({ name: 'a*/b\u2028\n.resnet', text });
  const kernels = files.filter(({ path }) => path.endsWith('.wgsl')).map(({ content }) => String(content));

  it('reaches kernels only inside comments of one line', () => {
    expect(kernels.length).toBeGreaterThan(0);
    for (const kernel of kernels) {
      const { comments, code } = partsOf(kernel);
      expect(kernel).not.toMatch(/[\u0085\u2028\u2029\v\f\r]/);
      expect(code).not.toMatch(/\b(struct0|enable f16|ends)\b/);
      expect(comments).toMatch(/fn|struct/);
    }
  });

  it('ends no comment of the module', () => {
    const module = String(files.find(({ path }) => path === 'fn_.js')!.content);
    const [comment, rest] = module.split(/\*\/\n(?=import)/);
    expect(comment).toMatch(/^\/\*\*\n \* ends/);
    expect(comment).not.toMatch(/\*\//);
    expect(comment).not.toMatch(/[\u0085\u2028\u2029]/);
    expect(rest).not.toMatch(/ends|enable f16/);
  });
});

describe.skipIf(!hasAdapter)('kernels', () => {
  // Of each family of networks one: their kernels are all that there are, but for numbers.
  const networks = [
    ['resnet18', {}],
    ['resnet50', { winograd: 'f2' }],
    ['seresnext50_32x4d', { dtype: 'f16' }],
    ['mobilenet_v2', { batch: 2 }],
    ['densenet121', {}],
    ['googlenet', { dtype: 'f16', batch: 2 }],
    ['convnext_tiny', {}],
    ['vgg19_bn', {}],
    ['resnet20', { winograd: 'f4' }],
    ['keras_resnet50_v2', {}],
    ['resnet18_a', {}],
  ] as const;

  it.each(networks)('of %s with %j are WGSL', async (name, options) => {
    const device = await openDevice();
    const texts = new Map<string, string>();
    for (const { files } of Object.values(programsOf(graphOf(name), options)))
      for (const [path, text] of files) texts.set(partsOf(text).code, path);
    const faults: string[] = [];
    for (const [code, path] of texts) {
      device.pushErrorScope('validation');
      const { messages } = await device.createShaderModule({ code }).getCompilationInfo();
      await device.popErrorScope();
      faults.push(...messages.map(({ type, lineNum, message }) => `${path}:${lineNum}: ${type}: ${message}`));
    }
    expect(faults).toEqual([]);
  });
});
