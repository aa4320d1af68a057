import { lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { TargetName } from '../../../src/index.ts';
import { temporaryFolder } from '../../cli/temporary.ts';
import { runMany } from '../bad-input/run-many.ts';
import { byEffort, runs } from '../effort.ts';
import { networks } from '../networks/arbitrary.ts';
import { recordNetworks } from './figures.ts';

const amounts = { sample: 2, deep: 150 };
const targets: readonly TargetName[] = ['tfjs', 'pytorch', 'onnx', 'wgsl', 'report', 'picture'];

/** Upper and lower case, numbers and days are others there; rnc finds no home. */
const elsewhere = {
  ...{ LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', LANGUAGE: 'tr', TZ: 'Pacific/Chatham' },
  ...{ HOME: undefined, USER: undefined, XDG_CONFIG_HOME: undefined },
};

it('the command line writes the same bytes from any folder, in any locale, time zone and without a home', () => {
  const root = temporaryFolder();
  const deep = join(root, 'far', 'away');
  mkdirSync(deep, { recursive: true });
  const generated = fc.sample(networks, runs(amounts)).map((network, at) => {
    for (const { name, text } of network.files) {
      const path = join(root, `${at}`, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    return { path: join(`${at}`, 'root.resnet'), network: network.networks.at(-1)! };
  });
  const specs = byEffort({ sample: ['resnet20'], deep: ['resnet20', 'squeezenet1_1', 'mobilenet_v2'] });
  const copied = specs.map((network) => {
    const path = `${network}.resnet`;
    writeFileSync(
      join(root, path),
      readFileSync(fileURLToPath(new URL(`../../../specs/${path}`, import.meta.url))),
    );
    return { path, network };
  });
  const commands = [...generated, ...copied].flatMap(({ path, network }) =>
    targets.map((target) => ({
      path,
      rest: [
        '--network',
        network,
        '--target',
        target,
        ...(target === 'report' || target === 'picture' ? [] : ['--seed', '3']),
      ],
      to: join(path.replace(/\W/g, '_'), target),
    })),
  );
  const here = runMany(
    commands.map(({ path, rest, to }) => ({
      args: ['compile', path, ...rest, '-o', join('here', to)],
      cwd: root,
    })),
  );
  // From a folder below, by the whole path and by one that climbs up.
  const there = runMany(
    commands.map(({ path, rest, to }, at) => ({
      args: [
        'compile',
        at % 2 === 0 ? join(root, path) : join('..', '..', path),
        ...rest,
        '-o',
        join(root, 'there', to),
      ],
      cwd: deep,
    })),
    elsewhere,
  );
  expect([...here, ...there].filter(({ exitCode }) => exitCode !== 0)).toEqual([]);
  const written = bytesBelow(join(root, 'here'));
  expect(bytesBelow(join(root, 'there'))).toEqual(written);
  expect(written.size).toBeGreaterThan(2 * commands.length);
  expect([...written].filter(([, text]) => text.includes(root))).toEqual([]);
  recordNetworks(
    'surroundings',
    'the command line writes the same bytes for every target from another folder, in a Turkish locale, another time zone and without a home',
    amounts,
    `and ${specs.join(', ')}: ${written.size.toLocaleString('en')} files`,
  );
});

function bytesBelow(folder: string): ReadonlyMap<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const files = paths.filter((path) => lstatSync(join(folder, path)).isFile());
  return new Map(files.map((path) => [path, readFileSync(join(folder, path), 'latin1')]));
}
