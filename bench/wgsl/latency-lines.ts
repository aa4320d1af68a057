import { cpus, loadavg } from 'node:os';
import type { Line, Settings, Table } from '../line.ts';
import { median, ms } from '../measure.ts';
import type { Contender } from './contender.ts';
import type { EngineName } from './engines/engine.ts';
import { interleave, quantile, ratio, type Timing } from './interleave.ts';
import { materialFor, type NetworkName } from './material.ts';
import {
  chromium,
  hasFailed,
  node,
  noteOf,
  openPlace,
  type Place,
  withoutOrtWeb,
} from './start-contenders.ts';
import { fullName, packageVersion } from './versions.ts';

/** One picture at a time, warm. */
export const latencyLines: readonly Line[] = [
  latency('wgsl latency: ResNet-18 in Node, batch 1', 'resnet18', node, { 'ort-node': 2.5, tfjs: 3 }, 20),
  latency('wgsl latency: ResNet-50 in Node, batch 1', 'resnet50', node, { 'ort-node': 2, tfjs: 3 }, 20),
  latency('wgsl latency: ResNet-18 in Chromium, batch 1', 'resnet18', chromium, { 'ort-web': 5, tfjs: 5 }, 7),
];

type Targets = Readonly<Partial<Record<EngineName, number>>>;

function latency(
  name: string,
  network: NetworkName,
  place: Place,
  targets: Targets,
  usualRounds: number,
): Line {
  const words = Object.entries(targets).map(([engine, target]) => `${target} times as fast as ${engine}`);
  return {
    name,
    target: `rnc at least ${words.join(' and ')}`,
    run: (settings) => measure(network, place, targets, settings, settings.rounds ?? usualRounds),
  };
}

async function measure(
  network: NetworkName,
  place: Place,
  targets: Targets,
  settings: Settings,
  rounds: number,
): Promise<Table> {
  const load = loadavg()[0]!.toFixed(1);
  const material = materialFor(network);
  const { start, close } = await openPlace(place, material, { settings });
  const contenders: Contender[] = [];
  const notes: string[] = [];
  try {
    for (const engine of place.engines) {
      const started = await start(engine);
      if (hasFailed(started)) notes.push(noteOf(started));
      else contenders.push(started);
    }
    const reference = material.reference ?? contenders[0]?.first.output ?? new Float32Array();
    const timings = await interleave(contenders, reference, rounds);
    const facts = await Promise.all(contenders.map((contender) => contender.facts()));
    const own = timings.find(({ contender }) => contender.name === 'rnc');
    const rows = timings.map((timing) => row(timing, own, targets));
    const adapters = new Set(facts.flatMap(({ adapter }) => (adapter === undefined ? [] : [adapter])));
    return {
      columns: ['engine', 'median', 'p10', 'p90', 'fastest', 'rnc is faster by', 'target', 'rel. error'],
      rows,
      notes: [
        `${rounds} rounds A B C A B C, each engine in ${place.name === 'Node' ? 'a process' : 'a browser'} of its own; upload of the input, conversion of its layout and readback of the output included; float32; the same weights and input.`,
        `Adapter: ${[...adapters].join('; ')} (onnxruntime does not tell its own; the same driver is all that it can find). ${hostOf(place, facts)}. ${cpus().length} cores, with a load of ${load} from elsewhere before the start.`,
        material.reference === undefined
          ? 'Errors are relative to the first engine, for want of PyTorch.'
          : 'Errors are relative to PyTorch in double precision, the largest of all rounds.',
        ...(settings.dawn.length > 0 ? [`Dawn toggles of rnc and tfjs: ${settings.dawn.join(' ')}.`] : []),
        ...(place === node
          ? [
              'onnxruntime-node runs with its own settings of Dawn, which leave out validation and bounds checks; rnc and tfjs with the defaults.',
              withoutOrtWeb,
            ]
          : ['onnxruntime-web as it is by default: no graph capture, one WebAssembly thread.']),
        ...notes,
      ],
    };
  } finally {
    await Promise.all(contenders.map((contender) => contender.close()));
    close();
  }
}

function row(timing: Timing, own: Timing | undefined, targets: Targets): readonly string[] {
  const engine = timing.contender.name as EngineName;
  const target = targets[engine];
  const { times } = timing;
  return [
    fullName(engine),
    ms(median(times)),
    ms(quantile(times, 0.1)),
    ms(quantile(times, 0.9)),
    ms(Math.min(...times)),
    own === undefined || own === timing ? '' : `${ratio(timing, own).toFixed(2)} ×`,
    target === undefined ? '' : `${target} ×`,
    timing.error.toExponential(1),
  ];
}

function hostOf(place: Place, facts: readonly Readonly<Record<string, string | number>>[]): string {
  if (place === chromium) return `${facts[0]?.browser ?? 'no browser'}`;
  return `Node ${process.version}, webgpu ${packageVersion('webgpu')} (Dawn)`;
}
