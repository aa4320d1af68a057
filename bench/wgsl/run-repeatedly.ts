import type { Command, Runs } from './commands.ts';
import type { Engine } from './engines/engine.ts';

/** Times runs from the call with the input to the output in the caller's memory. */
export async function runRepeatedly(
  engine: Engine,
  input: Float32Array,
  { times: count, inFlight }: Extract<Command, { is: 'run' }>,
): Promise<Runs> {
  let output = new Float32Array();
  if (inFlight === 1) {
    const times: number[] = [];
    for (let run = 0; run < count; run++) {
      const start = performance.now();
      output = new Float32Array(await engine.run(input));
      times.push(performance.now() - start);
    }
    return { times, output };
  }
  const start = performance.now();
  let begun = 0;
  const keepOneGoing = async (): Promise<void> => {
    while (begun++ < count) output = new Float32Array(await engine.run(input));
  };
  await Promise.all(Array.from({ length: inFlight }, keepOneGoing));
  return { times: [(performance.now() - start) / count], output };
}
