import type { Line, Settings, Table } from '../line.ts';
import { verify } from './contender.ts';
import type { Facts } from './engines/engine.ts';
import { materialFor, type NetworkName } from './material.ts';
import { chromium, hasFailed, node, noteOf, openPlace, type Place } from './start-contenders.ts';
import { fullName } from './versions.ts';

/** What an inference costs besides time: calls of WebGPU and memory. */
export const memoryLines: readonly Line[] = [
  memory('wgsl memory and calls: ResNet-50 in Node', 'resnet50', node),
  memory('wgsl memory and calls: ResNet-18 in Chromium', 'resnet18', chromium),
];

function memory(name: string, network: NetworkName, place: Place): Line {
  return {
    name,
    target: 'ResNet-50 in rnc: under 120 MB of buffers, at most 60 dispatches',
    run: (settings) => measure(network, place, settings),
  };
}

async function measure(network: NetworkName, place: Place, settings: Settings): Promise<Table> {
  const material = materialFor(network);
  const { start, close } = await openPlace(place, material, { settings, counted: true });
  const rows: (readonly string[])[] = [];
  const notes: string[] = [];
  try {
    for (const engine of place.engines) {
      const contender = await start(engine);
      if (hasFailed(contender)) {
        notes.push(noteOf(contender));
        continue;
      }
      try {
        await contender.run(1);
        const before = await contender.facts();
        const { output } = await contender.run(1);
        const after = await contender.facts();
        if (material.reference !== undefined) verify(engine, output, material.reference);
        rows.push([fullName(engine), ...cells(before, after)]);
      } finally {
        await contender.close();
      }
    }
  } finally {
    close();
  }
  return {
    columns: [
      'engine',
      'dispatches',
      'submits',
      'bind groups',
      'writeBuffer',
      'pipelines',
      'WGSL',
      'buffers',
      'at most',
      'its own figure',
      ...(place === node ? ['process'] : []),
    ],
    rows,
    notes: [
      'Dispatches, submits, bind groups made and writeBuffer calls: of one warm run. Pipelines and characters of WGSL: since the start. Buffers: bytes that were made and not destroyed after three runs, and at any time before; counted where JavaScript calls WebGPU. Its own figure: network.memoryBytes of rnc, numBytesInGPU of tfjs.',
      ...(place === node
        ? [
            'onnxruntime-node calls WebGPU from C++, where it cannot be counted. Process: its largest resident memory; on a CPU adapter that holds the buffers too.',
          ]
        : []),
      ...notes,
    ],
  };
}

function cells(before: Facts, after: Facts): readonly string[] {
  const counted = 'dispatches' in after;
  const change = (key: string): string => (counted ? `${Number(after[key]) - Number(before[key])}` : '?');
  const total = (key: string): string => (counted ? `${after[key]}` : '?');
  const megabytes = (key: string): string =>
    key in after ? `${(Number(after[key]) / 1e6).toFixed(1)} MB` : '?';
  return [
    change('dispatches'),
    change('submits'),
    change('bindGroups'),
    change('bufferWrites'),
    total('pipelines'),
    counted ? `${(Number(after.shaderLength) / 1e3).toFixed(0)} KB` : '?',
    megabytes('liveBytes'),
    megabytes('peakBytes'),
    megabytes('memoryBytes'),
    ...('residentBytes' in after ? [megabytes('residentBytes')] : []),
  ];
}
