import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';

/**
 * Says at the end of a run which other programs rnc was compared with, and in how many tests. A test file uses a program where
 * its text, or that of a file of test/ that it imports, names it. Under CI=true a program that is absent fails the run.
 */
interface Oracle {
  readonly name: string;
  readonly sign: RegExp;
  /** What its version is, or undefined where it is absent. */
  readonly version: () => string | undefined;
  readonly install: string;
}

const answerOf = (command: string, ...args: readonly string[]): string | undefined => {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8', timeout: 30_000 });
  return status === 0 ? stdout.trim() : undefined;
};

/** The versions of Debian's Python packages, undefined where one is absent. */
const distributionVersions = (distributions: Readonly<Record<string, string>>): string | undefined =>
  answerOf(
    '/usr/bin/python3',
    '-c',
    `from importlib.metadata import version
print(", ".join(f"{name} {version(package)}" for name, package in ${JSON.stringify(distributions)}.items()))`,
  );

const packageVersion = (name: string): string => {
  const { version } = createRequire(import.meta.url)(`${name}/package.json`) as { version: string };
  return version;
};

const lavapipe = '/usr/share/vulkan/icd.d/lvp_icd.json';

const shell = (name: string): Oracle => ({
  name,
  sign: new RegExp(`'${name}'`),
  version: () => answerOf(name, '--version')?.match(/\d+(\.\d+)+/)?.[0],
  install: `apt-get install ${name}`,
});

const oracles: readonly Oracle[] = [
  {
    name: 'Python',
    sign: /(?<!onnx)_oracle\.py/,
    version: () =>
      distributionVersions({
        PyTorch: 'torch',
        torchvision: 'torchvision',
        numpy: 'numpy',
        Pillow: 'Pillow',
      }),
    install: 'apt-get install python3-torch python3-torchvision python3-numpy python3-pil',
  },
  {
    name: 'ONNX',
    sign: /onnx_oracle\.py|libonnx-testdata/,
    version: () => distributionVersions({ onnx: 'onnx' }),
    install: 'apt-get install python3-onnx libonnx-testdata',
  },
  {
    name: 'ONNX Runtime',
    sign: /onnxruntime-node'|run-onnx\.ts'/,
    version: () => `${packageVersion('onnxruntime-node')} in Node`,
    install: 'npm ci',
  },
  {
    name: 'HDF5',
    sign: /h5py/,
    // Debian's package has no metadata of its own.
    version: () => answerOf('/usr/bin/python3', '-c', 'import h5py; print("h5py", h5py.__version__)'),
    install: 'apt-get install python3-h5py',
  },
  {
    name: 'mypy',
    sign: /'mypy'/,
    version: () => answerOf('mypy', '--version')?.match(/\d+(\.\d+)+/)?.[0],
    install: 'apt-get install mypy',
  },
  {
    name: 'TensorFlow.js',
    sign: /@tensorflow\/tfjs'/,
    version: () => `${packageVersion('@tensorflow/tfjs')} in Node`,
    install: 'npm ci',
  },
  {
    name: 'Chromium',
    sign: /playwright-core/,
    version: () => answerOf('/usr/bin/chromium', '--version')?.match(/\d+(\.\d+)+/)?.[0],
    install: 'apt-get install chromium',
  },
  {
    name: 'WebGPU',
    sign: /hasAdapter/,
    version: () =>
      existsSync(lavapipe)
        ? `lavapipe, Mesa ${answerOf('dpkg-query', '-W', 'mesa-vulkan-drivers')?.split('\t')[1] ?? 'of an unknown version'}`
        : undefined,
    install: 'apt-get install libvulkan1 mesa-vulkan-drivers (on Debian 12 from bookworm-backports)',
  },
  {
    name: 'jazzer.js',
    sign: /scripts\/fuzz'/,
    version: () =>
      answerOf('scripts/fuzz', '--can') === undefined ? undefined : packageVersion('@jazzer.js/core'),
    install: 'glibc 2.38, as Debian 13 has it; on Debian 12 scripts/fuzz unpacks it from a mirror',
  },
  shell('bash'),
  shell('zsh'),
  shell('fish'),
];

export default class OracleReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const sources = modules.map((module) => ({ module, text: textOf(module.moduleId, new Set()) }));
    const lines = oracles.flatMap(({ name, sign, version, install }) => {
      const users = sources.filter(({ text }) => sign.test(text)).map(({ module }) => module);
      if (users.length === 0) return [];
      const tests = users.flatMap((module) => [...module.children.allTests()]);
      const ran = tests.filter((test) => ['passed', 'failed'].includes(test.result().state)).length;
      const skipped = tests.length - ran > 0 ? `, ${tests.length - ran} skipped` : '';
      const found = version();
      if (found !== undefined) return [`  ${name.padEnd(14)}${found}: ${ran} tests ran${skipped}`];
      if (process.env.CI === 'true') process.exitCode = 1;
      return [`  ${name.padEnd(14)}ABSENT${skipped}: ${install}`];
    });
    if (lines.length > 0)
      console.log(`\nOracles, by the tests of the files that use them\n${lines.join('\n')}\n`);
  }
}

/** The text of a test file and of what it imports from test/, each once. */
function textOf(path: string, seen: Set<string>): string {
  if (seen.has(path) || !existsSync(path)) return '';
  seen.add(path);
  const text = readFileSync(path, 'utf8');
  const imports = [...text.matchAll(/from '(\.[^']+\.ts)'/g)].map((match) =>
    resolve(dirname(path), match[1]!),
  );
  const inTests = imports.filter((file) => /[\\/]test[\\/]/.test(file));
  return text + inTests.map((file) => textOf(file, seen)).join('');
}
