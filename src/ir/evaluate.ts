import type { Location } from '../diagnostics/diagnostic.ts';
import { functionNames } from '../linking/names.ts';
import type { Argument, Expression, Name } from '../parser/ast.ts';
import { applyBinary, applyFunction, invert, negate } from './arithmetic.ts';
import type { JoinTarget, Place, Variables } from './frame.ts';
import type { Fault } from './operator.ts';
import { asArgument } from './parameter-type.ts';
import type { Flow } from './session.ts';
import { compute, find, report, shapeOf } from './session.ts';
import type { Axis, FunctionName } from './symbolic.ts';
import type { Value, ValueOf } from './value.ts';
import { bool, float, int, showValue, string, withoutOrigin } from './value.ts';
import { extentOf, extentOfAll } from './value-extent.ts';

/** What an expression is worth at a place, or undefined where it is wrong (reported) or depends on what is wrong. */
export function evaluate(expression: Expression, place: Place, flow: Flow): Value | undefined {
  const { session, site } = place.frame;
  if (session.spent.exhausted) return undefined;
  const value = evaluatePart(expression, place, flow);
  // Whoever asked for a list reads all of it.
  const { values } = value === undefined ? nothing : extentOf(value);
  return compute(session, values, locate(expression, place), site) ? value : undefined;
}

const nothing = { values: 1 };

function evaluatePart(expression: Expression, place: Place, flow: Flow): Value | undefined {
  switch (expression.kind) {
    case 'invalid':
      return undefined;
    case 'integer':
      return int(expression.value);
    case 'float':
      return float(expression.value);
    case 'boolean':
      return bool(expression.value);
    case 'string':
      return string(expression.value);
    case 'name':
      return lookUp(expression.name, place);
    case 'member':
      return member(expression.object.text, expression.member.text, place, flow);
    case 'list':
    case 'tuple':
    case 'extent': {
      const items = evaluateAll(expression.items, place, flow);
      if (items === undefined) return undefined;
      if (!withinLimits(items, expression, place)) return undefined;
      return {
        type: expression.kind,
        items,
        symbolic: { kind: 'list', items: items.map((item) => item.symbolic) },
      };
    }
    case 'index': {
      const list = evaluate(expression.list, place, flow);
      const index = evaluate(expression.index, place, flow);
      return list && index && element(list, index, expression, place);
    }
    case 'call':
      return call(expression, place, flow);
    case 'unary': {
      const operand = evaluate(expression.operand, place, flow);
      if (operand === undefined) return undefined;
      return settle(expression.operator === '-' ? negate(operand) : invert(operand), expression, place);
    }
    case 'binary': {
      const left = evaluate(expression.left, place, flow);
      const right = evaluate(expression.right, place, flow);
      return left && right && settle(applyBinary(expression.operator, left, right), expression, place);
    }
  }
}

/** Refuses lists of very many values, and lists in lists or blocks in blocks deeper than a call stack goes. */
function withinLimits(
  inside: readonly Value[] | ReadonlyMap<string, Value>,
  expression: Expression,
  place: Place,
): boolean {
  const { session, site } = place.frame;
  const { limits } = session;
  const { values, depth } = extentOfAll(inside);
  const at = locate(expression, place);
  if (values - 1 > limits.list)
    report(session, 'limit/list', { values: values - 1, limit: limits.list }, at, site);
  else if (depth > limits.depth) report(session, 'limit/depth', { limit: limits.depth }, at, site);
  else return true;
  return false;
}

export function evaluateAll(
  expressions: readonly Expression[],
  place: Place,
  flow: Flow,
): readonly Value[] | undefined {
  const values = expressions.map((expression) => evaluate(expression, place, flow));
  return values.every((value) => value !== undefined) ? (values as readonly Value[]) : undefined;
}

/** Evaluates what must be a whole number of at least `minimum`. */
export function evaluateCount(
  expression: Expression,
  place: Place,
  flow: Flow,
  what: string,
  minimum: number,
): ValueOf<'int'> | undefined {
  const value = evaluate(expression, place, flow);
  if (value === undefined) return undefined;
  if (value.type === 'int' && value.value >= minimum) return value;
  const expected = `a whole number of at least ${minimum}`;
  report(
    place.frame.session,
    value.type === 'int' ? 'value/range' : 'value/type',
    { what, expected, actual: showValue(value) },
    locate(expression, place),
    place.frame.site,
  );
  return undefined;
}

export function locate(node: { readonly span: Location['span'] }, place: Place): Location {
  return { file: place.frame.module.file.name, span: node.span };
}

function lookUp(name: string, place: Place): Value | undefined {
  for (let scope: Variables | undefined = place.variables; scope !== undefined; scope = scope.outer) {
    if (scope.own.has(name)) return scope.own.get(name);
  }
  const { session, module } = place.frame;
  const entity = find(session, module, name);
  if (entity?.kind !== 'block') return undefined;
  return { type: 'block', block: entity, bound: new Map(), symbolic: { kind: 'block', name, arguments: [] } };
}

/** What a call calls: a parameter that holds a block, or a block of the file. Any other value is an error. */
export function calledBlock(callee: Name, place: Place): ValueOf<'block'> | undefined {
  const value = lookUp(callee.text, place);
  if (value === undefined || value.type === 'block') return value;
  const { session, site } = place.frame;
  const parameters = { name: callee.text, is: showValue(value) };
  report(session, 'name/not-a-block', parameters, locate(callee, place), site);
  return undefined;
}

