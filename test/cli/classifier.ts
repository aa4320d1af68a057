import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './temporary.ts';

export const good = `network small {
  input 3 x 8 x 8
  conv1: conv 3x3, 4
  bn1: batchnorm
  relu
  avgpool global
  fc: linear 10
}
`;
/** A misspelt operator, at line 5, column 3. */
export const misspelt = good.replace('relu', 'rleu');

/** A folder with `good.resnet` and `bad.resnet`. */
export function folderOfGoodAndBad(): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'good.resnet'), good);
  writeFileSync(join(folder, 'bad.resnet'), misspelt);
  return folder;
}
