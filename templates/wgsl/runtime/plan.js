import { GpuError } from './errors.js';
import { readText } from './files.js';

/** @returns {Promise<import('./runtime.js').Plan>} whatever this runtime relies on before it asks the device is checked */
export async function readPlan(url, signal) {
  const text = await readText(url, signal);
  try {
    const plan = JSON.parse(text);
    const fault = findFault(plan);
    if (fault) throw new Error(fault);
    return plan;
  } catch (cause) {
    const message = `${url.href} is no plan that this runtime can follow: ${cause.message}.`;
    throw new GpuError('bad-plan', message, { cause });
  }
}

/** @returns {string | undefined} */
function findFault({ format, version, input, output, weights, programs }) {
  if (format !== 'rnc-wgsl') return "its format is not 'rnc-wgsl'";
  if (version !== 1) return `it has version ${version}, and the runtime beside it must have the same`;
  for (const [name, { buffers, uploads }] of Object.entries(programs)) {
    for (const [kind, { shape }] of Object.entries({ input, output })) {
      const found = buffers.filter((buffer) => buffer.kind === kind);
      const bytes = 4 * paddedLength(shape);
      if (found.length !== 1 || found[0].bytes < bytes)
        return `program '${name}' has no single buffer of ${bytes} bytes for the ${kind}`;
    }
    for (const upload of uploads) {
      const room = buffers[upload.buffer]?.bytes - upload.offset;
      if (!(uploadedBytes(upload) <= room && upload.from + upload.bytes <= weights.bytes))
        return `program '${name}' has no room for ${upload.tensor}`;
    }
  }
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
  const missing = (name) => (plan.programs[name].features ?? []).filter((feature) => !features.has(feature));
  const holds = ({ program, subgroupSize, ...texts }) =>
    missing(program).length === 0 &&
    (subgroupSize === undefined || adapter.subgroupSize === subgroupSize) &&
    Object.entries(texts).every(([field, part]) => adapter[field].toLowerCase().includes(part));
  const names = Object.keys(plan.programs);
  if (wanted !== undefined && !names.includes(wanted))
    throw new GpuError('bad-plan', `There is no program '${wanted}'; the plan has ${names.join(', ')}.`);
  if (wanted !== undefined) checkSubgroups(plan, adapter, wanted);
  const name = wanted ?? plan.adapters.find(holds)?.program;
  if (name !== undefined && missing(name).length === 0) return name;
  const lacks = [...new Set((name ? [name] : names).flatMap(missing))];
  throw new GpuError(
    'limit',
    `The adapter (${adapter.name}) lacks ${lacks.join(', ')}, which ${name ? `program '${name}'` : 'every program'} needs. Use another adapter, or compile the network without --dtype f16.`,
    { adapter, features: lacks },
  );
}

/** Invocations of a program for one size of subgroups hand each other the wrong values in another. */
function checkSubgroups({ adapters }, adapter, wanted) {
  const sizes = adapters
    .filter(({ program }) => program === wanted)
    .flatMap(({ subgroupSize }) => subgroupSize ?? []);
  if (sizes.length === 0 || sizes.includes(adapter.subgroupSize)) return;
  throw new GpuError(
    'limit',
    `Program '${wanted}' is for subgroups of ${[...new Set(sizes)].join(' or ')}; the adapter (${adapter.name}) has ${adapter.subgroupSize ?? 'several sizes'}. Let the plan choose another program.`,
    { adapter },
  );
}
