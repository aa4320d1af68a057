import type { Line, Settings, Table } from '../line.ts';
import { median, ms } from '../measure.ts';
import { verify } from './contender.ts';
import type { EngineName } from './engines/engine.ts';
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
import { fullName } from './versions.ts';

/** From nothing to the first checked output. */
export const coldLines: readonly Line[] = [
  cold('wgsl cold start: ResNet-18 in Node', 'resnet18', node, 3),
  cold('wgsl cold start: ResNet-50 in Node', 'resnet50', node, 3),
  cold('wgsl cold start: ResNet-18 in Chromium', 'resnet18', chromium, 2),
];

function cold(name: string, network: NetworkName, place: Place, usualRounds: number): Line {
  return {
    name,
    target: 'rnc in less time than either peer',
    run: (settings) => measure(network, place, settings, settings.rounds ?? usualRounds),
  };
}

async function measure(
  network: NetworkName,
  place: Place,
  settings: Settings,
  rounds: number,
): Promise<Table> {
  const material = materialFor(network);
  const { start, close } = await openPlace(place, material, { settings, cold: true });
  const times = new Map<EngineName, number[]>();
  const notes = new Set<string>();
  let reference = material.reference;
  try {
    for (let round = 0; round < rounds; round++) {
      for (const engine of place.engines) {
        const started = await start(engine);
        if (hasFailed(started)) {
          notes.add(noteOf(started));
          continue;
        }
        const { milliseconds, output } = started.first;
        await started.close();
        reference ??= output;
        verify(engine, output, reference);
        times.set(engine, [...(times.get(engine) ?? []), milliseconds]);
      }
    }
  } finally {
    close();
  }
  const own = times.get('rnc');
  return {
    columns: ['engine', 'median', 'fastest', 'slowest', 'of rnc'],
    rows: [...times].map(([engine, all]) => [
      fullName(engine),
      ms(median(all)),
      ms(Math.min(...all)),
      ms(Math.max(...all)),
      own === undefined || engine === 'rnc' ? '' : `${(median(all) / median(own)).toFixed(2)} ×`,
    ]),
    notes: [
      place === node
        ? `${rounds} times in turn: from the start of a process to the first output, compared; MESA_SHADER_CACHE_DISABLE=true; files in the system's cache.`
        : `${rounds} times in turn: from the navigation in a browser with a fresh profile to the first output, compared; files from a server on this machine.`,
      ...(place === node ? [withoutOrtWeb] : []),
      ...notes,
    ],
  };
}
