import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { watch } from '../../src/cli/watch.ts';
import { temporaryFolder } from './temporary.ts';

test('a file that changes between being read and being watched is read again', async () => {
  const folder = temporaryFolder();
  const [main, imported] = [join(folder, 'main'), join(folder, 'imported')];
  writeFileSync(main, 'reads imported');
  writeFileSync(imported, 'old');
  let runs = 0;
  const task = async (): Promise<readonly string[]> => {
    if (++runs === 2) throw new Error('read again');
    writeFileSync(imported, 'new');
    return [main, imported];
  };
  await expect(watch(task, [main])).rejects.toThrow('read again');
});
