/**
 * Writes src/generated/: the templates precompiled, the standard library, the runtimes and the explanations of diagnostics
 * as text, the version, the configuration's validator. Everything that the compiler needs travels in its bundle, so it
 * reads no file of its own and makes no code at run time.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import Handlebars from 'handlebars';
import { validatorModule } from './validator-module.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const notice = '// Written by scripts/generate.ts; not for editing.\n';

/** Paths below `folder`, with `/`, sorted by code unit so that the output is the same everywhere. */
function filesBelow(folder: string, ending: string): string[] {
  let entries: string[];
  try {
    entries = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  } catch {
    return [];
  }
  return entries
    .map((entry) => entry.replaceAll('\\', '/'))
    .filter((entry) => entry.endsWith(ending))
    .sort();
}

const read = (path: string): string => readFileSync(join(root, path), 'utf8').replaceAll('\r\n', '\n');

const mapOf = (entries: readonly (readonly [string, string])[]): string =>
  `new Map([\n${entries.map(([key, text]) => `  [${JSON.stringify(key)}, ${JSON.stringify(text)}],\n`).join('')}])`;

function templates(): string {
  const compiled = filesBelow('templates', '.hbs').map((file) => {
    const spec = Handlebars.precompile(read(`templates/${file}`), {
      noEscape: true,
      strict: true,
      knownHelpersOnly: true,
    });
    return `  ${JSON.stringify(file.slice(0, -'.hbs'.length))}: ${spec as string},\n`;
  });
  return `// @ts-nocheck: the specifications below are Handlebars' own output
${notice}import Handlebars from 'handlebars/runtime.js';

const engine = Handlebars.create();
const specifications = {
${compiled.join('')}};

/** A template per file of templates/, by its path without the extension; each is also a partial under that path. */
export const templates: Readonly<Record<string, (view: object) => string>> = Object.create(null);
for (const [name, specification] of Object.entries(specifications)) {
  const template = engine.template(specification);
  engine.registerPartial(name, template);
  templates[name] = (view: object) => template(view);
}
`;
}

function library(): string {
  const entries = filesBelow('specs/std', '.resnet').map(
    (file) => [`std/${file.slice(0, -'.resnet'.length)}`, read(`specs/std/${file}`)] as const,
  );
  return `${notice}/** The standard library: \`std/residual\` and its like, by import path. */
export const library: ReadonlyMap<string, string> = ${mapOf(entries)};\n`;
}

/** Files of a folder of templates/ that are shipped as they are, as a map by their names. */
function shipped(folder: string, name: string, description: string, ending = '.js'): string {
  const files = filesBelow(`templates/${folder}`, ending);
  const entries = files.map((file) => [file, read(`templates/${folder}/${file}`)] as const);
  return `/** ${description}, by name. */\nexport const ${name}: ReadonlyMap<string, string> = ${mapOf(entries)};\n`;
}

/** Typed by the catalogue: a code without an explanation does not compile, nor does an explanation without a code. */
function explanations(): string {
  const entries = filesBelow('src/diagnostics/explanations', '.md').map((file) => {
    const text = read(`src/diagnostics/explanations/${file}`);
    return `  ${JSON.stringify(file.slice(0, -'.md'.length))}: ${JSON.stringify(text)},\n`;
  });
  return `${notice}import type { Code } from '../diagnostics/catalogue.ts';

/** What \`rnc explain\` says, as Markdown, by code. */
export const explanations: Readonly<Record<Code, string>> = {\n${entries.join('')}};\n`;
}

/** What draws an SVG as a PNG, the same everywhere: a program in WebAssembly and two weights of a font. */
function pngRenderer(): string {
  const packed = (name: string, path: string): string => {
    const bytes = gzipSync(readFileSync(join(root, 'node_modules', path)), { level: 9 });
    return `export const ${name} = '${bytes.toString('base64')}';\n`;
  };
  const manifest = JSON.parse(read('node_modules/@resvg/resvg-wasm/package.json')) as { version: string };
  return `${notice}/*! @resvg/resvg-wasm ${manifest.version}, MPL-2.0; its source: https://github.com/thx/resvg-js

Inter: ${read('node_modules/@expo-google-fonts/inter/LICENSE_FONT').replaceAll('*/', '* /')}*/

${packed('resvgWasm', '@resvg/resvg-wasm/index_bg.wasm')}${packed('interRegular', '@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf')}${packed('interSemiBold', '@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf')}`;
}

function version(): string {
  const { version, homepage } = JSON.parse(read('package.json')) as { version: string; homepage?: string };
  return `${notice}export const version = ${JSON.stringify(version)};
export const homepage: string | undefined = ${JSON.stringify(homepage)};\n`;
}

/** Which bundled networks have which tensors, so that rnc can say what a checkpoint is of. Needs the library written. */
async function architectures(): Promise<string> {
  const { check } = await import('../src/check.ts');
  const { tensorsOf } = await import('../src/ir/graph.ts');
  const { fingerprint } = await import('../src/weights/fingerprint.ts');
  const networks = new Map<string, string[]>();
  for (const file of filesBelow('specs', '.resnet').filter((path) => !path.includes('/')))
    for (const graph of check({ name: file, text: read(`specs/${file}`) }).networks) {
      const key = fingerprint(tensorsOf(graph));
      networks.set(key, [...(networks.get(key) ?? []), graph.name]);
    }
  const entries = [...networks].map(([key, names]) => `  ['${key}', ${JSON.stringify(names)}],\n`);
  return `${notice}/** The networks of specs/ by the fingerprint of their tensors. */
export const architectures: ReadonlyMap<string, readonly string[]> = new Map([\n${entries.join('')}]);\n`;
}

/** Writes a file only where it changed, so that watchers and build caches stay quiet. */
function write(name: string, text: string): void {
  const path = join(root, 'src/generated', name);
  try {
    if (readFileSync(path, 'utf8') === text) return;
  } catch {}
  writeFileSync(path, text);
}

mkdirSync(join(root, 'src/generated'), { recursive: true });
write('templates.ts', templates());
write('library.ts', library());
write(
  'tfjs-runtime.ts',
  notice +
    shipped('tfjs/runtime', 'tfjsRuntime', 'Files that go beside emitted TensorFlow.js modules as they are'),
);
write(
  'wgsl-runtime.ts',
  notice +
    shipped(
      'wgsl/runtime',
      'wgslRuntime',
      'Files that go to runtime/ of an emitted WebGPU program as they are',
    ) +
    shipped(
      'wgsl/page',
      'wgslPage',
      'Files that go beside the page of an emitted WebGPU program as they are',
    ),
);
write(
  'pytorch-runner.ts',
  `${notice}/** The Python program that runs an emitted PyTorch module. */\nexport const pytorchRunner = ${JSON.stringify(read('templates/pytorch/runner/run_module.py'))};\n`,
);
write(
  'pytorch-training.ts',
  notice +
    shipped(
      'pytorch/training',
      'pytorchTraining',
      'Files that go to training/ beside an emitted train.py as they are',
      '.py',
    ),
);
write('explanations.ts', explanations());
write('png-renderer.ts', pngRenderer());
write('version.ts', version());
write(
  'validators.ts',
  notice +
    validatorModule({
      validateConfig: read('schemas/config.schema.json'),
      validateTuning: read('schemas/wgsl-tuning.schema.json'),
    }),
);
write('architectures.ts', await architectures());
