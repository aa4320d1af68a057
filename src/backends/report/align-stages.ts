import type { Report, ReportStage } from './report.ts';

export interface AlignedStage {
  readonly name: string;
  /** For each report its stage of that name, if it has one. */
  readonly stages: readonly (ReportStage | undefined)[];
}

/** Stages of several networks side by side, by name: the first network's order, others' stages behind their neighbours. */
export function alignStages(reports: readonly Report[]): readonly AlignedStage[] {
  const keyed = reports.map(({ stages }) => keys(stages));
  const order: string[] = [];
  for (const stages of keyed) {
    let at = 0;
    for (const key of stages.keys()) {
      const found = order.indexOf(key);
      if (found < 0) order.splice(at, 0, key);
      at = (found < 0 ? at : found) + 1;
    }
  }
  return order.map((key) => {
    const stages = keyed.map((each) => each.get(key));
    return { name: stages.find((stage) => stage !== undefined)!.name, stages };
  });
}

/** The height × width of all stages of a row, as in the paper's “output size”, or undefined where they differ. */
export function commonSize({ stages }: AlignedStage): string | undefined {
  const sizes = new Set(stages.flatMap((stage) => (stage ? [`${stage.output[1]}×${stage.output[2]}`] : [])));
  return sizes.size === 1 ? [...sizes][0] : undefined;
}

/** Names with a count, since two rows of a network may share one. */
function keys(stages: readonly ReportStage[]): ReadonlyMap<string, ReportStage> {
  const seen = new Map<string, number>();
  return new Map(
    stages.map((stage) => {
      const count = seen.get(stage.name) ?? 0;
      seen.set(stage.name, count + 1);
      return [`${count} ${stage.name}`, stage];
    }),
  );
}
