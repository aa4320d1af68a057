import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { hasChromium } from '../../test/browser/chromium.ts';
import type { Settings } from '../line.ts';
import { buildProcess } from './build-programs.ts';
import { serveMaterial, startInChromium } from './chromium-contender.ts';
import type { Contender } from './contender.ts';
import type { EngineName, Job } from './engines/engine.ts';
import type { Material } from './material.ts';
import { startInNode } from './node-contender.ts';
import { fullName } from './versions.ts';

export interface Place {
  readonly name: 'Node' | 'Chromium';
  readonly engines: readonly EngineName[];
}
export const node: Place = { name: 'Node', engines: ['rnc', 'ort-node', 'tfjs'] };
export const chromium: Place = { name: 'Chromium', engines: ['rnc', 'ort-web', 'tfjs'] };

/** onnxruntime-web's absence from Node's tables, in words. */
export const withoutOrtWeb =
  'onnxruntime-web is not measured in Node: there a pending pipeline of it takes up to a minute, which browsers do not show.';

export interface StartOptions {
  readonly settings: Settings;
  readonly cold?: boolean;
  readonly counted?: boolean;
}

/** Starts one engine after another when asked. A peer that cannot start gives the reason instead; rnc has to. */
export async function openPlace(
  place: Place,
  material: Material,
  { settings, cold = false, counted = false }: StartOptions,
): Promise<{
  readonly start: (engine: EngineName) => Promise<Contender | Failed>;
  readonly close: () => void;
}> {
  const job = (engine: EngineName): Job => ({
    engine,
    network: material.network,
    batch: 1,
    base: material.base,
    counted,
    dawn: settings.dawn,
  });
  const attempt = async (
    engine: EngineName,
    start: () => Promise<Contender>,
  ): Promise<Contender | Failed> => {
    try {
      return await start();
    } catch (error) {
      if (engine === 'rnc') throw error;
      return { engine, reason: error instanceof Error ? error.message : String(error) };
    }
  };
  if (place.name === 'Node') {
    chooseLavapipe();
    const program = await buildProcess(fileURLToPath(new URL('../../build/bench/node/', import.meta.url)));
    return {
      start: (engine) => attempt(engine, () => startInNode(program, job(engine), { cold })),
      close: () => {},
    };
  }
  if (!hasChromium)
    return {
      start: async (engine) => ({ engine, reason: 'Chromium is not installed' }),
      close: () => {},
    };
  const { origin, close } = await serveMaterial(material);
  return { start: (engine) => attempt(engine, () => startInChromium(origin, job(engine))), close };
}

/** Without another choice, Mesa's processor driver where it is installed: the adapter that the targets are about. */
function chooseLavapipe(): void {
  const driver = '/usr/share/vulkan/icd.d/lvp_icd.json';
  if (process.env.VK_DRIVER_FILES === undefined && existsSync(driver))
    process.env.VK_ICD_FILENAMES ??= driver;
}

/** An engine that did not start. */
export interface Failed {
  readonly engine: EngineName;
  readonly reason: string;
}

export const hasFailed = (one: Contender | Failed): one is Failed => 'reason' in one;

export function noteOf({ engine, reason }: Failed): string {
  return `${fullName(engine)} is not measured: ${reason.split('\n')[0]}`;
}
