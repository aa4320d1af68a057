import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { explanationUrl } from '../diagnostics/explanation-url.ts';
import { defaultLimits } from '../diagnostics/limits.ts';
import type { Configuration, Host } from '../language-server/host.ts';
import { configReader } from './config.ts';
import { decode } from './decode.ts';
import { messageOfStop } from './exit.ts';
import { importLoader } from './loader.ts';
import { readBytes } from './read-bytes.ts';

/** Folders that hold other people's files, or none that are read. */
const passedOver = /^(node_modules|\..*)$/;

const mostSpecs = 1000;

/** The machine that the command runs on, for the language server. */
export async function makeHost(): Promise<Host> {
  const { validateConfig } = await import('../generated/validators.ts');
  const readConfig = configReader(validateConfig);
  const configuration = (folder: string, root: string | undefined): Configuration => {
    const path = pathOf(folder);
    if (path === undefined) return { lint: {}, limits: defaultLimits, problem: undefined };
    try {
      return { ...readConfig(path, (root && pathOf(root)) ?? path), problem: undefined };
    } catch (error) {
      const problem = messageOfStop(error);
      if (problem === undefined) throw error;
      return { lint: {}, limits: defaultLimits, problem };
    }
  };
  return {
    loader: (folder, limits) => {
      const path = realPathOf(pathOf(folder));
      return path === undefined ? undefined : importLoader(path, limits.bytes);
    },
    configuration,
    read: (uri, limits) => {
      const path = pathOf(uri);
      const read = path === undefined ? undefined : readBytes(path, limits.bytes);
      if (read?.kind !== 'bytes') return undefined;
      const decoded = decode(read.bytes);
      return decoded.kind === 'text' ? decoded.text : undefined;
    },
    specs: (folder) => {
      const path = pathOf(folder);
      return path === undefined ? [] : specsBelow(path).map((spec) => pathToFileURL(spec).href);
    },
    // A completion is asked for directly behind its keystroke, and needs less than the diagnostics do.
    soon: (task) => setTimeout(() => setImmediate(task), 0),
    // Between two keys of a fast typist lie a hundred milliseconds, and behind opening a file more.
    idle: (task) => setTimeout(task, 50).unref(),
    library: (name) => {
      // Two folders up both from dist/chunks/ and from src/cli/.
      const path = fileURLToPath(new URL(`../../specs/${name}.resnet`, import.meta.url));
      return existsSync(path) ? pathToFileURL(path).href : undefined;
    },
    explanation: (code) => explanationUrl(code),
  };
}

function pathOf(uri: string): string | undefined {
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}

function realPathOf(path: string | undefined): string | undefined {
  try {
    return path && realpathSync(path);
  } catch {
    return undefined;
  }
}

function specsBelow(top: string): readonly string[] {
  const specs: string[] = [];
  const folders = [top];
  for (const folder of folders) {
    for (const entry of entriesOf(folder)) {
      if (specs.length >= mostSpecs) return specs;
      const path = join(folder, entry.name);
      if (entry.isDirectory() && !passedOver.test(entry.name)) folders.push(path);
      else if (entry.isFile() && entry.name.endsWith('.resnet')) specs.push(path);
    }
  }
  return specs;
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
