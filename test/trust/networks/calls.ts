import type {
  Argument,
  BlockDeclaration,
  Expression,
  Parameter,
  StageOption,
  Statement,
} from '../../../src/parser/ast.ts';
import type { Block, BlockParameter } from './block.ts';
import { nameIn } from './call-names.ts';
import { exact, exactInt } from './expressions.ts';
import { libraryBlocks } from './files.ts';
import { finish } from './joins.ts';
import { freshLabel, labelled, labelWithIndex, remark } from './labels.ts';
import type { Frame, Place } from './place.ts';
import { fits, freshWord, shapeOf } from './place.ts';
import { probe } from './probe.ts';
import { writeSome } from './statements.ts';
import { someValue } from './structures.ts';
import {
  argument,
  binary,
  body,
  call,
  extent,
  int,
  invocation,
  name,
  ref,
  span,
  statement,
} from './syntax.ts';
import type { Value, ValueOf } from './values.ts';
import { annotation } from './values.ts';
import { variableNames } from './variable-names.ts';

/** What a call calls, by the name that it has here, and the arguments that are still open. */
interface Callee {
  readonly name: string;
  readonly open: readonly BlockParameter[];
}

/** `unit(8, stride = 2)` */
export function blockCall(place: Place): readonly Statement[] | undefined {
  const { choices } = place.draft;
  const callee = choose(place);
  if (callee === undefined) return undefined;
  const made = statement({ kind: 'call', call: invocation(callee.name, callArguments(place, callee)) });
  const result = probe(place, made);
  if (result === undefined || !accept(place, result)) return undefined;
  return [labelled(place, { ...made, documentation: remark(place) }, choices.oneIn(2))];
}

/** `stage 3 x unit(8), stride 2 on last` */
export function stage(place: Place): readonly Statement[] | undefined {
  const { choices } = place.draft;
  const callee = choose(place);
  if (callee === undefined) return undefined;
  const count = choices.oneIn(8) ? 0 : choices.between(1, 3);
  const options: StageOption[] = callee.open
    .filter(({ usual }) => usual.type === 'int' && choices.oneIn(2))
    .slice(0, 2)
    .map((parameter) => ({
      name: name(parameter.name),
      value: exactInt(place, choices.between(1, 4)),
      on: choices.pick([undefined, name('first'), name('last')]),
      span: span(),
    }));
  const given = callArguments(place, callee).map((each) => withIndex(place, each));
  const blocks = extent(exactInt(place, count, 1), call(callee.name, ...given));
  const bare = statement({ kind: 'stage', blocks, options });
  // Blocks under a label with holes are called by it alone: they would be called alike in every round of a repeat.
  const way = place.holes.length > 0 ? 0 : choices.below(3);
  const label = [undefined, () => freshLabel(place), () => labelWithIndex(place, 'index', count)][way]?.();
  const made = { ...bare, label };
  const result = probe(place, made);
  if (result === undefined || !accept(place, result)) return undefined;
  return [finish(place, made, label)];
}

/** An argument that differs from block to block. */
function withIndex({ draft: { choices } }: Place, given: Argument): Argument {
  if (given.value.kind !== 'integer' || !choices.oneIn(5)) return given;
  return {
    ...given,
    value: binary(given.value, choices.pick(['+', '*']), binary(ref('index'), '+', int(1))),
  };
}

function accept(place: Place, { shape, isInput, operators }: NonNullable<ReturnType<typeof probe>>): boolean {
  if (!fits(shape) || operators * place.copies > place.draft.budget) return false;
  Object.assign(place, { shape, isInput: isInput && place.isInput });
  place.draft.budget -= operators * place.copies;
  return true;
}

/** A block of the library, one that was called before, one that a parameter holds, or a new one. */
function choose(place: Place): Callee | undefined {
  const { choices, blocks } = place.draft;
  const { file, level } = place.frame;
  const held = place.variables.filter(
    (each): each is { name: string; value: ValueOf<'block'> } => each.value.type === 'block',
  );
  const known = blocks.filter((block) => block.file.position >= file.position);
  const nameOf = nameIn(place);
  const byName = (block: Block): Callee => ({ name: nameOf(block), open: block.parameters });
  switch (choices.below(4)) {
    case 0:
      if (held.length > 0) {
        const { name: callee, value } = choices.pick(held);
        return { name: callee, open: value.block.parameters.filter((each) => !value.bound.has(each.name)) };
      }
      break;
    case 1:
      if (known.length > 0) return byName(choices.pick(known));
      break;
    case 2:
      return byName(choices.pick(libraryBlocks));
  }
  if (level >= 3 || place.draft.budget < 4 || choices.ended) return undefined;
  return byName(declare(place));
}

