import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plan } from '../../../templates/wgsl/runtime/runtime.js';
import { kernels, plan, weightsFile } from './tiny.ts';

export interface Folder {
  readonly planUrl: URL;
  readonly remove: () => void;
}

/** A folder with the tiny network, with some files' content replaced. */
export function tinyFolder(
  changes: Readonly<Record<string, string | Uint8Array>> = {},
  changedPlan: Plan = plan,
): Folder {
  const folder = mkdtempSync(join(tmpdir(), 'wgsl-'));
  const files = {
    ...kernels,
    'tiny.weights.bin': weightsFile,
    'tiny.plan.json': JSON.stringify(changedPlan),
    ...changes,
  };
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return {
    planUrl: pathToFileURL(join(folder, 'tiny.plan.json')),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
