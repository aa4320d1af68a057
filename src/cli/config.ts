import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { catalogue } from '../diagnostics/catalogue.ts';
import { defaultLimits, type Limits } from '../diagnostics/limits.ts';
import { stop } from './exit.ts';
import { readJson } from './read-json.ts';

export type LintLevel = 'off' | 'warning' | 'error';

/** What `rnc.config.json` holds, after validation; `schemas/config.schema.json` describes it. */
export interface Config {
  readonly lint: Readonly<Record<string, LintLevel>>;
  readonly limits: Limits;
  readonly image: {
    readonly resize?: number;
    readonly mean?: readonly number[];
    readonly std?: readonly number[];
  };
}

const fileName = 'rnc.config.json';
const maximumBytes = 1 << 16;
const defaults: Config = { lint: {}, limits: defaultLimits, image: {} };

/** The configuration for a spec: the nearest rnc.config.json in its folder or above it, up to the working folder. */
export async function readConfig(spec: string): Promise<Config> {
  const folder = spec === '-' ? process.cwd() : dirname(resolve(spec));
  if (findConfig(folder, process.cwd()) === undefined) return defaults;
  const { validateConfig } = await import('../generated/validators.ts');
  return configReader(validateConfig)(folder, process.cwd());
}

/** Reads the configuration for a folder, which is sought up to `top`. */
export function configReader(
  validateConfig: Parameters<typeof readJson>[2],
): (folder: string, top: string) => Config {
  return (folder, top) => {
    const path = findConfig(folder, top);
    if (path === undefined) return defaults;
    const shown = relative(process.cwd(), path) || fileName;
    const value = readJson(path, maximumBytes, validateConfig, shown);
    const config = value as Partial<Omit<Config, 'limits'>> & { readonly limits?: Partial<Limits> };
    const lint = config.lint ?? {};
    for (const code of Object.keys(lint)) {
      if (lints.includes(code)) continue;
      stop(2, `${shown} at /lint: \`${code}\` is not a lint; the lints are ${lints.join(', ')}`);
    }
    return { lint, limits: { ...defaultLimits, ...config.limits }, image: config.image ?? {} };
  };
}

/** The codes whose level can be set: what is a warning by itself, weights aside. */
const lints = Object.entries(catalogue)
  .filter(([code, entry]) => entry.severity === 'warning' && !/^(weights|limit)\//.test(code))
  .map(([code]) => code);

/** Looks in `folder` and, where it lies below `top`, in every folder up to it. */
function findConfig(folder: string, top: string): string | undefined {
  const below = relative(top, folder);
  const last = below === '..' || below.startsWith(`..${sep}`) || resolve(below) === below ? folder : top;
  for (let here = folder; ; here = dirname(here)) {
    const path = join(here, fileName);
    if (existsSync(path)) return path;
    if (here === last || here === dirname(here)) return undefined;
  }
}
