import { exact, short } from '../../backends/quantities.ts';
import type { ReportStage } from '../../backends/report/report.ts';
import type { ComparedNetwork, StageDifference } from '../difference.ts';
import { extents, relative } from './words.ts';

/** A stage that has changed: name, output, parameters, their change, MACs, their change. */
export type StageRow = readonly [string, string, string, string, string, string];

export const stageTitles: StageRow = ['stage', 'output', 'parameters', '', 'MACs', ''];

export function stageRows({ stages }: ComparedNetwork): readonly StageRow[] {
  return stages
    .filter(({ status }) => status !== 'same')
    .map(({ before, after }) => {
      const sides = (show: (stage: ReportStage) => string): string => beside(before, after, show);
      const change = (of: (stage: ReportStage) => number): string => {
        if (before === null) return 'new';
        return after === null ? 'gone' : relative(of(before), of(after));
      };
      return [
        sides(({ name }) => name),
        sides(({ output }) => extents(output)),
        sides(({ parameters }) => exact(parameters)),
        change(({ parameters }) => parameters),
        sides(({ macs }) => short(macs)),
        change(({ macs }) => macs),
      ];
    });
}

export function untouchedStages({ stages }: ComparedNetwork): readonly string[] {
  return stages.flatMap(({ status, after }: StageDifference) => (status === 'same' ? [after!.name] : []));
}

function beside(
  before: ReportStage | null,
  after: ReportStage | null,
  show: (stage: ReportStage) => string,
): string {
  const [old, now] = [before && show(before), after && show(after)];
  return old === null || now === null || old === now ? (now ?? old)! : `${old} → ${now}`;
}
