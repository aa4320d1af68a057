import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { stop } from './exit.ts';

/**
 * An optional peer, which is installed in the project of the working folder or beside rnc. Where it is in neither, the command
 * ends with `missing`, which says what it is for and how to install it.
 */
export async function importPeer(name: string, missing: string): Promise<unknown> {
  const fromProject = createRequire(join(process.cwd(), 'package.json'));
  const fromHere = createRequire(import.meta.url);
  for (const require of [fromProject, fromHere]) {
    let path: string;
    try {
      path = require.resolve(name);
    } catch {
      continue;
    }
    const module = await importFile(name, path);
    return module.default ?? module;
  }
  return stop(2, missing);
}

async function importFile(name: string, path: string): Promise<{ readonly default?: unknown }> {
  try {
    return await import(pathToFileURL(path).href);
  } catch (error) {
    // A package with a binary for other systems only, or one that wants a newer Node.
    const [reason] = String(error instanceof Error ? error.message : error).split('\n');
    return stop(2, `the npm package ${name} does not start here: ${reason}`);
  }
}
