import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Diagnostic, PositionEncoding, Workspace } from '@astral-sh/ruff-wasm-nodejs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OutputFile } from '../../src/index.ts';
import { readSafetensors } from '../../src/weights/safetensors.ts';
import { readSpec } from '../corpus/specs.ts';
import { hasTorch } from '../oracles/python.ts';
import {
  compareCheckpoints,
  compareSchedules,
  emitText,
  gradientsOf,
  makeFiles,
  type Run,
  type RunOutcome,
  trainRuns,
  trainTogether,
  writeFiles,
} from '../oracles/training.ts';

/** Dropout and crops at random: what a run that goes on has to repeat. */
const tiny = `import { basic } from "std/residual"
network tiny(classes: int = 10, side: int = 16) {
  input 3 x side x side
  conv1: conv 3x3, 8
  bn1: batchnorm
  relu
  layer1: stage 1 x basic(8)
  layer2: stage 1 x basic(16), stride 2
  avgpool global
  dropout 0.2
  fc: linear classes
}
`;

/** Without batch normalisation, whose statistics are of a process's share alone. */
const grouped = `block normed(width: int) {
  residual {
    conv1: conv 3x3, width
    norm1: groupnorm 2
    relu
    conv2: conv 3x3, width
    norm2: groupnorm 2
  } shortcut identity
  relu
}
network grouped {
  input 3 x 16 x 16
  conv1: conv 3x3, 8
  norm1: groupnorm 2
  relu
  layer1: stage 2 x normed(8)
  avgpool global
  fc: linear 10
}
`;

const resnet20 = () => {
  const { text, name } = readSpec('resnet20');
  return emitText(text, name);
};

interface Metrics {
  readonly event: 'step' | 'epoch';
  readonly epoch: number;
  readonly step: number;
  readonly loss: number;
  readonly top1: number;
  readonly top5: number;
  readonly images_per_second: number;
  readonly learning_rate?: number;
  readonly validation_loss?: number;
}

