import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OutputFile } from '../../src/index.ts';
import { readSafetensors } from '../../src/weights/safetensors.ts';
import { hasTorch } from '../oracles/python.ts';
import {
  compareCheckpoints,
  compareSchedules,
  emitText,
  endingOf,
  gradientsOf,
  makeFiles,
  type Run,
  type RunOutcome,
  trainRuns,
  trainTogether,
  writeFiles,
} from '../oracles/training.ts';
import { count, readMetrics, stepsIn } from '../oracles/training-metrics.ts';
import { mistakes, short } from '../oracles/training-mistakes.ts';
import { grouped, resnet20, tiny } from '../oracles/training-networks.ts';

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

    // Else a run hangs now and then when its work is done: PyTorch waits for threads of gloo that wait for it.
    it('destroys its group when the model over it is gone', () => {
      const folder = emitted('ending', emitText(tiny));
      const args = ['--data', 'synthetic:16', '--batch-size', '16', '--epochs', '1', '--workers', '0'];
      expect(endingOf(folder, args)).toEqual({ code: 0, models: [0] });
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

    beforeAll(() => {
      folder = emitted('alone', emitText(tiny));
      makeFiles(folder);
      const tasks = [...Object.values(runs), ...mistakes.map(([, , , args]) => ({ args }))];
      const names = [...Object.keys(runs), ...mistakes.map(([what]) => what)];
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

    it.each(mistakes)('says in one line: %s', (what, code, line) => {
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
