import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('onnx_oracle.py', import.meta.url));
const advice =
  'the oracle needs Python 3 with onnx and numpy; on Debian: apt-get install python3-onnx python3-numpy';

/** Debian’s packages belong to /usr/bin/python3, whatever else PATH holds. */
const command = ['/usr/bin/python3', 'python3'].find(
  (python) => spawnSync(python, ['-c', 'import onnx, numpy'], { stdio: 'ignore' }).status === 0,
);
if (command === undefined) {
  if (process.env.CI === 'true') throw new Error(advice);
  console.warn(`tests against onnx’s checker are skipped: ${advice}`);
}

/** For `describe.skipIf(!hasOnnx)`. Under CI=true this module throws instead. */
export const hasOnnx: boolean = command !== undefined;

/** What the oracle prints, as JSON. Throws with its traceback where it fails. */
export function askOnnx<T>(args: readonly string[]): T {
  if (command === undefined) throw new Error(advice);
  const printed = execFileSync(command, [program, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return JSON.parse(printed) as T;
}
