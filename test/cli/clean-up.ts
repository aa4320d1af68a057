import { existsSync, readdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../build', import.meta.url));

/** Removes the command lines that this run's workers have bundled (`run-cli.ts`). */
export function teardown(): void {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  for (const name of names)
    if (name.startsWith(`test-cli-${process.pid}-`)) rmSync(`${folder}/${name}`, { recursive: true });
}
