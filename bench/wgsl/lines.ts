import type { Line } from '../line.ts';
import { coldLines } from './cold-lines.ts';
import { latencyLines } from './latency-lines.ts';
import { memoryLines } from './memory-lines.ts';
import { profileLines } from './profile-lines.ts';
import { sizeLine } from './size-line.ts';

/** The WGSL target beside the engines that run networks on WebGPU in general. */
export const wgslLines: readonly Line[] = [
  ...latencyLines,
  ...coldLines,
  sizeLine,
  ...memoryLines,
  ...profileLines,
];
