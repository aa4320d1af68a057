import { pathToFileURL } from 'node:url';

export interface Run {
  /** The bundled command line. */
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
}

export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

let runs = 0;

/** Runs the command line in this process as if in one of its own, which would take twenty times as long. */
export async function runHere({ program, args, cwd }: Run): Promise<Ended> {
  const streams = { stdout: '', stderr: '' };
  const originals = { stdout: process.stdout.write, stderr: process.stderr.write };
  for (const name of ['stdout', 'stderr'] as const) {
    process[name].write = (text: string | Uint8Array) => {
      streams[name] += String(text);
      return true;
    };
  }
  const argv = process.argv;
  process.argv = [process.execPath, program, ...args];
  process.chdir(cwd);
  process.env.TMPDIR = cwd;
  process.exitCode = 0;
  try {
    // Only the entry runs again; the chunks that it loads are one for all runs.
    await import(`${pathToFileURL(program).href}?run=${runs++}`);
    return { exitCode: Number(process.exitCode), ...streams };
  } finally {
    process.argv = argv;
    process.exitCode = 0;
    for (const name of ['stdout', 'stderr'] as const) {
      process[name].write = originals[name];
      process[name].removeAllListeners('error');
      process.removeAllListeners('uncaughtException');
    }
  }
}
