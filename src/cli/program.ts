import { Command } from 'commander';
import { version } from '../generated/version.ts';
import { checkCommand } from './check.ts';
import { compileCommand } from './compile.ts';
import { completionsCommand } from './completions.ts';
import { diffCommand } from './diff.ts';
import { explainCommand } from './explain.ts';
import { fmtCommand } from './fmt.ts';
import { initCommand } from './init.ts';
import { lspCommand } from './lsp.ts';
import { pictureCommand } from './picture.ts';
import { reportCommand } from './report.ts';
import { runCommand } from './run.ts';
import { tuneCommand } from './tune.ts';
import { verifyCommand } from './verify.ts';
import { weightsCommand } from './weights-command.ts';

/** The whole command line. Each command loads what it needs when it runs, so that starting stays quick. */
export function makeProgram(): Command {
  const program = new Command('rnc')
    .description(
      'Compiles neural-network architectures, written as in a paper’s table, to checked, readable code.',
    )
    .version(version, '-V, --version', 'print the version')
    .option('--no-color', 'print without colours (as NO_COLOR does)')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .showSuggestionAfterError()
    .showHelpAfterError('(`rnc help` and `rnc help COMMAND` explain the usage)')
    .addHelpText(
      'after',
      `
Examples:
  rnc init mynet                                   start a spec, mynet.resnet
  rnc check mynet.resnet                           is it right?
  rnc report mynet.resnet                          parameters, MACs, shapes per stage
  rnc compile mynet.resnet --target tfjs -o out    readable TensorFlow.js
  rnc compile mynet.resnet --target wgsl -o gpu    a WebGPU program with its own page
  rnc run mynet.resnet --input cat.png             run it on a picture

Exit codes:
  0 fine, 1 the input is wrong, 2 wrong usage or a file problem, 70 a bug in rnc`,
    );
  for (const command of [
    checkCommand(),
    fmtCommand(),
    compileCommand(),
    reportCommand(),
    pictureCommand(),
    diffCommand(),
    runCommand(),
    verifyCommand(),
    weightsCommand(),
    tuneCommand(),
    initCommand(),
    explainCommand(),
    lspCommand(),
    completionsCommand(),
  ]) {
    program.addCommand(command.copyInheritedSettings(program));
    for (const inner of command.commands) inner.copyInheritedSettings(program);
  }
  const commands = program.commands.flatMap((command) => [command, ...command.commands]);
  for (const command of [program, ...commands]) command.exitOverride();
  return program;
}
