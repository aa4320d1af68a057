import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rnc } from '../../cli/run-cli.ts';
import { temporaryFolder } from '../../cli/temporary.ts';
import { byEffort } from '../effort.ts';
import { weightsCases } from './weights.ts';

/*
 * The library answers every case in test/weights/hostile-files.test.ts. Here it is the command line: nothing on standard output,
 * the code and the reason on standard error, exit 1, no folder written. A process takes a while: a sample runs one of each row.
 */
const refused = weightsCases.filter(({ answer }) => answer !== 'read');
const firsts = refused.filter(({ row }, index) => refused.findIndex((other) => other.row === row) === index);
const given = byEffort({ sample: firsts, deep: refused });

const spec = 'network net { input 1 x 2 x 2; a: linear 2 }\n';

test.each(given)(
  '$row: $name',
  ({ file, beside = {}, answer }) => {
    if (answer === 'read') throw new Error('it is refused');
    const cwd = temporaryFolder();
    const folder = join(cwd, 'given');
    mkdirSync(folder);
    writeFileSync(join(folder, 'weights'), file);
    // No file system takes a name with a NUL, nor does a case have one.
    for (const [name, content] of Object.entries(beside)) writeFileSync(join(folder, name), content);
    writeFileSync(join(cwd, 'net.resnet'), spec);
    const before = readdirSync(folder);

    for (const command of [
      ['weights', 'inspect', 'given/weights'],
      ['compile', 'net.resnet', '--target', 'onnx', '--weights', 'given/weights', '-o', 'out'],
    ]) {
      const { status, stdout, stderr } = rnc(command, { cwd });
      expect(stderr).toContain(`error[${answer.code}]`);
      expect(stderr).not.toMatch(/^ {4}at |has a bug/m);
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    }
    expect(readdirSync(cwd).sort()).toEqual(['given', 'net.resnet']);
    expect(readdirSync(folder)).toEqual(before);
    expect(readFileSync(join(folder, 'weights')).equals(file)).toBe(true); // `toEqual` takes minutes for 100 MB
  },
  120_000,
);
