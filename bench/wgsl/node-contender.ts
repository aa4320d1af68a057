import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command, Reply, Runs } from './commands.ts';
import type { Contender } from './contender.ts';
import type { Facts, Job, StepTime } from './engines/engine.ts';

/**
 * Starts an engine in a process and waits for its first output. `cold` keeps the driver from finding shaders that it compiled
 * before. Rejects with what the process wrote last where it dies.
 */
export async function startInNode(
  program: string,
  job: Job,
  { cold = false }: { readonly cold?: boolean } = {},
): Promise<Contender> {
  const cache = cold ? mkdtempSync(join(tmpdir(), 'rnc-shaders-')) : undefined;
  const start = performance.now();
  const child = fork(program, [JSON.stringify(job)], {
    serialization: 'advanced',
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // Mesa asks for a folder for sockets, which not every account has.
    env: {
      XDG_RUNTIME_DIR: tmpdir(),
      ...process.env,
      ...(cache === undefined ? {} : coldEnvironment(cache)),
    },
  });
  const ask = conversation(job.engine, child);
  const close = async (): Promise<void> => {
    await ask.end();
    if (cache !== undefined) rmSync(cache, { recursive: true, force: true });
  };
  try {
    const { output } = (await ask.next()) as Runs;
    const milliseconds = performance.now() - start;
    return {
      name: job.engine,
      first: { milliseconds, output },
      run: async (times, inFlight = 1) => (await ask.for({ is: 'run', times, inFlight })) as Runs,
      facts: async () => ((await ask.for({ is: 'facts' })) as { facts: Facts }).facts,
      profile: async () => ((await ask.for({ is: 'profile' })) as { steps: readonly StepTime[] }).steps,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const coldEnvironment = (folder: string): NodeJS.ProcessEnv => ({
  MESA_SHADER_CACHE_DISABLE: 'true',
  MESA_SHADER_CACHE_DIR: folder,
  __GL_SHADER_DISK_CACHE: '0', // NVIDIA's
});

/** Questions and answers, one at a time. A process that ends without an answer is an error that says what it wrote last. */
function conversation(name: string, child: ChildProcess) {
  let written = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    written = (written + text).slice(-2000);
  });
  let ended: string | undefined;
  const gone = new Promise<void>((resolve) => {
    child.once('close', (code, signal) => {
      ended = `${name} ended with ${signal ?? `exit code ${code}`}: ${written.trim()}`;
      resolve();
    });
  });
  const next = (): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const onMessage = (message: unknown): void => {
        const reply = message as Reply;
        if ('failure' in reply) reject(new Error(`${name}: ${reply.failure}`));
        else resolve(reply);
      };
      child.once('message', onMessage);
      void gone.then(() => reject(new Error(ended)));
    });
  const send = (command: Command): void => void (child.connected && child.send(command));
  return {
    next,
    for: (command: Command): Promise<Reply> => {
      const answer = next();
      send(command);
      return answer;
    },
    end: async (): Promise<void> => {
      send({ is: 'end' });
      const patience = setTimeout(() => child.kill('SIGKILL'), 5000);
      await gone;
      clearTimeout(patience);
    },
  };
}
