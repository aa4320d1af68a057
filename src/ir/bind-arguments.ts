import type { Location } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/did-you-mean.ts';
import { functionNames } from '../linking/names.ts';
import { negativeArgument } from '../linking/negative-argument.ts';
import type { Argument, Expression, Name } from '../parser/ast.ts';
import type { GivenAttribute } from './attribute-value.ts';
import { toAttribute } from './attribute-value.ts';
import { evaluate, isDeclared, locate } from './evaluate.ts';
import type { Place } from './frame.ts';
import type { AttributeSpec } from './operator.ts';
import { specOf } from './operator.ts';
import type { OperatorKind } from './operators.ts';
import { attributesOf, operatorOf } from './operators.ts';
import type { Flow } from './session.ts';
import { report } from './session.ts';
import type { Value } from './value.ts';
import { constant } from './value.ts';

/** Attributes by name, with the place of each. */
export type Given = ReadonlyMap<string, GivenAttribute & { readonly at: Location }>;

/** What `defaults` statements set, by operator. */
export type Defaults = ReadonlyMap<OperatorKind, Given>;

const nothingGiven: Given = new Map();

/** Pairs an operator's arguments with its attributes; undefined where one is wrong. */
export function bindArguments(
  kind: OperatorKind,
  given: readonly Argument[],
  place: Place,
  flow: Flow,
): Given | undefined {
  if (given.length === 0) return nothingGiven;
  const { session, site } = place.frame;
  const { attributes } = operatorOf(kind);
  const specs = attributesOf(kind);
  const bound = new Map<string, GivenAttribute & { at: Location }>();
  const waiting = specs.filter(([, spec]) => spec.positional).map(([name]) => name);
  let named: Name | undefined;
  let misplaced = false;
  let sound = true;

  const set = (name: string, attribute: GivenAttribute | undefined, argument: Argument): void => {
    const at = locate(argument, place);
    if (bound.has(name)) {
      report(session, 'value/duplicate-argument', { argument: name }, at, site);
      sound = false;
    } else if (attribute === undefined) sound = false;
    else bound.set(name, { ...attribute, at });
  };

  const convert = (name: string, spec: AttributeSpec, value: Value | undefined, argument: Argument) => {
    if (value === undefined) return undefined;
    const attribute = toAttribute(name, spec, value, session.limits.dimension);
    if (!('code' in attribute)) return attribute;
    report(session, attribute.code, attribute.parameters, locate(argument, place), site);
    return undefined;
  };

  for (const argument of given) {
    const { name, value } = asNamed(argument, attributes);
    if (name !== undefined) {
      const spec = specOf(attributes, name.text);
      if (spec === undefined) {
        unknownArgument(kind, name, place);
        sound = false;
        continue;
      }
      named ??= name;
      const literal = literalOf(spec, value);
      set(name.text, literal ?? convert(name.text, spec, evaluate(value, place, flow), argument), argument);
      continue;
    }
    const word = value.kind === 'name' ? wordAttribute(value.name, specs) : undefined;
    if (word !== undefined) {
      set(word.name, { raw: word.raw, symbolic: constant(word.raw) }, argument);
      const position = waiting.indexOf(word.name);
      if (position >= 0) waiting.splice(position, 1);
      continue;
    }
    const next = waiting.shift();
    if (next === undefined) {
      const limit = specs.filter(([, spec]) => spec.positional).length;
      report(
        session,
        'value/too-many-arguments',
        { of: kind, limit },
        locate(argument, place),
        site,
        usage(kind),
      );
      sound = false;
      break;
    }
    if (named !== undefined && !misplaced) {
      misplaced = true;
      report(session, 'syntax/argument-order', {}, locate(argument, place), site, usage(kind));
      sound = false;
    }
    set(next, convert(next, attributes[next]!, evaluate(value, place, flow), argument), argument);
  }
  return sound ? bound : undefined;

  /** `pad (1, 1, 0, 0)` was read as a call of `pad`, and `pad -1` as a difference. */
  function asNamed(argument: Argument, known: Readonly<Record<string, AttributeSpec>>) {
    const { name, value } = argument;
    const negative = name === undefined ? negativeArgument(value) : undefined;
    if (
      negative !== undefined &&
      specOf(known, negative.name.text) !== undefined &&
      !isDeclared(negative.name.text, place)
    )
      return negative;
    if (name !== undefined || value.kind !== 'call' || functionNames.has(value.callee.text))
      return { name, value };
    if (specOf(known, value.callee.text) === undefined) return { name, value };
    const items = value.arguments.map((item) => item.value);
    const tuple: Expression = items.length === 1 ? items[0]! : { kind: 'tuple', items, span: value.span };
    return { name: value.callee, value: tuple };
  }
}

/** `bias`, `global`: a flag by its name. `bilinear`: a choice that stands alone. */
function wordAttribute(word: string, specs: readonly (readonly [string, AttributeSpec])[]) {
  for (const [name, spec] of specs) {
    if (spec.type === 'flag' && name === word) return { name, raw: true };
    if (spec.type === 'choice' && spec.positional && spec.choices.includes(word)) return { name, raw: word };
  }
  return undefined;
}

/** `init zeros`, `pad same`: words that are values of their attribute and not names. */
function literalOf(spec: AttributeSpec, value: Expression): GivenAttribute | undefined {
  if (value.kind !== 'name') return undefined;
  if (spec.type === 'choice' && spec.choices.includes(value.name))
    return { raw: value.name, symbolic: constant(value.name) };
  return spec.type === 'padding' && value.name === 'same' ? { raw: 'same', symbolic: undefined } : undefined;
}

function unknownArgument(kind: OperatorKind, name: Name, place: Place): void {
  const { session, site } = place.frame;
  const at = locate(name, place);
  const near = didYouMean(name.text, Object.keys(operatorOf(kind).attributes));
  const fixes = near === undefined ? [] : [{ title: `write \`${near}\``, edits: [{ ...at, text: near }] }];
  const help = near === undefined ? usage(kind) : { help: `did you mean \`${near}\`?` };
  report(session, 'value/unknown-argument', { of: kind, argument: name.text }, at, site, { ...help, fixes });
}

/** The operator's arguments in one line: `conv kernel, filters, stride …, pad …`. */
export function usage(kind: OperatorKind): { readonly help: string } {
  const words = Object.entries(operatorOf(kind).attributes).map(([name, spec]) => {
    if (spec.type === 'flag') return `[${name}]`;
    return spec.positional ? name : `[${name} …]`;
  });
  return {
    help:
      words.length === 0 ? `\`${kind}\` takes no arguments` : `its arguments: ${kind} ${words.join(', ')}`,
  };
}

/** The same attributes, evaluated in another frame: what `defaults` carries into the blocks that are called. */
export function withDefaults(defaults: Defaults, kind: OperatorKind, given: Given): Defaults {
  const settled = [...given].map(
    ([name, attribute]) => [name, { ...attribute, symbolic: undefined }] as const,
  );
  return new Map([...defaults, [kind, new Map([...(defaults.get(kind) ?? []), ...settled])]]);
}
