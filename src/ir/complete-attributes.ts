import type { Location } from '../diagnostics/diagnostic.ts';
import { symbolicBinary } from './arithmetic.ts';
import type { GivenAttribute } from './attribute-value.ts';
import type { Defaults, Given } from './bind-arguments.ts';
import { usage } from './bind-arguments.ts';
import type { Place } from './frame.ts';
import type { AttributeSpec, AttributeSpecs, Attributes } from './operator.ts';
import type { OperatorKind } from './operators.ts';
import { attributesOf, operatorOf } from './operators.ts';
import type { SymbolicAttribute } from './outline.ts';
import type { PaddingRule } from './padding.ts';
import { resolvePadding } from './padding.ts';
import { report } from './session.ts';
import type { Pair, Shape } from './shape.ts';
import type { Symbolic } from './symbolic.ts';
import { equal } from './trace.ts';
import { constant } from './value.ts';

export interface CompleteAttributes {
  readonly attributes: Attributes<AttributeSpecs>;
  /** Origins of those that the statement mentions, or that follow from what it mentions. */
  readonly symbolics: Readonly<Record<string, SymbolicAttribute>>;
}

/** Fills in what was not written: from `defaults`, from the operator's table, from the input's shape. */
export function completeAttributes(
  kind: OperatorKind,
  given: Given,
  defaults: Defaults,
  input: Shape,
  place: Place,
  at: Location,
): CompleteAttributes | undefined {
  const { session, site } = place.frame;
  const specs = attributesOf(kind);
  const values: Record<string, unknown> = {};
  const symbolics: Record<string, SymbolicAttribute> = {};
  const inherited = defaults.get(kind);
  const isGlobal = given.get('global')?.raw === true;
  for (const [name, spec] of specs) {
    const attribute: GivenAttribute | undefined = given.get(name) ?? inherited?.get(name);
    if (attribute?.symbolic !== undefined) symbolics[name] = attribute.symbolic;
    const value =
      attribute?.raw ?? (isGlobal && spec.type !== 'flag' ? wholeMap(name, input) : defaultOf(spec, values));
    if (value === undefined) {
      missing(kind, name, given, place, at);
      return undefined;
    }
    if (
      attribute === undefined &&
      spec.type === 'pair' &&
      spec.default === 'kernel' &&
      symbolics.kernel !== undefined
    )
      symbolics[name] = symbolics.kernel;
    values[name] = value;
  }
  for (const [name, spec] of specs) {
    if (spec.type !== 'padding') continue;
    const rule = values[name] as PaddingRule;
    if (typeof rule !== 'string') continue;
    if (values.kernel === undefined) {
      const expected = 'a whole number or (top, bottom, left, right)';
      report(
        session,
        'value/type',
        { what: `\`${name}\``, expected, actual: rule },
        given.get(name)?.at ?? at,
        site,
      );
      return undefined;
    }
    const dilation = (values.dilation as Pair | undefined) ?? [1, 1];
    const window = { kernel: values.kernel as Pair, stride: values.stride as Pair, dilation };
    const pads = resolvePadding(rule, [input[1], input[2]], window);
    if (pads === undefined) {
      report(session, 'value/even-kernel', { kernel: window.kernel }, given.get('kernel')?.at ?? at, site, {
        help: '`pad 0` adds none; `pad same` is TensorFlow’s rule',
      });
      return undefined;
    }
    values[name] = pads;
    const origin = rule === 'same' ? constant('same') : halfOf(symbolics.kernel, symbolics.dilation);
    if (origin !== undefined) symbolics[name] = origin;
  }
  return { attributes: values as Attributes<AttributeSpecs>, symbolics };
}

/** A global pool is one window over the whole map. */
function wholeMap(name: string, input: Shape): Pair | readonly number[] {
  return name === 'pad' ? [0, 0, 0, 0] : [input[1], input[2]];
}

function defaultOf(spec: AttributeSpec, values: Readonly<Record<string, unknown>>): unknown {
  switch (spec.type) {
    case 'extent':
      return undefined;
    case 'pair':
      return spec.default === 'kernel' ? values.kernel : [spec.default, spec.default];
    case 'padding':
      return spec.default === 0 ? [0, 0, 0, 0] : spec.default;
    default:
      return spec.default;
  }
}

/** (k − 1) / 2 · dilation, where the kernel is not a constant. */
function halfOf(
  kernel: SymbolicAttribute | undefined,
  dilation: SymbolicAttribute | undefined,
): SymbolicAttribute | undefined {
  if (kernel === undefined) return undefined;
  if (Array.isArray(kernel)) {
    if (kernel.every((extent: Symbolic) => extent.kind === 'constant')) return undefined;
    const sides = kernel.map((extent: Symbolic) => halfOf(extent, dilation) as Symbolic);
    return equal(sides[0], sides[1]) ? sides[0] : [sides[0]!, sides[0]!, sides[1]!, sides[1]!];
  }
  const along = kernel as Symbolic;
  const binary = (operator: '-' | '/' | '*', left: Symbolic, right: Symbolic): Symbolic => {
    const number = (side: Symbolic): number => (side.kind === 'constant' ? Number(side.value) : Number.NaN);
    const [a, b] = [number(left), number(right)];
    const result = operator === '-' ? a - b : operator === '/' ? a / b : a * b;
    return symbolicBinary(operator, { symbolic: left }, { symbolic: right }, result);
  };
  const half = binary('/', binary('-', along, constant(1)), constant(2));
  return dilation === undefined || Array.isArray(dilation) ? half : binary('*', half, dilation as Symbolic);
}

/** Reports what is not written and has no default, where the value before is unknown and the operator cannot be made. */
export function requireArguments(kind: OperatorKind, given: Given, place: Place, at: Location): void {
  const inherited = place.variables.defaults.get(kind);
  const isGlobal = given.get('global')?.raw === true;
  for (const [name, spec] of attributesOf(kind)) {
    if (
      given.has(name) ||
      inherited?.has(name) ||
      isGlobal ||
      defaultOf(spec, { kernel: [1, 1] }) !== undefined
    )
      continue;
    return missing(kind, name, given, place, at);
  }
}

function missing(kind: OperatorKind, argument: string, given: Given, place: Place, at: Location): void {
  const { session, site } = place.frame;
  const { usual } = operatorOf(kind);
  const fixes =
    usual === undefined || given.size > 0
      ? []
      : [
          {
            title: `write \`${kind} ${usual}\``,
            edits: [{ file: at.file, span: { start: at.span.end, end: at.span.end }, text: ` ${usual}` }],
          },
        ];
  const help = fixes.length > 0 ? { help: `write \`${kind} ${usual}\`, for example` } : usage(kind);
  report(session, 'value/missing-argument', { of: kind, argument }, at, site, { ...help, fixes });
}