/** Positional arguments, then named ones; those with defaults may be left out. */
function callArguments(place: Place, { open }: Callee): readonly Argument[] {
  const { choices } = place.draft;
  const given = open.filter((parameter) => parameter.default === undefined || choices.oneIn(2));
  const inOrder = given.findIndex((parameter, at) => parameter !== open[at]);
  const most = inOrder < 0 ? given.length : inOrder;
  const positional = choices.oneIn(2) ? most : choices.below(most + 1);
  const values = given.map((parameter) => argumentFor(place, parameter));
  const namedOnes = given
    .slice(positional)
    .map((parameter, at) => argument(values[positional + at]!, parameter.name));
  return [...values.slice(0, positional).map((value) => argument(value)), ...choices.shuffled(namedOnes)];
}

/** What the block was made for, mostly. */
function argumentFor(place: Place, { usual }: BlockParameter): Expression {
  const { choices } = place.draft;
  const other = choices.oneIn(4);
  if (usual.type === 'int' && other) return exactInt(place, choices.between(1, 8));
  if (usual.type === 'bool' && other) return exact(place, { type: 'bool', value: !usual.value });
  if (usual.type === 'block') {
    const visible = [...place.draft.blocks, ...libraryBlocks].filter(
      (block) => block.file.position >= place.frame.file.position,
    );
    const isVisible = visible.includes(usual.block);
    if (!isVisible || other)
      return exact(place, { type: 'block', block: choices.pick(visible), bound: noneBound });
  }
  return exact(place, usual);
}

const noneBound: ReadonlyMap<string, Value> = new Map();

const blockNames = ['unit', 'cell', 'bottle_neck', 'Layer', 'squeeze', 'plain', 'transition_down'];

/** A new block, made for the value at the place. */
function declare(place: Place): Block {
  const { choices, blocks, files } = place.draft;
  const own = place.frame.file;
  const file = choices.oneIn(4)
    ? choices.pick(files.filter(({ position }) => position >= own.position))
    : own;
  const wish = choices.pick(blockNames);
  const frame: Frame = { file, words: new Set(), level: place.frame.level + 1 };
  const inner: Place = {
    ...{ draft: place.draft, frame, shape: shapeOf(place), isInput: false, variables: [], values: [] },
    ...{ defaults: [], holes: [], copies: place.copies, depth: 1 },
  };
  const parameters = declareParameters(inner, choices.below(4));
  const before = place.draft.budget;
  const statements = writeSome(inner, 6);
  // The call counts them.
  place.draft.budget = before;
  const taken = blocks.filter((block) => block.wish === wish).length;
  const text = place.draft.spell(taken === 0 ? wish : `${wish}_${taken + 1}`);
  const declaration: BlockDeclaration = {
    ...{ kind: 'block', name: name(text), parameters: parameters.map(({ written }) => written) },
    ...{ documentation: remark(place), body: body(statements), span: span() },
  };
  file.declare(declaration);
  const block: Block = {
    name: text,
    wish,
    file,
    declaration,
    parameters: parameters.map(({ own: parameter }) => parameter),
  };
  blocks.push(block);
  return block;
}

interface Declared {
  readonly written: Parameter;
  readonly own: BlockParameter;
}

/** Parameters, and with them the variables of the body. */
export function declareParameters(place: Place, count: number): readonly Declared[] {
  const { choices } = place.draft;
  return Array.from({ length: count }, () => {
    const value = parameterValue(place);
    const text = place.draft.spell(freshWord(place.frame, choices.pick(variableNames)));
    const isDefault = value.type !== 'block' && choices.oneIn(2);
    const written: Parameter = {
      name: name(text),
      type: choices.oneIn(isDefault ? 3 : 8) ? undefined : annotation(value, choices.oneIn(3)),
      default: isDefault ? exact({ ...place, shape: undefined }, value) : undefined,
      documentation: remark(place),
      span: span(),
    };
    place.variables.push({ name: text, value });
    return { written, own: { name: text, usual: value, default: written.default } };
  });
}

function parameterValue(place: Place): Value {
  const { choices, blocks } = place.draft;
  const { file } = place.frame;
  if (!choices.oneIn(5)) return someValue(place);
  const visible = [
    ...blocks.filter((block) => block.file.position >= file.position),
    ...libraryBlocks.slice(0, 6),
  ];
  const block = choices.pick(visible);
  const bindable = block.parameters.filter(({ usual }) => usual.type !== 'block' && choices.oneIn(3));
  return {
    type: 'block',
    block,
    bound: new Map(bindable.map((parameter) => [parameter.name, parameter.usual])),
  };
}
