import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { version } from '../../src/generated/version.ts';
import type { EngineName } from './engines/engine.ts';

const packages = {
  'ort-node': 'onnxruntime-node',
  'ort-cpu': 'onnxruntime-node',
  'ort-web': 'onnxruntime-web',
  tfjs: '@tensorflow/tfjs-backend-webgpu',
} as const;

/** The engine as a reader knows it: `onnxruntime-node 1.30.0, WebGPU`. */
export function fullName(engine: EngineName): string {
  if (engine === 'rnc') return `rnc ${version}`;
  const name = packages[engine];
  const provider = engine === 'ort-cpu' ? ', CPU' : engine === 'tfjs' ? '' : ', WebGPU';
  return `${name} ${packageVersion(name)}${provider}`;
}

export function packageVersion(name: string): string {
  const path = fileURLToPath(new URL(`../../node_modules/${name}/package.json`, import.meta.url));
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}
