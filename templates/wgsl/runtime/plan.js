import { GpuError } from './errors.js';
import { readText } from './files.js';

/** @returns {Promise<import('./runtime.js').Plan>} whatever this runtime relies on before it asks the device is checked */
export async function readPlan(url, signal) {
  const text = await readText(url, signal);
  const refuse = (reason, cause) => {
    throw new GpuError('bad-plan', `${url.href} is no plan that this runtime can follow: ${reason}.`, {
      cause,
    });
  };
  let plan;
  try {
    plan = JSON.parse(text);
  } catch (cause) {
    refuse('it is not JSON', cause);
  }
  if (plan?.format !== 'rnc-wgsl') refuse("its format is not 'rnc-wgsl'");
  if (plan.version !== 1)
    refuse(`it has version ${plan.version}, and the runtime beside it must have the same`);
  for (const [name, program] of Object.entries(plan.programs)) {
    for (const [kind, shape] of [
      ['input', plan.input.shape],
      ['output', plan.output.shape],
    ]) {
      const found = program.buffers.filter((buffer) => buffer.kind === kind);
      const bytes = 4 * paddedLength(shape);
      if (found.length !== 1 || found[0].bytes < bytes)
        refuse(`program '${name}' has no single buffer of ${bytes} bytes for the ${kind}`);
    }
    for (const upload of program.uploads) {
      const room = program.buffers[upload.buffer]?.bytes - upload.offset;
      if (!(uploadedBytes(upload) <= room && upload.from + upload.bytes <= plan.weights.bytes))
        refuse(`program '${name}' has no room for ${upload.tensor}`);
    }
  }
  return plan;
}

/** Elements of a buffer that holds an N×C×… tensor channels last, channels filled up to a multiple of 4. */
export const paddedLength = ([batch, channels, ...spatial]) =>
  batch * product(spatial) * Math.ceil(channels / 4) * 4;

export const product = (extents) => extents.reduce((count, extent) => count * extent, 1);

/** What an upload takes in its buffer. */
export const uploadedBytes = ({ bytes, winograd }) =>
  winograd ? (bytes / 9) * (winograd.tile + 2) ** 2 : bytes;

/**
 * The name of the program for an adapter: the first rule that holds and whose program’s features are there.
 *
 * @param {{ has(feature: string): boolean }} features
 * @param {string | undefined} wanted overrides the rules
 */
export function chooseProgram(plan, adapter, features, wanted) {
  const has = (name) => (plan.programs[name].features ?? []).every((feature) => features.has(feature));
  const holds = ({ program, subgroupSize, ...texts }) =>
    has(program) &&
    (subgroupSize === undefined || adapter.subgroupSize === subgroupSize) &&
    Object.entries(texts).every(([field, part]) => adapter[field].toLowerCase().includes(part));
  const names = Object.keys(plan.programs).join(', ');
  if (wanted !== undefined && !Object.hasOwn(plan.programs, wanted))
    throw new GpuError('bad-plan', `There is no program '${wanted}'; the plan has ${names}.`);
  const name = wanted ?? plan.adapters.find(holds)?.program;
  if (name === undefined || !has(name))
    throw new GpuError(
      'limit',
      `The adapter (${adapter.name}) lacks a feature that ${name ? `program '${name}'` : 'every program'} needs (${plan.dtype}); compile for f32.`,
      { adapter },
    );
  return name;
}
