import type { AttributeSpec } from '../ir/operator.ts';
import type { OperatorKind } from '../ir/operators.ts';
import { attributesOf } from '../ir/operators.ts';
import type { Entity } from '../linking/program.ts';
import type { Parameter } from '../parser/ast.ts';

/** What may be given to an operator or a block, in one line, and where each of its parts stands there. */
export interface Signature {
  readonly text: string;
  readonly parameters: readonly SignatureParameter[];
}

export interface SignatureParameter {
  readonly name: string;
  /** In the signature's text. */
  readonly start: number;
  readonly end: number;
  readonly documentation: string | undefined;
}

/** `block basic(width: int, stride: int = 1)`, as it is written but on one line. */
export function signatureOf(entity: Entity): Signature {
  const { declaration, module } = entity;
  const parameters = declaration.parameters.map((parameter) => ({
    name: parameter.name.text,
    text: writtenParameter(parameter, module.file.text),
    documentation: parameter.documentation,
  }));
  const start = `${declaration.kind} ${declaration.name.text}`;
  const bare = declaration.kind === 'network' && parameters.length === 0;
  return bare ? { text: start, parameters: [] } : join(`${start}(`, parameters, ')');
}

export function writtenParameter({ name, type, default: value }: Parameter, text: string): string {
  const cut = ({ start, end }: { start: number; end: number }): string =>
    text.slice(start, end).replaceAll(/\s+/g, ' ');
  const typed = type === undefined ? '' : `: ${cut(type.span)}`;
  return `${name.text}${typed}${value === undefined ? '' : ` = ${cut(value.span)}`}`;
}

/** `conv kernel, filters, [stride 1], [pad …], [bias]`: what is in brackets may be left out. */
export function signatureOfOperator(kind: OperatorKind): Signature {
  const parameters = attributesOf(kind).map(([name, spec]) => ({
    name,
    text: writtenAttribute(name, spec),
    documentation: `${spec.summary}${defaultOf(spec)}`,
  }));
  return join(parameters.length === 0 ? kind : `${kind} `, parameters, '');
}

function writtenAttribute(name: string, spec: AttributeSpec): string {
  if (spec.positional && !isOptional(spec)) return name;
  if (spec.type === 'flag') return `[${name}]`;
  return spec.positional ? `[${name}]` : `[${name} …]`;
}

export function isOptional(spec: AttributeSpec): boolean {
  if (spec.type === 'extent') return spec.unless !== undefined;
  return spec.default !== undefined;
}

function defaultOf(spec: AttributeSpec): string {
  if (spec.type === 'extent' || spec.default === undefined || spec.type === 'padding') return '';
  if (spec.type === 'flag') return spec.default ? ' Unless written: yes.' : '';
  return spec.default === 'kernel' ? '' : ` Unless written: ${spec.default}.`;
}

function join(
  before: string,
  parts: readonly {
    readonly name: string;
    readonly text: string;
    readonly documentation: string | undefined;
  }[],
  behind: string,
): Signature {
  let text = before;
  const parameters = parts.map(({ name, text: part, documentation }, position) => {
    if (position > 0) text += ', ';
    const start = text.length;
    text += part;
    return { name, start, end: text.length, documentation };
  });
  return { text: text + behind, parameters };
}
