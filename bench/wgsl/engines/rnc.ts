import type { Engine, Job, StepTime } from './engine.ts';

/** The parts of an emitted module that are used here; templates/wgsl/runtime/runtime.d.ts has all. */
interface EmittedProgram {
  load(options: { readonly gpu: GPU }): Promise<{
    readonly plan: { readonly programs: Readonly<Record<string, { readonly steps: readonly unknown[] }>> };
    readonly program: string;
    readonly adapter: { readonly name: string };
    readonly memoryBytes: number;
    run(input: Float32Array): Promise<{ readonly data: Float32Array }>;
    profile(input: Float32Array): Promise<{ readonly steps: readonly StepTime[] }>;
  }>;
}

export async function startRnc({ base, network }: Job, gpu: GPU): Promise<Engine> {
  const { load } = (await import(`${base}wgsl/${network}.js`)) as EmittedProgram;
  const program = await load({ gpu });
  return {
    run: async (input) => (await program.run(input)).data,
    profile: async (input) => (await program.profile(input)).steps,
    facts: () => ({
      adapter: program.adapter.name,
      program: program.program,
      steps: program.plan.programs[program.program]!.steps.length,
      memoryBytes: program.memoryBytes,
    }),
  };
}
