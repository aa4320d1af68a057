import { createColors } from 'picocolors';
import {
  type Area,
  areaOf,
  areas,
  type Block,
  type Example,
  type Explanation,
  type Role,
  usualFile,
} from '../explanation.ts';
import { wrap } from './excerpt.ts';
import type { HumanOptions } from './human.ts';
import { printableLines } from './printable.ts';

/** Longer lines are hard to read, however wide the terminal is. */
const widest = 96;
const widthWithoutTerminal = 80;

const widthOf = (options: HumanOptions): number => Math.min(options.width ?? widthWithoutTerminal, widest);

/** An explanation for a terminal. */
export function explanationText(explanation: Explanation, options: HumanOptions): string {
  const { code, severity, title, blocks } = explanation;
  const colours = createColors(options.colour);
  const width = widthOf(options);
  const paint = severity === 'error' ? colours.red : colours.yellow;
  const painted = { given: String, wrong: paint, right: colours.green } as const satisfies Record<
    Role,
    unknown
  >;
  const lines = [`${paint(colours.bold(`${severity}[${code}]`))}${colours.bold(`: ${title}`)}`];
  for (const block of blocks) {
    lines.push('');
    switch (block.kind) {
      case 'paragraph':
        lines.push(...wrap(block.text, width));
        break;
      case 'list':
        for (const item of block.items) lines.push(...hanging('- ', wrap(item, width - 4)));
        break;
      case 'example':
        lines.push(colours.bold(painted[block.role](`${captionOf(block, explanation)}:`)), '');
        lines.push(
          ...printableLines(block.text)
            .split('\n')
            .map((line) => (line === '' ? '' : `    ${line}`)),
        );
        break;
    }
  }
  return `${lines.join('\n')}\n`;
}

/** The same as Markdown, to stand below a heading with the code. */
export function explanationMarkdown(explanation: Explanation): string {
  const { severity, title, blocks } = explanation;
  const parts = blocks.map((block) => markdownOf(block, explanation));
  const first = `**${severity === 'error' ? 'Error' : 'Warning'}: ${title}.**`;
  return `${[first, ...parts].join('\n\n')}\n`;
}

function markdownOf(block: Block, explanation: Explanation): string {
  switch (block.kind) {
    case 'paragraph':
      return block.text;
    case 'list':
      return block.items.map((item) => `- ${item}`).join('\n');
    case 'example':
      return `${captionOf(block, explanation)}:\n\n\`\`\`${block.language}\n${printableLines(block.text)}\n\`\`\``;
  }
}

/** Codes by area, a line each where no terminal's width breaks it. */
export function listText(explanations: readonly Explanation[], options: HumanOptions): string {
  const colours = createColors(options.colour);
  const longest = Math.max(...explanations.map(({ code }) => code.length));
  const groups = byArea(explanations).map(([area, group]) => {
    const rows = group.flatMap(({ code, title }) =>
      hanging(
        code.padEnd(longest + 2),
        wrap(title, Math.max(20, (options.width ?? Number.POSITIVE_INFINITY) - longest - 4)),
      ),
    );
    return `${colours.bold(area)}: ${areas[area]}\n${rows.map((row) => `${row}\n`).join('')}`;
  });
  return groups.join('\n');
}

export function listMarkdown(explanations: readonly Explanation[]): string {
  const groups = byArea(explanations).map(([area, group]) => {
    const rows = group.map(({ code, title }) => `- \`${code}\`: ${title}\n`);
    return `## ${area}: ${areas[area]}\n\n${rows.join('')}`;
  });
  return groups.join('\n');
}

export function byArea(
  explanations: readonly Explanation[],
): readonly (readonly [Area, readonly Explanation[]])[] {
  return (Object.keys(areas) as Area[])
    .map((area) => [area, explanations.filter(({ code }) => areaOf(code) === area)] as const)
    .filter(([, group]) => group.length > 0);
}

/** Indented lines behind a word or sign that stands out. */
const hanging = (sign: string, lines: readonly string[]): readonly string[] =>
  lines.map((line, index) => `  ${index === 0 ? sign : ' '.repeat(sign.length)}${line}`);

const words = { given: '', wrong: 'Wrong', right: 'Right' } as const satisfies Record<Role, string>;

/** `Wrong`; with several files, or commands that name them, also which of them this is. */
function captionOf({ role, file, text }: Example, { blocks }: Explanation): string {
  const several = blocks.some((block) => block.kind === 'example' && block.file !== usualFile);
  const named = several ? (file ?? (text.includes('\n') ? 'commands' : 'command')) : '';
  const caption = [words[role], named].filter((word) => word !== '').join(', ');
  return caption.replace(/^command/, 'Command');
}
