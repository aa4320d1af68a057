import { type Area, areas, codes, readExplanation } from '../src/diagnostics/explanation.ts';
import { byArea, explanationMarkdown } from '../src/diagnostics/render/explanation.ts';
import { explanations } from '../src/generated/explanations.ts';

const nameOf = (code: string): string => code.slice(code.indexOf('/') + 1);

/** The pages of docs/diagnostics, by file name: one for each area, whose anchors are the codes' second halves, and a list. */
export function diagnosticPages(): ReadonlyMap<string, string> {
  const groups = byArea(codes.map((code) => readExplanation(code, explanations[code])));
  const page = (area: Area, group: (typeof groups)[number][1]): string => {
    const sections = group.map(
      (explanation) => `## ${nameOf(explanation.code)}\n\n${explanationMarkdown(explanation)}`,
    );
    return `# \`${area}/…\`: ${areas[area]}\n\n[All codes](README.md)\n\n${sections.join('\n')}`;
  };
  const list = groups.map(([area, group]) => {
    const rows = group.map(({ code, title }) => `- [\`${code}\`](${area}.md#${nameOf(code)}): ${title}\n`);
    return `## [${area}](${area}.md): ${areas[area]}\n\n${rows.join('')}`;
  });
  const introduction = `# Diagnostics

Every message of rnc has a code, which never changes its meaning. These pages say what each means and why it is a problem, with an
example that has it and one that has not. \`rnc explain CODE\` shows the same in a terminal.`;
  return new Map([
    ['README.md', `${introduction}\n\n${list.join('\n')}`],
    ...groups.map(([area, group]) => [`${area}.md`, page(area, group)] as const),
  ]);
}
