import { CompletionItemKind } from 'vscode-languageserver';
import { specOf } from '../ir/operator.ts';
import { attributesOf, operatorOf } from '../ir/operators.ts';
import type { Entity } from '../linking/program.ts';
import type { Parameter } from '../parser/ast.ts';
import { valuesExpected } from './completion-values.ts';
import type { CallArguments, OperatorArguments } from './expected.ts';
import { exportsOf, libraryModules } from './library-modules.ts';
import type { Proposal } from './proposals.ts';
import { attributeProposal, parameterProposal, Rank, word } from './proposals.ts';
import type { Typing } from './typing.ts';

/** Behind `conv 3x3, `: the arguments that are not given yet, and the values that may stand alone. */
export function attributesExpected(typing: Typing, { operator, given, positional, name }: OperatorArguments) {
  const attributes = attributesOf(operator);
  if (name !== undefined) return valuesOfAttribute(typing, operator, name);
  const byPosition = attributes.filter(([, spec]) => spec.positional).map(([attribute]) => attribute);
  const taken = new Set([...given, ...byPosition.slice(0, positional)]);
  const free = attributes.filter(([attribute]) => !taken.has(attribute));
  const words = free.flatMap(([, spec]) => (spec.type === 'choice' && spec.positional ? spec.choices : []));
  return [
    ...free.map(([attribute, spec]) => attributeProposal(attribute, spec, typing.extent)),
    ...choices(words),
    ...(positional < byPosition.length ? valuesExpected(typing, 'int') : []),
  ];
}

function valuesOfAttribute(
  typing: Typing,
  operator: OperatorArguments['operator'],
  name: string,
): readonly Proposal[] {
  const spec = specOf(operatorOf(operator).attributes, name);
  if (spec === undefined)
    return ['and', 'or'].map((text) => word(text, CompletionItemKind.Keyword, Rank.Nearest));
  if (spec.type === 'choice') return choices(spec.choices);
  const words = spec.type === 'padding' ? choices(['same']) : [];
  return [...words, ...valuesExpected(typing, spec.type === 'flag' ? 'bool' : 'int')];
}

function choices(names: readonly string[]): readonly Proposal[] {
  return names.map((name) => word(name, CompletionItemKind.EnumMember, Rank.Nearest));
}

/** Inside a call's parentheses: the parameters that are not given yet, and values. */
export function parametersExpected(typing: Typing, { callee, given, positional, name }: CallArguments) {
  const { parameters, text } = calleeOf(typing, callee);
  const open = parameters.filter((parameter) => !given.includes(parameter.name.text));
  const type = (parameter: Parameter | undefined): string | undefined => parameter?.type?.base.text;
  if (name !== undefined)
    return valuesExpected(typing, type(parameters.find((parameter) => parameter.name.text === name)));
  const left = isKnown(typing, callee) ? open.slice(positional) : open;
  const named = left.map((parameter) => parameterProposal(parameter, text(parameter), ' = ', typing.extent));
  return given.length > 0 ? named : [...named, ...valuesExpected(typing, type(left[0]))];
}

/** Behind `stage 3 x unit(64), `. */
export function optionsExpected(typing: Typing, callee: string, given: readonly string[]) {
  const { parameters, text } = calleeOf(typing, callee);
  return parameters
    .filter((parameter) => !given.includes(parameter.name.text))
    .map((parameter) => parameterProposal(parameter, text(parameter), ' ', typing.extent));
}

function isKnown({ root, typed }: Typing, callee: string): boolean {
  const isLocal = typed.braces.some(({ names }) => names.some(({ name }) => name === callee));
  return !isLocal && root.names.has(callee);
}

/** The callee's parameters; where a parameter is called, those of all blocks that it may well be. */
function calleeOf(typing: Typing, callee: string) {
  const { root } = typing;
  const known = [...root.names.values()].filter(({ kind }) => kind === 'block');
  const blocks = known.length > 0 ? known : [...libraryModules().values()].flatMap(exportsOf);
  const entities = isKnown(typing, callee) ? [root.names.get(callee)!] : blocks;
  const owners = new Map<Parameter, Entity>();
  const names = new Set<string>();
  for (const entity of entities)
    for (const parameter of entity.declaration.parameters) {
      if (names.has(parameter.name.text)) continue;
      names.add(parameter.name.text);
      owners.set(parameter, entity);
    }
  return {
    parameters: [...owners.keys()],
    text: (parameter: Parameter): string => owners.get(parameter)!.module.file.text,
  };
}