/** Whether a `let`, a parameter or a repeat’s variable has this name here. */
export function isDeclared(name: string, place: Place): boolean {
  for (let scope: Variables | undefined = place.variables; scope !== undefined; scope = scope.outer)
    if (scope.own.has(name)) return true;
  return false;
}

const axes = { channels: 0, height: 1, width: 2 } as const;

function member(object: string, name: string, place: Place, flow: Flow): Value | undefined {
  if (object === 'join') {
    const { join } = place;
    return join !== undefined && Object.hasOwn(join, name) ? join[name as keyof JoinTarget] : undefined;
  }
  if (!Object.hasOwn(axes, name) || flow === undefined || flow === 'unknown') return undefined;
  const axis = name as Axis;
  const extent = shapeOf(place.frame.session, flow)[axes[axis]];
  return extent === undefined ? undefined : int(extent, { kind: 'dimension', of: 'in', axis });
}

function element(list: Value, index: Value, expression: Expression, place: Place): Value | undefined {
  const { session, site } = place.frame;
  const at = locate(expression, place);
  if (list.type !== 'list') {
    const parameters = { what: 'what is indexed', expected: 'a list', actual: showValue(list) };
    report(session, 'value/type', parameters, at, site);
    return undefined;
  }
  if (index.type !== 'int') {
    const parameters = { what: 'an index', expected: 'a whole number', actual: showValue(index) };
    report(session, 'value/type', parameters, at, site);
    return undefined;
  }
  const item = list.items[index.value];
  if (item === undefined) {
    report(session, 'value/index', { index: index.value, length: list.items.length }, at, site);
    return undefined;
  }
  if (list.symbolic.kind === 'list' && index.symbolic.kind === 'constant') return item;
  return { ...item, symbolic: { kind: 'element', list: list.symbolic, index: index.symbolic } };
}

/** A function, or a block with some of its arguments: `bottleneck(groups = 32)`. */
function call(
  expression: Extract<Expression, { kind: 'call' }>,
  place: Place,
  flow: Flow,
): Value | undefined {
  const { callee, arguments: given } = expression;
  if (functionNames.has(callee.text)) {
    const values = evaluateAll(
      given.map(({ value }) => value),
      place,
      flow,
    );
    return values && settle(applyFunction(callee.text as FunctionName, values), expression, place);
  }
  const block = calledBlock(callee, place);
  if (block === undefined) return undefined;
  const bound = new Map(block.bound);
  for (const argument of bindNames(given, block, place)) {
    const value = evaluate(argument.value, place, flow);
    const at = locate(argument.value, place);
    const { session, site } = place.frame;
    const fitting =
      value && asArgument(value, argument.parameter, block.block.declaration, at, site, session);
    if (fitting === undefined) return undefined;
    bound.set(argument.parameter, withoutOrigin(fitting));
  }
  return withinLimits(bound, expression, place) ? { ...block, bound } : undefined;
}

/** Pairs a call's arguments with the block's parameters: positional ones first, in order, leaving out those bound before. */
export function bindNames(
  given: readonly Argument[],
  block: Pick<ValueOf<'block'>, 'bound'> & {
    readonly block: { readonly declaration: Place['frame']['declaration'] };
  },
  place: Place,
): readonly { readonly parameter: string; readonly value: Expression; readonly argument: Argument }[] {
  const { session, site } = place.frame;
  const { declaration } = block.block;
  const all = new Set(declaration.parameters.map(({ name }) => name.text));
  const open = [...all].filter((name) => !block.bound.has(name));
  const of = declaration.name.text;
  const taken = new Set<string>();
  let position = 0;
  const result: { parameter: string; value: Expression; argument: Argument }[] = [];
  for (const argument of given) {
    const at = locate(argument, place);
    const { name, value } = argument;
    if (name === undefined) {
      if (taken.size > position)
        report(session, 'syntax/argument-order', {}, at, site, signature(declaration));
      const parameter = open[position++];
      if (parameter === undefined) {
        report(
          session,
          'value/too-many-arguments',
          { of, limit: open.length },
          at,
          site,
          signature(declaration),
        );
        break;
      }
      taken.add(parameter);
      result.push({ parameter, value, argument });
    } else if (!all.has(name.text)) {
      report(
        session,
        'value/unknown-argument',
        { of, argument: name.text },
        locate(name, place),
        site,
        signature(declaration),
      );
    } else if (taken.has(name.text)) {
      report(session, 'value/duplicate-argument', { argument: name.text }, locate(name, place), site);
    } else {
      taken.add(name.text);
      result.push({ parameter: name.text, value, argument });
    }
  }
  return result;
}

/** The parameters of a block or network in one line; `?` behind those that have a default. */
export function signature(declaration: Place['frame']['declaration']): { readonly help: string } {
  const names = declaration.parameters.map(({ name, default: value }) =>
    value === undefined ? name.text : `${name.text}?`,
  );
  return { help: `its parameters: ${declaration.name.text}(${names.join(', ')})` };
}

function settle(result: Value | Fault, expression: Expression, place: Place): Value | undefined {
  if (!('code' in result)) return result;
  const { session, site } = place.frame;
  report(session, result.code, result.parameters, locate(expression, place), site, divisionHelp(result));
  return undefined;
}

function divisionHelp({ code }: Fault): { readonly help?: string } {
  return code === 'value/inexact-division' ? { help: '`//`, without blanks, divides and rounds down' } : {};
}