function readMetrics(folder: string): readonly Metrics[] {
  const path = join(folder, 'metrics.jsonl');
  if (!existsSync(path)) return [];
  const text = readFileSync(path, 'utf8');
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

const stepsIn = (folder: string): readonly number[] =>
  readMetrics(folder)
    .filter(({ event }) => event === 'step')
    .map(({ step }) => step);

const count = (last: number): readonly number[] => Array.from({ length: last }, (_, index) => index + 1);

const mypy = spawnSync('mypy', ['--version']).status === 0 ? 'mypy' : undefined;

/** Of PyTorch's types, which take twenty seconds to read. */
const cache = fileURLToPath(new URL('../../build/mypy-cache', import.meta.url));

/** Ruff’s default rules and its formatter, on one file; empty where it has nothing to say. */
function troublesOfRuff(content: string): readonly string[] {
  const ruff = new Workspace({}, PositionEncoding.Utf16);
  const found = (ruff.check(content) as readonly Diagnostic[]).map(
    ({ code, message, start_location: { row } }) => `${row}: ${code} ${message}`,
  );
  return ruff.format(content) === content ? found : [...found, 'would be formatted anew'];
}

describe('the emitted Python', () => {
  const trains = ({ path }: OutputFile) => path === 'train.py';
  const shipped = resnet20().filter((file) => trains(file) || file.path.startsWith('training/'));
  it.each(shipped)('is as ruff wants it: $path', ({ content }) => {
    expect(troublesOfRuff(content as string)).toEqual([]);
  });

  it.each(['a', 'data', 'zebra', 'a_name_of_forty_characters_0000000000000'])(
    'is so whatever the name: %s',
    (name) => {
      const train = emitText(tiny.replace('network tiny', `network ${name}`)).find(trains)!;
      expect(train.content).toContain(`NAME = "${name}"`);
      expect(troublesOfRuff(train.content as string)).toEqual([]);
    },
  );

  it.skipIf(mypy === undefined)('has the types that mypy finds right', () => {
    const folder = mkdtempSync(join(tmpdir(), 'rnc-typed-'));
    writeFiles(folder, resnet20());
    const { status, stdout } = spawnSync(mypy!, ['--cache-dir', cache, '--disallow-untyped-defs', '.'], {
      cwd: folder,
      encoding: 'utf8',
    });
    rmSync(folder, { recursive: true });
    expect(stdout).toMatch(/^Success: no issues found in 2\d source files/);
    expect(status).toBe(0);
  });

  it('does not train what ends in a feature map', () => {
    const text = 'network features {\n  input 3 x 16 x 16\n  conv1: conv 3x3, 8\n}\n';
    const emittedFiles = emitText(text);
    expect(emittedFiles.map(({ path }) => path).sort()).toEqual(['README.md', 'features.py']);
    expect(emittedFiles.find(({ path }) => path === 'README.md')!.content).toContain(
      'there is no `train.py`',
    );
  });
});

describe.skipIf(!hasTorch)('train.py', () => {
  const root = mkdtempSync(join(tmpdir(), 'rnc-training-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  function emitted(name: string, files: readonly OutputFile[]): string {
    const folder = join(root, name);
    writeFiles(folder, files);
    return folder;
  }

  describe('under torchrun, two processes over gloo', () => {
    it('trains resnet20; killed in the middle of an epoch and started again, it does each step once', async () => {
      const folder = emitted('resnet20', resnet20());
      const output = join(folder, 'runs/resnet20');
      const args = ['--data', 'synthetic:320', '--batch-size', '64', '--epochs', '3', '--log-every', '1'];
      const run = [...args, '--checkpoint-every', '1'];
      const killed = await trainTogether(folder, 2, run, () => stepsIn(output).length >= 8);
      expect(killed.code).toBe(-9);
      const before = stepsIn(output).at(-1)!;
      expect(before % 5, 'in the middle of an epoch').not.toBe(0);

      const { code, stdout, stderr } = await trainTogether(folder, 2, run);
      expect(stderr).toMatch(
        new RegExp(`going on at epoch 2, (${before - 6}|${before - 5}) of 5 steps done`),
      );
      expect(code).toBe(0);
      expect(stdout).toContain('epoch 3/3: loss');
      expect(stepsIn(output)).toEqual(count(15));
      const epochs = readMetrics(output).filter(({ event }) => event === 'epoch');
      expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
      // Ten classes told apart by chance have a loss of ln 10 = 2.3.
      expect(epochs[0]!.loss).toBeGreaterThan(2);
      expect(epochs[2]!.loss).toBeLessThan(0.6 * epochs[0]!.loss);
    });

    it('ends all processes where one meets a broken picture', async () => {
      const folder = emitted('apart', emitText(tiny));
      makeFiles(folder);
      const data = ['--data', 'imagefolder:broken', '--batch-size', '20', '--workers', '1'];
      const { code, stderr } = await trainTogether(folder, 2, data);
      expect(code).toBe(1);
      const said = stderr.split('\n').filter((line) => line.startsWith('train.py: error: '));
      expect(said.sort()).toEqual([
        'train.py: error: another process of this run ended',
        'train.py: error: broken/train/c0/0.png is not a picture that can be read',
      ]);
      expect(stderr).not.toContain('RuntimeError');
    });

    const networks = [
      { text: grouped, classOf: ['grouped', 'Grouped'], mode: 'training' },
      { text: tiny, classOf: ['tiny', 'Tiny'], mode: 'frozen' },
    ] as const;
    it.each(networks)(
      'gradients are those of one process on the whole batch: $mode $classOf.0',
      (network) => {
        const folder = emitted(`gradients-${network.mode}`, emitText(network.text));
        const { processes, steps, validation } = gradientsOf(folder, network.classOf, network.mode, 2);
        expect(processes).toBe(2);
        // The second batch is the rest of 45 pictures, in unequal shares.
        expect(steps.map(({ parts, share, batch }) => [parts, share, batch])).toEqual([
          [1, 16, 32],
          [1, 7, 13],
          [2, 16, 32],
          [2, 7, 13],
        ]);
        for (const { difference } of steps) expect(difference).toBeLessThan(1e-6);
        // 11 pictures among two: none is left out and none counted twice.
        expect(validation.pictures).toBe(11);
        expect(Math.abs(validation.loss)).toBeLessThan(1e-6);
        expect(Math.abs(validation.top1)).toBeLessThan(1e-6);
      },
    );
  });

  describe('on one process', () => {
    let folder = '';
    const outcomes = new Map<string, RunOutcome>();
    const short = ['--epochs', '1', '--batch-size', '16', '--workers', '0'];
    const whole = [
      ...[
        '--data',
        'synthetic:160',
        '--batch-size',
        '16',
        '--epochs',
        '2',
        '--lr',
        '0.02',
        '--warmup-epochs',
        '0.5',
      ],
      ...['--log-every', '1', '--checkpoint-every', '2'],
    ];
    const part = [...whole, '--output', 'parts'];
    const metrics = 'parts/metrics.jsonl';

    /** In this order. */
    const runs: Readonly<Record<string, Run>> = {
      uninterrupted: { args: [...whole, '--output', 'whole', '--workers', '0'] },
      'killed in epoch 1': {
        args: [...part, '--workers', '0'],
        kill: { signal: 'SIGKILL', metrics, lines: 4 },
      },
      'stopped in epoch 2': {
        args: [...part, '--workers', '1'],
        kill: { signal: 'SIGTERM', metrics, lines: 13 },
      },
      'the rest': { args: [...part, '--workers', '0'] },
      'nothing left': { args: [...part, '--workers', '0'] },
      'CIFAR-10': { args: [...short, '--data', 'cifar10:cifar', '--output', 'cifar10', '--workers', '1'] },
      'a folder for each class': {
        args: [
          ...[...short, '--data', 'imagefolder:pictures', '--output', 'folders', '--label-smoothing', '0.1'],
          ...[
            '--amp',
            'bfloat16',
            '--accumulate',
            '2',
            '--channels-last',
            '--nesterov',
            '--schedule',
            'step',
          ],
        ],
      },
      validation: {
        args: ['--data', 'synthetic:160', '--eval', '--weights', 'whole/best.safetensors', '--workers', '0'],
      },
      'a full disk': {
        args: [...short, '--data', 'synthetic:64', '--output', 'full', '--log-every', '1'],
        largestFile: 10_000,
      },
      'fine-tuning': {
        args: [
          ...short,
          '--data',
          'synthetic:64',
          '--output',
          'tuned',
          '--weights',
          'other.pt',
          '--reset-head',
        ],
      },
    };

    const smallClasses = [...short, '--data', 'imagefolder:pictures'];
    const bad: readonly (readonly [
      what: string,
      code: 1 | 2,
      line: RegExp | string,
      args: readonly string[],
    ])[] = [
      ['nothing said', 2, 'say what to train on: --data synthetic, cifar10:FOLDER or imagefolder:FOLDER', []],
      ['an unknown option', 2, 'unrecognized arguments: --foo', ['--data', 'synthetic', '--foo']],
      ['an unknown kind of data', 2, '--data tar:x: expected synthetic, cifar10:FOLDER', ['--data', 'tar:x']],
      ['no folder named', 2, '--data cifar10 needs a folder', ['--data', 'cifar10']],
      ['no such folder', 2, '--data cifar10: nowhere is not a folder', ['--data', 'cifar10:nowhere']],
      ['a folder without the files', 2, 'training has no data_batch_1.bin', ['--data', 'cifar10:training']],
      [
        'a truncated record',
        1,
        'test_batch.bin: 6,145 bytes are not a whole number of records of 3,073',
        ['--data', 'cifar10:truncated'],
      ],
      ['an empty file', 1, 'test_batch.bin: 0 bytes are not', ['--data', 'cifar10:empty']],
      [
        'a label past the last',
        1,
        'data_batch_1.bin: a record has the label 10;',
        ['--data', 'cifar10:labelled'],
      ],
      [
        'a folder without train',
        2,
        'is not a folder; train and val are expected',
        ['--data', 'imagefolder:training'],
      ],
      ['no pictures', 1, 'no valid file for the classes', ['--data', 'imagefolder:hollow']],
      [
        'another number of classes',
        1,
        'few has 2 classes; the network tells 10 apart',
        ['--data', 'imagefolder:few'],
      ],
      [
        'a class of one half',
        1,
        "the class 'extra' is in one of train and val only",
        ['--data', 'imagefolder:odd'],
      ],
      [
        'a broken picture, met by a worker',
        1,
        /^train\.py: error: .*broken\/train\/c0\/0\.png is not a picture that can be read$/,
        [...short, '--data', 'imagefolder:broken', '--output', 'x1', '--workers', '1'],
      ],
      [
        'a broken picture',
        1,
        'broken/train/c0/0.png is not a picture',
        [...short, '--data', 'imagefolder:broken', '--output', 'x2'],
      ],
      [
        'too few pictures',
        2,
        '--data synthetic:7: expected a number of pictures from 8',
        ['--data', 'synthetic:7'],
      ],
      [
        'a number out of range',
        2,
        "argument --epochs: '0' is not a whole number from 1",
        ['--data', 'synthetic', '--epochs', '0'],
      ],
      ['no number', 2, "argument --lr: 'nan' is not a number from 0", ['--data', 'synthetic', '--lr', 'nan']],
      [
        'a warm-up without an end',
        2,
        '--warmup-epochs must be fewer',
        [...short, '--data', 'synthetic', '--warmup-epochs', '1'],
      ],
      [
        'an indivisible batch',
        2,
        '--batch-size 16 is not a multiple of 1 (processes) × 3 (--accumulate)',
        [...short, '--data', 'synthetic', '--accumulate', '3'],
      ],
      [
        'half precision on a processor',
        2,
        '--amp float16 needs a CUDA device',
        ['--data', 'synthetic', '--amp', 'float16', '--device', 'cpu'],
      ],
      [
        'synchronised statistics on a processor',
        2,
        '--sync-bn needs CUDA devices',
        ['--data', 'synthetic', '--sync-bn', '--device', 'cpu'],
      ],
      ['a validation of nothing', 2, '--eval needs --weights', ['--data', 'synthetic', '--eval']],
      [
        'no such weights',
        2,
        'nowhere.pt cannot be read: No such file',
        ['--data', 'synthetic', '--weights', 'nowhere.pt'],
      ],
      [
        'weights that are text',
        1,
        'train.py is not a file of tensors',
        ['--data', 'synthetic', '--weights', 'train.py'],
      ],
      [
        'truncated weights',
        1,
        'cut.safetensors is not a .safetensors file, or it is damaged',
        ['--data', 'synthetic', '--weights', 'cut.safetensors'],
      ],
      [
        'a pickle that would run a program',
        1,
        'evil.pt is not a file of tensors',
        ['--data', 'synthetic', '--weights', 'evil.pt'],
      ],
      [
        'weights of another head',
        1,
        'other.pt is not of this network: fc.weight is 7×16 there and 10×16 here; --reset-head leaves it out',
        ['--data', 'synthetic', '--weights', 'other.pt'],
      ],
      [
        'weights of another network',
        1,
        /alien\.pt is not of this network: conv1\.weight is missing, and \d+ more$/m,
        ['--data', 'synthetic', '--weights', 'alien.pt'],
      ],
      [
        'an output that is a file',
        2,
        'train.py cannot be made: File exists',
        [...short, '--data', 'synthetic', '--output', 'train.py'],
      ],
      [
        'a loss that is no number',
        1,
        'the loss is nan in epoch 1 by step 1: a smaller --lr',
        [...short, '--data', 'synthetic', '--weights', 'nan.pt', '--output', 'x3', '--log-every', '1'],
      ],
      [
        'a checkpoint of another batch',
        1,
        'last.pt was written with --batch-size 16, not 8;',
        ['--data', 'synthetic:160', '--batch-size', '8', '--output', 'whole'],
      ],
      [
        'a checkpoint of other pictures',
        1,
        'last.pt was written with --data synthetic, not imagefolder;',
        [...smallClasses, '--output', 'whole'],
      ],
      [
        'a checkpoint that is none',
        1,
        'other.pt is not a checkpoint of train.py',
        [...short, '--data', 'synthetic', '--resume', 'other.pt'],
      ],
      [
        'no such checkpoint',
        2,
        '--resume gone: expected auto, never or a checkpoint',
        [...short, '--data', 'synthetic', '--resume', 'gone'],
      ],
    ];

    beforeAll(() => {
      folder = emitted('alone', emitText(tiny));
      makeFiles(folder);
      const tasks = [...Object.values(runs), ...bad.map(([, , , args]) => ({ args }))];
      const names = [...Object.keys(runs), ...bad.map(([what]) => what)];
      for (const [index, outcome] of trainRuns(folder, tasks).entries()) outcomes.set(names[index]!, outcome);
    });

    it('is killed, stopped and started again: the last checkpoint is that of an uninterrupted run, bit for bit', () => {
      expect(outcomes.get('uninterrupted')).toMatchObject({ code: 0, stderr: '' });
      expect(outcomes.get('killed in epoch 1')!.code).toBe(-9);
      expect(outcomes.get('stopped in epoch 2')).toMatchObject({
        code: 143,
        stderr: expect.stringMatching(/^going on at epoch 1, \d of 10 .*\nstopped at epoch 2, \d of 10 /),
      });
      expect(outcomes.get('the rest')).toMatchObject({
        code: 0,
        stderr: expect.stringMatching(/^going on at epoch 2, \d of 10 .*\n$/),
      });
      expect(outcomes.get('nothing left')).toMatchObject({
        code: 0,
        stderr: 'nothing is left to do: parts/last.pt\n',
      });
      expect(stepsIn(join(folder, 'whole'))).toEqual(count(20));
      expect(stepsIn(join(folder, 'parts'))).toEqual(count(20));
      const { same, tensors } = compareCheckpoints(folder, 'whole/last.pt', 'parts/last.pt');
      expect(tensors).toBeGreaterThan(30);
      expect(same).toBe(true);
      const withoutTimes = (name: string) =>
        readMetrics(join(folder, name)).map(({ images_per_second, ...rest }) => rest);
      expect(withoutTimes('parts')).toEqual(withoutTimes('whole'));
    });

    it('writes metrics as lines of JSON', () => {
      const lines = readMetrics(join(folder, 'whole'));
      expect(lines).toHaveLength(22);
      const fields = ['event', 'epoch', 'step', 'loss', 'top1', 'top5', 'images_per_second'];
      for (const line of lines) {
        const more =
          line.event === 'step'
            ? ['learning_rate']
            : ['validation_loss', 'validation_top1', 'validation_top5'];
        expect(Object.keys(line).sort()).toEqual([...fields, ...more].sort());
        expect(line.top1).toBeGreaterThanOrEqual(0);
        expect(line.top5).toBeGreaterThanOrEqual(line.top1);
        expect(line.top5).toBeLessThanOrEqual(1);
      }
      // Five steps of warm-up to 0.02, by hand.
      const rates = lines.slice(0, 6).map(({ learning_rate }) => learning_rate!);
      for (const [index, rate] of [0.004, 0.008, 0.012, 0.016, 0.02, 0.02].entries())
        expect(rates[index]).toBeCloseTo(rate, 12);
    });

    it.each(['CIFAR-10', 'a folder for each class', 'fine-tuning'])('trains on: %s', (name) => {
      expect(outcomes.get(name)).toMatchObject({
        code: 0,
        stderr: '',
        stdout: expect.stringMatching(
          /^epoch 1\/1: loss \d.*; validation loss \d.*images\/s\nbest top-1 .*\n$/,
        ),
      });
    });

    it('writes weights that it validates, and that rnc reads', () => {
      const { stdout, code } = outcomes.get('validation')!;
      expect(code).toBe(0);
      const epochs = readMetrics(join(folder, 'whole')).filter(({ event }) => event === 'epoch');
      const losses = epochs.map(({ validation_loss }) => validation_loss!.toFixed(4));
      expect(losses).toContain(/^loss (\d+\.\d{4}),/.exec(stdout)?.[1]);
      const tensors = readSafetensors(readFileSync(join(folder, 'whole/best.safetensors')));
      if ('code' in tensors) throw new Error(JSON.stringify(tensors));
      expect(tensors.get('fc.weight')!.shape).toEqual([10, 16]);
    });

    it.each(bad)('says in one line: %s', (what, code, line) => {
      const outcome = outcomes.get(what)!;
      expect(outcome.stderr).toMatch(/^train\.py: error: [^\n]+\n$/);
      if (typeof line === 'string') expect(outcome.stderr).toContain(line);
      else expect(outcome.stderr.trimEnd()).toMatch(line);
      expect(outcome.code).toBe(code);
    });

    it('leaves no half of a checkpoint on a full disk', () => {
      expect(outcomes.get('a full disk')).toEqual({
        code: 2,
        stdout: '',
        stderr: 'train.py: error: full/last.pt cannot be written: File too large\n',
      });
      expect(readdirSync(join(folder, 'full'))).toEqual(['metrics.jsonl']);
    });

    it('executes nothing that a file holds', () => expect(existsSync(join(folder, 'executed'))).toBe(false));

    it('takes a network whose class has the name of one of its own', () => {
      const other = emitted('named', emitText(tiny.replace('network tiny', 'network training')));
      const [outcome] = trainRuns(other, [{ args: [...short, '--data', 'synthetic:64'] }]);
      expect(outcome).toMatchObject({ code: 0, stderr: '' });
    });

    it('does not train what ends in a softmax', () => {
      const other = emitted('softmax', emitText(tiny.replace('fc: linear classes', '$&\n  softmax')));
      const [outcome] = trainRuns(other, [{ args: [...short, '--data', 'synthetic:64'] }]);
      expect(outcome).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('the network ends in a softmax'),
      });
    });

    it('follows the schedules of torch.optim', () => {
      const found = compareSchedules(folder);
      expect(Object.keys(found)).toHaveLength(4);
      for (const { difference, lowest, highest } of Object.values(found)) {
        expect(difference).toBeLessThan(1e-12);
        expect(lowest).toBeLessThan(highest / 50);
      }
    });
  });
});
