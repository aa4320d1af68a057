import type { Markdown } from '../../emission/escape.ts';
import { escapeMarkdown } from '../../emission/escape.ts';
import { templates } from '../../generated/templates.ts';
import { exact, shape, short } from '../quantities.ts';
import { alignStages } from './align-stages.ts';
import { inline } from './brackets.ts';
import type { Report, ReportOptions } from './report.ts';
import { briefTotal, exactTotal, notes, totals } from './totals.ts';

interface LayersView {
  readonly title: Markdown;
  readonly layers: readonly {
    readonly path: Markdown;
    readonly op: Markdown;
    readonly output: Markdown;
    readonly parameters: Markdown;
    readonly macs: Markdown;
  }[];
}

/** GitHub's Markdown: one network as the paper's Table 1 with its totals, or a column for each of several. */
export function renderMarkdown(reports: readonly Report[], options: ReportOptions): string {
  const [only] = reports;
  const view = {
    ...(reports.length === 1 && only ? networkView(only) : comparisonView(reports)),
    layerTables: options.layers ? reports.map(layersView) : [],
    notes: notes.map((note) => ({ text: escapeMarkdown(note) })),
  };
  return templates[reports.length === 1 ? 'report/markdown' : 'report/markdown-comparison']!(view);
}

function networkView(report: Report) {
  return {
    title: escapeMarkdown(report.network),
    input: escapeMarkdown(shape(report.input)),
    output: escapeMarkdown(shape(report.output)),
    stages: report.stages.map((stage) => ({
      name: escapeMarkdown(stage.name),
      output: escapeMarkdown(shape(stage.output)),
      layers: escapeMarkdown(inline(stage)),
      parameters: escapeMarkdown(exact(stage.parameters)),
      macs: escapeMarkdown(short(stage.macs)),
    })),
    parameters: escapeMarkdown(exact(report.parameters.trainable)),
    macs: escapeMarkdown(short(report.macs)),
    totals: totals.map((total) => ({
      label: escapeMarkdown(total.label),
      exact: escapeMarkdown(exactTotal(total, report)),
      brief: escapeMarkdown(briefTotal(total, report) ?? ''),
      note: escapeMarkdown(total.note),
    })),
  };
}

function comparisonView(reports: readonly Report[]) {
  return {
    title: escapeMarkdown(reports.map(({ network }) => network).join(', ')),
    networks: reports.map(({ network }) => ({ text: escapeMarkdown(network) })),
    stages: alignStages(reports).map(({ name, stages }) => ({
      name: escapeMarkdown(name),
      cells: stages.map((stage) => ({
        text: escapeMarkdown(stage ? `${inline(stage)} → ${shape(stage.output)}` : '–'),
      })),
    })),
    totals: totals.map((total) => ({
      label: escapeMarkdown(total.label),
      cells: reports.map((report) => ({ text: escapeMarkdown(exactTotal(total, report)) })),
    })),
  };
}

function layersView({ network, layers }: Report): LayersView {
  return {
    title: escapeMarkdown(`Layers of ${network}`),
    layers: layers.map(({ path, op, output, parameters, macs }) => ({
      path: escapeMarkdown(path),
      op: escapeMarkdown(op),
      output: escapeMarkdown(shape(output)),
      parameters: escapeMarkdown(exact(parameters)),
      macs: escapeMarkdown(exact(macs)),
    })),
  };
}
