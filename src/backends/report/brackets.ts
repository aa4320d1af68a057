import type { ReportStage } from './report.ts';

/** Whether the paper would put brackets around it: a block, or what is repeated. */
export function isBlock({ block, repeats }: ReportStage): boolean {
  return block !== null || repeats > 1;
}

/** The unit's lines, or what stands for them where the copies do not read as one unit. */
export function unitLines({ unit, block, name }: ReportStage): readonly string[] {
  return unit.length > 0 ? unit : [block ?? name];
}

/**
 * As in the paper's Table 1:
 *
 *     ⎡ 1×1, 64  ⎤
 *     ⎢ 3×3, 64  ⎥ × 3
 *     ⎣ 1×1, 256 ⎦
 */
export function bracketed(stage: ReportStage): readonly string[] {
  const lines = unitLines(stage);
  if (!isBlock(stage)) return lines;
  const times = stage.repeats > 1 ? ` × ${stage.repeats}` : '';
  if (lines.length === 1) return [`[ ${lines[0]} ]${times}`];
  const width = Math.max(...lines.map((line) => line.length));
  const middle = Math.floor((lines.length - 1) / 2);
  return lines.map((line, index) => {
    const [left, right] = index === 0 ? '⎡⎤' : index === lines.length - 1 ? '⎣⎦' : '⎢⎥';
    return `${left} ${line.padEnd(width)} ${right}${index === middle ? times : ''}`;
  });
}

/** The same on one line: `(1×1, 64 / 3×3, 64 / 1×1, 256) × 3`. */
export function inline(stage: ReportStage): string {
  const lines = unitLines(stage);
  if (!isBlock(stage)) return lines.join(' / ');
  return `(${lines.join(' / ')})${stage.repeats > 1 ? ` × ${stage.repeats}` : ''}`;
}
