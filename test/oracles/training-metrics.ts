import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Metrics {
  readonly event: 'step' | 'epoch';
  readonly epoch: number;
  readonly step: number;
  readonly loss: number;
  readonly top1: number;
  readonly top5: number;
  readonly images_per_second: number;
  readonly learning_rate?: number;
  readonly validation_loss?: number;
}

export function readMetrics(folder: string): readonly Metrics[] {
  const path = join(folder, 'metrics.jsonl');
  if (!existsSync(path)) return [];
  const text = readFileSync(path, 'utf8');
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

export const stepsIn = (folder: string): readonly number[] =>
  readMetrics(folder)
    .filter(({ event }) => event === 'step')
    .map(({ step }) => step);

export const count = (last: number): readonly number[] =>
  Array.from({ length: last }, (_, index) => index + 1);
