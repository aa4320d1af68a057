/**
 * Writes build/bench-bundle.tgz: the comparison of bench/wgsl with all that it needs (Node, Dawn, onnxruntime, the compiler), for a
 * Linux machine of this architecture with a GPU and without a network. Weights are made there from a seed.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildProcess } from '../bench/wgsl/build-programs.ts';
import { engineNames } from '../bench/wgsl/engines/engine.ts';
import { fullName, packageVersion } from '../bench/wgsl/versions.ts';

const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'build/bench-bundle');
const platform = `${process.platform}/${process.arch}`;

rmSync(folder, { recursive: true, force: true });
mkdirSync(join(folder, 'bin'), { recursive: true });
await writePrograms();
copyNode();
copyPackages();
copySpecs();
copyVulkanLoader();
cpSync(join(root, 'bench/wgsl/bundle/run.sh'), join(folder, 'run.sh'));
chmodSync(join(folder, 'run.sh'), 0o755);
cpSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));

const archive = `${folder}.tgz`;
execFileSync('tar', ['-C', join(root, 'build'), '-I', 'gzip -9', '-cf', archive, 'bench-bundle']);
console.log(`${(statSync(archive).size / 1e6).toFixed(1)} MB  build/bench-bundle.tgz`);

async function writePrograms(): Promise<void> {
  await buildProcess(folder);
  const versions = { webgpu: packageVersion('webgpu') } as Record<string, string>;
  for (const engine of engineNames) versions[engine] = fullName(engine);
  await build({
    absWorkingDir: root,
    entryPoints: { main: 'bench/wgsl/bundle/main.ts' },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.12',
    minify: true,
    define: { versions: JSON.stringify(versions) },
    banner: {
      js: "import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
}

/** Symbols for debuggers are an eighth of Node; the names that its addons need stay. */
function copyNode(): void {
  const copy = join(folder, 'bin/node');
  cpSync(process.execPath, copy, { dereference: true });
  spawnSync('strip', [copy], { stdio: 'ignore' });
  if (execFileSync(copy, ['--version'], { encoding: 'utf8' }).trim() !== process.version)
    throw new Error('the copy of Node does not start');
}

/** Of each package, what runs on this platform. */
function copyPackages(): void {
  const modules = join(folder, 'node_modules');
  const copy = (path: string): void =>
    cpSync(join(root, 'node_modules', path), join(modules, path), { recursive: true, dereference: true });
  const webgpu = `${process.platform}-${process.platform === 'darwin' ? 'universal' : process.arch}`;
  for (const path of ['package.json', 'index.js', 'LICENSE.md', `dist/${webgpu}`]) copy(`webgpu/${path}`);
  for (const path of ['package.json', 'dist', `bin/napi-v6/${platform}`]) copy(`onnxruntime-node/${path}`);
  for (const path of ['package.json', 'dist/cjs']) copy(`onnxruntime-common/${path}`);
  // TensorFlow.js's browser builds: one file each, which also answers to require.
  const place = (name: string, from: string): void => {
    mkdirSync(join(modules, name), { recursive: true });
    cpSync(require.resolve(from), join(modules, name, 'index.js'));
  };
  place('@tensorflow/tfjs', '@tensorflow/tfjs/dist/tf.min.js');
  place('@tensorflow/tfjs-backend-webgpu', '@tensorflow/tfjs-backend-webgpu/dist/tf-backend-webgpu.min.js');
  const core = join(modules, '@tensorflow/tfjs-core');
  mkdirSync(core);
  writeFileSync(join(core, 'index.js'), "module.exports = require('@tensorflow/tfjs');\n");
}

/** The specs alone: the machine compiles them for every engine. */
function copySpecs(): void {
  mkdirSync(join(folder, 'specs'));
  for (const network of ['resnet18', 'resnet50'])
    cpSync(join(root, 'specs', `${network}.resnet`), join(folder, 'specs', `${network}.resnet`));
}

/** Machines that only compute often lack the loader, though the driver is there. */
function copyVulkanLoader(): void {
  const found = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib64']
    .map((place) => join(place, 'libvulkan.so.1'))
    .find((path) => existsSync(path));
  if (found === undefined) return console.warn('no libvulkan.so.1 here: the other machine must have its own');
  const copy = join(folder, 'lib/libvulkan.so.1');
  mkdirSync(dirname(copy));
  cpSync(found, copy, { dereference: true });
}
