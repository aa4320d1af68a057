/**
 * Ratios measured side by side in one run, since machines are noisy; never asserted in a test.
 *
 *   npm run bench                  everything
 *   npm run bench -- check         only the lines whose name contains the word
 *   npm run bench -- wgsl --markdown --rounds 5 --dawn enable-dawn-features=skip_validation
 */
import { cpus } from 'node:os';
import { Command } from 'commander';
import { compilerLines } from './compiler-lines.ts';
import { editorLines } from './editor-lines.ts';
import type { Line, Settings } from './line.ts';
import { markdownTable } from './markdown-table.ts';
import { onnxLines } from './onnx-lines.ts';
import { terminalTable } from './print-table.ts';
import { tfjsLines } from './tfjs-lines.ts';
import { wgslLines } from './wgsl/lines.ts';

const command = new Command('npm run bench --')
  .argument('[word]', 'only the lines whose name contains it', '')
  .option('--markdown', 'tables as Markdown')
  .option('--rounds <number>', 'rounds of each measurement', Number)
  .option('--dawn <toggles...>', 'toggles for Dawn where rnc and tfjs use it', [])
  .parse();
const values = command.opts<{ markdown?: true; rounds?: number; dawn: readonly string[] }>();
const settings: Settings = { rounds: values.rounds, dawn: values.dawn };
const lines: readonly Line[] = [...compilerLines, ...editorLines, ...onnxLines, ...tfjsLines, ...wgslLines];
const [wanted = ''] = command.processedArgs as [string?];
const asTable = values.markdown ? markdownTable : terminalTable;

console.log(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}\n`);
for (const { name, target, run } of lines) {
  if (!name.includes(wanted)) continue;
  try {
    const result = await run(settings);
    const title = values.markdown ? `### ${name}` : name;
    console.log(
      typeof result === 'string'
        ? `${name}: ${result}; target ${target}`
        : `\n${title}\n\nTarget: ${target}\n\n${asTable(result)}\n`,
    );
  } catch (error) {
    process.exitCode = 1;
    console.log(`${name}: FAILED: ${error instanceof Error ? error.message : error}`);
  }
}
