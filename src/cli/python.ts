import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { stop } from './exit.ts';

const missing =
  'this needs Python 3 with PyTorch, which is not found here; on Debian: apt-get install python3-torch; elsewhere: pip install torch. RNC_PYTHON names another Python';

const hasTorch = 'import importlib.util as u, sys; sys.exit(u.find_spec("torch") is None)';

/** The first Python that has PyTorch; where there is none, the command ends and says how to get it. */
export function findPython(): string {
  const { RNC_PYTHON: chosen } = process.env;
  const candidates = chosen ? [chosen] : ['python3', '/usr/bin/python3', 'python'];
  const found = candidates.find(
    (command) => spawnSync(command, ['-c', hasTorch], { stdio: 'ignore' }).status === 0,
  );
  if (found === undefined && chosen)
    stop(2, `${chosen}, which RNC_PYTHON names, is not a Python 3 with PyTorch`);
  return found ?? stop(2, missing);
}

/** What a Python program prints. Throws with its own last words where it fails. */
export async function runPython(python: string, args: readonly string[]): Promise<string> {
  // Without -B, Python leaves a __pycache__ beside what it imports.
  const { stdout } = await promisify(execFile)(python, ['-B', ...args], { maxBuffer: 2 ** 26 });
  return stdout;
}
