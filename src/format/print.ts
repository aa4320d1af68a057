import type { Declaration, Import, Module, Parameter, TypeAnnotation } from '../parser/ast.ts';
import { documented, type Lines, printDocumentation } from './lines.ts';
import { printExpression } from './print-expression.ts';
import { printBody, printInvocation } from './print-statement.ts';

/**
 * The one text of a module that was read without errors: parsing it gives the same module, at other places. Comments that document
 * nothing (`//`) are not in a module, and so not in its text.
 */
export function print({ documentation, imports, declarations }: Module): string {
  const parts: readonly Lines[] = [
    printDocumentation(documentation),
    imports.map(printImport),
    ...declarations.map(printDeclaration),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => `${line}\n`).join(''))
    .join('\n');
}

function printImport({ names, path }: Import): string {
  const items = names.map(({ name, alias }) =>
    alias === undefined ? name.text : `${name.text} as ${alias.text}`,
  );
  const from = printExpression({ kind: 'string', value: path.text, span: path.span });
  return `import { ${items.join(', ')} } from ${from}`;
}

function printDeclaration(declaration: Declaration): Lines {
  const { kind, name, parameters, documentation } = declaration;
  const list = kind === 'network' && parameters.length === 0 ? [''] : printParameters(parameters);
  const opening = [...list.slice(0, -1), `${list.at(-1)} `];
  opening[0] = `${kind} ${name.text}${opening[0]}`;
  const definition = kind === 'block' ? declaration.body : declaration.definition;
  const last = opening.at(-1)!;
  const lines =
    definition.kind === 'body' ? printBody(last, definition) : [`${last}= ${printInvocation(definition)}`];
  return documented(documentation, [...opening.slice(0, -1), ...lines]);
}

const longestLine = 100;

/** On one line, unless one of them is documented or the line would be long. */
function printParameters(parameters: readonly Parameter[]): Lines {
  const line = `(${parameters.map(printParameter).join(', ')})`;
  const isDocumented = parameters.some(({ documentation }) => documentation !== undefined);
  if (!isDocumented && line.length <= longestLine) return [line];
  const lines = parameters.flatMap((parameter, position) => {
    const comma = position < parameters.length - 1 ? ',' : '';
    return documented(parameter.documentation, [`${printParameter(parameter)}${comma}`]);
  });
  return ['(', ...lines.map((each) => `  ${each}`), ')'];
}

function printParameter({ name, type, default: value }: Parameter): string {
  const annotation = type === undefined ? '' : `: ${printType(type)}`;
  return `${name.text}${annotation}${value === undefined ? '' : ` = ${printExpression(value)}`}`;
}

function printType({ base, lengths }: TypeAnnotation): string {
  return `${base.text}${lengths.map((length) => `[${length ?? ''}]`).join('')}`;
}
