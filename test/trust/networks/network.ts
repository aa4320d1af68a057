import type { SourceFile } from '../../../src/diagnostics/source.ts';
import { print } from '../../../src/format/print.ts';
import type { Loader } from '../../../src/index.ts';
import type { Shape } from '../../../src/ir/shape.ts';
import type { Argument, Module, NetworkDeclaration, Statement } from '../../../src/parser/ast.ts';
import { declareParameters } from './calls.ts';
import { Choices } from './choices.ts';
import { exact } from './expressions.ts';
import { GeneratedFile } from './files.ts';
import { freshLabel, nameValue, remark } from './labels.ts';
import type { Draft, Place } from './place.ts';
import { shapeOf } from './place.ts';
import { writeSome } from './statements.ts';
import { defaults, letStatement } from './structures.ts';
import { argument, body, extent, invocation, name, operator, span, statement } from './syntax.ts';

/** A valid network, its files, and what the generator knows of it. */
export interface GeneratedNetwork {
  /** The root first. */
  readonly modules: readonly Module[];
  readonly files: readonly SourceFile[];
  readonly load: Loader;
  /** The networks of the root that can be compiled without arguments. */
  readonly networks: readonly string[];
  readonly input: Shape;
  readonly output: Shape;
}

const networkNames = ['net', 'resnet18', 'constructor', 'Model', 'input_1', 'class'];

/** Writes a network by the numbers; any list of them gives one. The same numbers give the same one in any spelling of its names. */
export function writeNetwork(
  numbers: readonly number[],
  spell: (name: string) => string = (name) => name,
): GeneratedNetwork {
  const choices = new Choices(numbers);
  const files = [
    new GeneratedFile(`${spell('root')}.resnet`, undefined, 0),
    new GeneratedFile(`${spell('blocks')}.resnet`, `./${spell('blocks')}.resnet`, 1),
    new GeneratedFile(`parts/${spell('more')}.resnet`, `./parts/${spell('more')}.resnet`, 2),
  ];
  const [root] = files;
  const draft: Draft = { choices, files, blocks: [], budget: choices.between(6, 40), spell };
  const place: Place = {
    ...{
      draft,
      frame: { file: root!, words: new Set(), level: 0 },
      shape: undefined,
      isInput: false,
      variables: [],
    },
    ...{ values: [], defaults: [], holes: [], copies: 1, depth: 0 },
  };
  const isFamily = choices.oneIn(3);
  const parameters = choices.oneIn(3) || isFamily ? declareParameters(place, choices.between(1, 3)) : [];
  const before = choices.oneIn(4) ? [...letStatement(place), ...defaults(place)] : [];
  const input: Shape = [choices.between(1, 8), choices.between(1, 12), choices.between(1, 12)];
  const shape = extent(...input.map((size) => exact(place, { type: 'int', value: size }, 1)));
  Object.assign(place, { shape: input, isInput: true });
  const entrance = {
    ...statement({ kind: 'input', shape }),
    documentation: remark(place),
    label: choices.oneIn(3) ? freshLabel(place) : undefined,
  };
  if (entrance.label !== undefined) nameValue(place, entrance.label);
  const statements: Statement[] = [...before, entrance, ...writeSome(place, 15)];
  if (place.isInput) statements.push(operator('relu'));
  const wish = choices.pick(networkNames);
  const text = spell(wish);
  const main: NetworkDeclaration = {
    ...{ kind: 'network', name: name(text), parameters: parameters.map(({ written }) => written) },
    ...{ documentation: remark(place), definition: body(statements), span: span() },
  };
  root!.declarations.push(main);
  const isOpen = parameters.some(({ written }) => written.default === undefined);
  const members =
    isFamily || isOpen ? [spell(`${wish}_one`), ...(choices.oneIn(3) ? [spell(`${wish}_two`)] : [])] : [];
  for (const member of members) root!.declarations.push(memberOf(place, text, member, parameters));
  const modules = files
    .filter((file) => file.position === 0 || file.declarations.length > 0)
    .map((file) => moduleOf(file, choices));
  return {
    modules,
    files: modules.map((module) => ({ name: module.file.name, text: print(module) })),
    load: (path) => loadFrom(modules, path),
    networks: [...(isOpen ? [] : [text]), ...members],
    ...{ input, output: shapeOf(place) },
  };
}

/** `network one = family(unit, [2, 2])`, perhaps with a parameter of its own. */
function memberOf(
  { draft, frame }: Place,
  family: string,
  member: string,
  parameters: ReturnType<typeof declareParameters>,
): NetworkDeclaration {
  const { choices } = draft;
  const place = { draft, frame: { ...frame, words: new Set<string>() }, variables: [], shape: undefined };
  const given = parameters
    .filter(({ written }) => written.default === undefined || choices.oneIn(3))
    .map(({ own }): Argument => argument(exact(place, own.usual), own.name));
  return {
    ...{ kind: 'network', name: name(member), parameters: [], documentation: remark({ draft }) },
    ...{ definition: invocation(family, choices.shuffled(given)), span: span() },
  };
}

function moduleOf(file: GeneratedFile, choices: Choices): Module {
  const declarations = choices.shuffled(file.declarations);
  const documentation = choices.oneIn(6) ? 'A file.' : undefined;
  return {
    ...{ file: { name: file.name, text: '' }, documentation, imports: file.imports(), declarations },
    ...{ broken: new Set<string>(), span: span() },
  };
}

function loadFrom(modules: readonly Module[], path: string): ReturnType<Loader> {
  const found = modules.find(({ file }) => path === `./${file.name}`);
  if (found === undefined) return { kind: 'missing', tried: [path] };
  return { kind: 'file', file: { name: found.file.name, text: print(found) } };
}
