import type {
  Body,
  Branch,
  Invocation,
  Label,
  Shortcut,
  StageOption,
  Statement,
  StatementOf,
} from '../parser/ast.ts';
import { documented, type Lines } from './lines.ts';
import { printCallArguments, printExpression, printOperatorArguments } from './print-expression.ts';

/** A statement's lines, with its label and the `///` lines above it. */
export function printStatement(statement: Statement): Lines {
  const [first, ...rest] = printVariant(statement);
  return documented(statement.documentation, [`${printLabel(statement.label)}${first}`, ...rest]);
}

function printLabel(label: Label | undefined): string {
  if (label === undefined) return '';
  const parts = label.parts.map((part) => (typeof part === 'string' ? part : `{${printExpression(part)}}`));
  return `${parts.join('')}: `;
}

function printVariant(statement: Statement): Lines {
  switch (statement.kind) {
    case 'operator':
      return [`${statement.operator.text}${printOperatorArguments(statement.arguments)}`];
    case 'call':
      return [printInvocation(statement.call)];
    case 'input':
      return [`input ${printExpression(statement.shape)}`];
    case 'part':
      return printBody(`${statement.name.text} `, statement.body);
    case 'group':
      return printBody('', statement.body);
    case 'stage':
      return [
        [`stage ${printExpression(statement.blocks)}`, ...statement.options.map(printOption)].join(', '),
      ];
    case 'repeat':
      return printBody(
        `repeat ${statement.variable.text} in ${printExpression(statement.count)} `,
        statement.body,
      );
    case 'residual':
      return printResidual(statement);
    case 'gate':
      return printBody('gate ', statement.body);
    case 'branches':
      return inBraces(`branches ${statement.join.text} `, statement.paths.flatMap(printBranch));
    case 'from':
      return [`from ${statement.name.text}`];
    case 'let':
      return [`let ${statement.name.text} = ${printExpression(statement.value)}`];
    case 'defaults':
      return [`defaults ${statement.operator.text}:${printOperatorArguments(statement.arguments)}`];
    case 'if':
      return printConditional(statement);
    case 'invalid':
      return [''];
  }
}

export function printInvocation({ callee, arguments: given }: Invocation): string {
  return `${callee.text}(${printCallArguments(given)})`;
}

/** Statements in braces, behind the words that begin the line. */
export function printBody(opening: string, { statements }: Body): Lines {
  return inBraces(opening, statements.flatMap(printStatement));
}

function inBraces(opening: string, inner: Lines): Lines {
  if (inner.length === 0) return [`${opening}{}`];
  return [`${opening}{`, ...inner.map((line) => `  ${line}`), '}'];
}

/** What goes on behind a closing brace, on its line. */
function behind(lines: Lines, [first, ...rest]: Lines): Lines {
  return [...lines.slice(0, -1), `${lines.at(-1)}${first}`, ...rest];
}

function printBranch({ label, body }: Branch): Lines {
  return printBody(`${printLabel(label)}path `, body);
}

function printOption({ name, value, on }: StageOption): string {
  return `${name.text} ${printExpression(value)}${on === undefined ? '' : ` on ${on.text}`}`;
}

function printResidual({ body, shortcut }: StatementOf<'residual'>): Lines {
  const path = printBody('residual ', body);
  return shortcut === undefined ? path : behind(path, printShortcut(shortcut));
}

function printShortcut({ form, modifier, expression, body, label }: Shortcut): Lines {
  const chosen = expression === undefined ? undefined : `(${printExpression(expression)})`;
  const words = [' shortcut', chosen ?? form?.text, modifier?.text]
    .filter((word) => word !== undefined)
    .join(' ');
  const own = body === undefined ? [words] : printBody(`${words} `, body);
  return label === undefined ? own : behind(own, [` as ${label.parts.join('')}`]);
}

/** `else if` is an alternative of one bare `if` statement. */
function printConditional({ condition, consequent, alternative }: StatementOf<'if'>): Lines {
  const lines = printBody(`if ${printExpression(condition)} `, consequent);
  if (alternative === undefined) return lines;
  const [only, ...others] = alternative.statements;
  const chained =
    only?.kind === 'if' &&
    others.length === 0 &&
    only.label === undefined &&
    only.documentation === undefined;
  if (!chained) return behind(lines, printBody(' else ', alternative));
  const [first, ...rest] = printConditional(only);
  return behind(lines, [` else ${first}`, ...rest]);
}
