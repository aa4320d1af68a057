import type { Html } from '../../emission/escape.ts';
import { escapeHtml } from '../../emission/escape.ts';
import { templates } from '../../generated/templates.ts';
import { exact, percentage, shape, short } from '../quantities.ts';
import { alignStages, commonSize } from './align-stages.ts';
import { isBlock, unitLines } from './brackets.ts';
import type { Report, ReportOptions, ReportStage } from './report.ts';
import { briefTotal, exactTotal, notes, totals } from './totals.ts';

/** A page that needs nothing else: one network with bars for each stage, or several side by side. */
export function renderHtml(reports: readonly Report[], options: ReportOptions): string {
  const [only] = reports;
  const single = reports.length === 1 && only !== undefined;
  return templates['report/html']!({
    title: escapeHtml(reports.map(({ network }) => network).join(', ')),
    single,
    ...(single ? networkView(only) : comparisonView(reports)),
    hasLayers: options.layers,
    layerTables: options.layers ? reports.map(layersView) : [],
    notes: notes.map((note) => ({ text: escapeHtml(note) })),
  });
}

function networkView(report: Report) {
  const { trainable } = report.parameters;
  return {
    input: escapeHtml(shape(report.input)),
    output: escapeHtml(shape(report.output)),
    figures: totals.map((total) => ({
      label: escapeHtml(total.label),
      large: escapeHtml(briefTotal(total, report) ?? exactTotal(total, report)),
      exact: escapeHtml(total.brief ? exactTotal(total, report) : ''),
      note: escapeHtml(total.note),
    })),
    stages: report.stages.map((stage) => ({
      name: escapeHtml(stage.name),
      output: escapeHtml(shape(stage.output)),
      ...unitView(stage),
      parameters: escapeHtml(exact(stage.parameters)),
      parametersShare: escapeHtml(percentage(stage.parameters, trainable)),
      macs: escapeHtml(short(stage.macs)),
      macsShare: escapeHtml(percentage(stage.macs, report.macs)),
    })),
    parameters: escapeHtml(exact(trainable)),
    macs: escapeHtml(short(report.macs)),
  };
}

function comparisonView(reports: readonly Report[]) {
  const largest = (of: (stage: ReportStage) => number): number =>
    reports.reduce((most, { stages }) => Math.max(most, ...stages.map(of)), 0);
  const mostParameters = largest(({ parameters }) => parameters);
  const mostMacs = largest(({ macs }) => macs);
  return {
    networks: reports.map(({ network, input, output }) => ({
      name: escapeHtml(network),
      input: escapeHtml(shape(input)),
      output: escapeHtml(shape(output)),
    })),
    totals: totals.map((total) => ({
      label: escapeHtml(total.label),
      note: escapeHtml(total.note),
      cells: reports.map((report) => ({ text: escapeHtml(exactTotal(total, report)) })),
    })),
    stages: alignStages(reports).map((row) => ({
      name: escapeHtml(row.name),
      size: escapeHtml(commonSize(row) ?? ''),
      cells: row.stages.map((stage) =>
        stage === undefined
          ? { present: false }
          : {
              present: true,
              output: escapeHtml(commonSize(row) === undefined ? shape(stage.output) : ''),
              ...unitView(stage),
              parameters: escapeHtml(short(stage.parameters)),
              parametersShare: escapeHtml(percentage(stage.parameters, mostParameters)),
              macs: escapeHtml(short(stage.macs)),
              macsShare: escapeHtml(percentage(stage.macs, mostMacs)),
            },
      ),
    })),
  };
}

function unitView(stage: ReportStage): {
  readonly block: boolean;
  readonly lines: readonly { readonly text: Html }[];
  readonly times: Html;
} {
  return {
    block: isBlock(stage),
    lines: unitLines(stage).map((line) => ({ text: escapeHtml(line) })),
    times: escapeHtml(stage.repeats > 1 ? `× ${stage.repeats}` : ''),
  };
}

function layersView({ network, layers }: Report) {
  return {
    title: escapeHtml(`Layers of ${network}`),
    layers: layers.map(({ path, op, output, parameters, macs }) => ({
      path: escapeHtml(path),
      op: escapeHtml(op),
      output: escapeHtml(shape(output)),
      parameters: escapeHtml(parameters === 0 ? '' : exact(parameters)),
      macs: escapeHtml(macs === 0 ? '' : exact(macs)),
    })),
  };
}
