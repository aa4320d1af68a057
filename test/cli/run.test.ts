import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { beforeEach, expect, test } from 'vitest';
import { readNpy, writeNpy } from '../../src/data/npy.ts';
import { rnc } from './run-cli.ts';
import { temporaryFolder } from './temporary.ts';

/** The mean of each channel: a network whose answer is known without another program. */
const means = `network means {
  input 3 x 2 x 3
  avgpool global
}
`;

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
  writeFileSync(join(folder, 'means.resnet'), means);
  // Two items; each channel counts up from its own start.
  const data = Float32Array.from({ length: 36 }, (_, index) => index);
  writeFileSync(join(folder, 'x.npy'), writeNpy({ shape: [2, 3, 2, 3], data }));
  writeFileSync(join(folder, 'labels.txt'), 'red\ngreen\nblue\n');
  const picture = new PNG({ width: 9, height: 6 });
  for (let pixel = 0; pixel < 54; pixel++) picture.data.set([255, 0, 51, 255], 4 * pixel);
  writeFileSync(join(folder, 'red.png'), PNG.sync.write(picture));
});
const run = (...args: readonly string[]) => rnc(['run', 'means.resnet', ...args], { cwd: folder });

test('an .npy batch in, an .npy batch out, in PyTorch’s layout', () => {
  const { status, stdout, stderr } = run('--input', 'x.npy', '--output', 'y.npy');
  expect(stderr).toBe('rnc: wrote 2×3 to y.npy\n');
  expect(stdout).toBe('');
  expect(status).toBe(0);
  // The six numbers of a channel are 6k … 6k + 5, so their mean is 6k + 2.5.
  const output = readNpy(readFileSync(join(folder, 'y.npy')));
  expect(output).toEqual({ shape: [2, 3], data: new Float32Array([2.5, 8.5, 14.5, 20.5, 26.5, 32.5]) });
});

test('the largest outputs, with names', () => {
  const { stdout } = run('--input', 'x.npy', '--top', '2', '--labels', 'labels.txt');
  // softmax of 2.5, 8.5, 14.5: e⁻⁶ = 0.00248, so 99.75 % and 0.25 %.
  expect(stdout).toBe(`input 0
   class    output  softmax
1  2 blue   14.500  99.75 %
2  1 green  8.5000   0.25 %

input 1
   class    output  softmax
1  2 blue   32.500  99.75 %
2  1 green  26.500   0.25 %
`);
});

test('a picture is normalised as torchvision does it', () => {
  const { status } = run('--input', 'red.png', '--output', 'y.npy');
  expect(status).toBe(0);
  const output = readNpy(readFileSync(join(folder, 'y.npy'))) as { data: Float32Array };
  // (v/255 − mean) / std with ImageNet's constants.
  const expected = [(1 - 0.485) / 0.229, (0 - 0.456) / 0.224, (0.2 - 0.406) / 0.225];
  for (const [channel, value] of expected.entries()) expect(output.data[channel]).toBeCloseTo(value, 5);
});

test('the constants can be set on the command line and in the configuration', () => {
  writeFileSync(join(folder, 'rnc.config.json'), '{"image": {"mean": [0, 0, 0], "std": [1, 1, 1]}}');
  const values = (...args: readonly string[]): readonly number[] => {
    expect(run('--input', 'red.png', '--output', 'y.npy', ...args).status).toBe(0);
    return [...(readNpy(readFileSync(join(folder, 'y.npy'))) as { data: Float32Array }).data];
  };
  const near = (value: number) => expect.closeTo(value, 5);
  expect(values()).toEqual([near(1), near(0), near(0.2)]);
  expect(values('--std', '0.5,0.5,0.5')).toEqual([near(2), near(0), near(0.4)]);
});

test('--input-shape changes what the network takes', () => {
  const data = new Float32Array([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  writeFileSync(join(folder, 'x.npy'), writeNpy({ shape: [1, 3, 4, 1], data }));
  expect(run('--input', 'x.npy', '--input-shape', '3x4x1', '--output', 'y.npy').status).toBe(0);
  expect(readNpy(readFileSync(join(folder, 'y.npy')))).toMatchObject({
    data: new Float32Array([2.5, 6.5, 10.5]),
  });
});

test.each<[string, readonly string[], number, RegExp]>([
  ['another shape', ['--input', 'wide.npy'], 1, /value\/input-shape\]: this holds 1×3×2×4; .* takes N×3×2×3/],
  ['what is no picture', ['--input', 'labels.txt'], 1, /value\/picture/],
  ['an input that is not there', ['--input', 'gone.png'], 2, /cannot read gone\.png/],
  ['no input', [], 2, /--input/],
  [
    'labels for other classes',
    ['--input', 'x.npy', '--labels', 'two.txt'],
    2,
    /2 lines; the network has 3 classes/,
  ],
  [
    'a mean of another length',
    ['--input', 'red.png', '--mean', '0.5'],
    2,
    /1 numbers?; the network’s input has 3/,
  ],
  ['a standard deviation of 0', ['--input', 'red.png', '--std', '1,0,1'], 2, /standard deviation is 0/],
  ['a mean that is no number', ['--input', 'red.png', '--mean', 'x'], 2, /numbers between commas/],
  ['--top 0', ['--input', 'x.npy', '--top', '0'], 2, /whole number from 1/],
])('refuses %s', (_, args, status, message) => {
  writeFileSync(join(folder, 'wide.npy'), writeNpy({ shape: [1, 3, 2, 4], data: new Float32Array(24) }));
  writeFileSync(join(folder, 'two.txt'), 'a\nb\n');
  const result = run(...args);
  expect(result.stderr).toMatch(message);
  expect(result.stdout).toBe('');
  expect(result.status).toBe(status);
});
