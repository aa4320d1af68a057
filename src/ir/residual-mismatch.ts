import type { Edit, Fix, Related, Span } from '../diagnostics/diagnostic.ts';
import { plural, showExtents } from '../diagnostics/wording.ts';
import type { StatementOf } from '../parser/ast.ts';
import { locate } from './evaluate.ts';
import type { Frame, Place } from './frame.ts';
import type { Node, NodeId } from './graph.ts';
import { opening } from './opening.ts';
import { operatorOf } from './operators.ts';
import type { ShortcutForm } from './residual.ts';
import type { Session } from './session.ts';
import { report } from './session.ts';
import type { Pair, Shape, Window } from './shape.ts';
import { effectiveKernel } from './shape.ts';
import type { PathStride } from './shortcuts.ts';
import { equal } from './trace.ts';
import { constant } from './value.ts';

interface Ends {
  readonly input: NodeId;
  readonly path: NodeId;
}

/** The stride from the residual's input to its path's end; undefined where it is no whole number. */
export function strideBetween(ends: Ends, session: Session, frame: Frame): PathStride | undefined {
  const [from, to] = [session.jumps[ends.input]!, session.jumps[ends.path]!];
  const pair: Pair = [ratio(to[0], from[0]), ratio(to[1], from[1])];
  if (!pair.every(Number.isInteger)) return undefined;
  const strided = mainPath(ends, session).filter((node) => session.strides.get(node.id)?.frame === frame);
  const origins = strided
    .map((node) => session.strides.get(node.id)!.symbolic)
    .filter((symbolic) => !equal(symbolic, constant(1)));
  const symbolic = origins.length === 1 && !Array.isArray(origins[0]) ? origins[0] : undefined;
  return { pair, symbolic: symbolic as PathStride['symbolic'] };
}

/** Behind an upsampling by 5 a jump is 0.2, and three of them are a little more than 0.6. */
function ratio(to: number, from: number): number {
  const exact = to / from;
  const whole = Math.round(exact);
  return Math.abs(exact - whole) < 1e-9 * whole ? whole : exact;
}

/** What a 1×1 window with a stride makes of the input: the extents that a shortcut can reach. */
export function expectedShape(input: Shape, channels: number, stride: Pair): Shape {
  return [channels, Math.ceil(input[1] / stride[0]), Math.ceil(input[2] / stride[1])];
}

/** The nodes from the residual's input (left out) to its path's end, along first inputs; from the network's where `from` goes past it. */
function mainPath(ends: Ends, session: Session): readonly Node[] {
  const path: Node[] = [];
  for (let id: NodeId | undefined = ends.path; id !== undefined && id !== ends.input; ) {
    const node: Node = session.nodes[id]!;
    path.push(node);
    id = node.inputs[0];
  }
  return path.reverse();
}

interface Mismatch {
  readonly statement: StatementOf<'residual'>;
  readonly form: ShortcutForm;
  readonly ends: Ends;
  readonly shortcut: Shape;
  readonly place: Place;
}

/**
 * Says where the two shapes part: at a window that loses rows (then the stride that the path has all the same), or at a shortcut that cannot
 * follow the path.
 */
export function reportMismatch({ statement, form, ends, shortcut, place }: Mismatch): PathStride | undefined {
  const { session, site, module } = place.frame;
  const path = session.nodes[ends.path]!.output;
  const clause = statement.shortcut;
  const clauseAt = locate(clause ?? opening(statement, place), place);
  const stride = strideBetween(ends, session, place.frame);
  const culprit = stride === undefined ? undefined : firstLosing(ends, session);
  const input = session.nodes[ends.input]!.output;
  const shapes = { path, shortcut };
  if (culprit !== undefined && form !== 'path') {
    const { node, window } = culprit;
    const { fix, help } = paddingRemedy(node, window, module.file.text, module.file.name);
    const label = `here ${showExtents(session.nodes[node.inputs[0]!]!.output)} becomes ${showExtents(node.output)}`;
    const related: Related[] = [{ ...clauseAt, message: `the shortcut still has ${showExtents(shortcut)}` }];
    report(session, 'shape/residual-mismatch', shapes, node.source, site, {
      label,
      related,
      help,
      fixes: fix,
    });
    return stride;
  }
  const related: Related[] = [{ ...clauseAt, message: formNote(form, clause !== undefined) }];
  const edit = (written: string): Edit =>
    clause === undefined
      ? { ...locate({ span: after(statement.body.span) }, place), text: ` ${written}` }
      : { ...clauseAt, text: written };
  const remedies = form === 'identity' ? identityRemedies(input, path, stride, edit) : undefined;
  const help =
    remedies?.help ??
    (form.startsWith('zero_pad') && path[0] < input[0]
      ? `zeros cannot take channels away: ${input[0]} to ${path[0]}; \`shortcut projection\` can`
      : undefined);
  const details = { related, ...(help === undefined ? {} : { help }), fixes: remedies?.fixes ?? [] };
  const end = session.nodes[ends.path]!;
  if (site === undefined) report(session, 'shape/residual-mismatch', shapes, clauseAt, undefined, details);
  else {
    const origin: Related = { ...end.source, message: `${showExtents(path)} comes from \`${end.path}\`` };
    report(session, 'shape/residual-mismatch', shapes, site.location, site.outer, {
      ...details,
      label: site.note,
      related: [...related, origin],
    });
  }
  return undefined;
}

const after = ({ end }: Span): Span => ({ start: end, end });

function formNote(form: ShortcutForm, written: boolean): string {
  if (form === 'identity')
    return written
      ? 'the shortcut passes the block’s input on unchanged'
      : 'without `shortcut …` the input is added unchanged';
  return form === 'path' ? 'the shortcut’s own path' : 'the shortcut cannot reach that shape';
}

/** The first window of the path whose output is not ⌈in / stride⌉: what a strided 1×1 shortcut would give. */
function firstLosing(ends: Ends, session: Session): { node: Node; window: Window } | undefined {
  for (const node of mainPath(ends, session)) {
    const window = operatorOf(node.op).window?.(node.attributes as never);
    if (window === undefined) continue;
    const input = session.nodes[node.inputs[0]!]!.output;
    const expected = expectedShape(input, node.output[0], window.stride);
    if (expected[1] !== node.output[1] || expected[2] !== node.output[2]) return { node, window };
  }
  return undefined;
}

/** `pad 1` for a 3×3: written instead of what stands there. */
function paddingRemedy(
  node: Node,
  { kernel, dilation }: Window,
  text: string,
  file: string,
): { fix: Fix[]; help: string } {
  const half = kernel.map((extent, axis) => (effectiveKernel(extent, dilation[axis]!) - 1) / 2);
  const written =
    half[0] === half[1] ? `pad ${half[0]}` : `pad (${half[0]}, ${half[0]}, ${half[1]}, ${half[1]})`;
  if (!half.every(Number.isInteger))
    return { fix: [], help: 'an even window has no padding that keeps the size' };
  const help = `\`${written}\` keeps every row and column of a ${showExtents(kernel)} window (it is what an unwritten \`pad\` means)`;
  if (node.source.file !== file) return { fix: [], help };
  const source = text.slice(node.source.span.start, node.source.span.end);
  const match = /\bpad\s*(?:\([^)]*\)|[^,\s]+)/.exec(source);
  if (match === null) return { fix: [], help };
  const start = node.source.span.start + match.index;
  const edit = { file, span: { start, end: start + match[0].length }, text: written };
  return { fix: [{ title: `write \`${written}\``, edits: [edit] }], help };
}

/** What an identity shortcut could be instead, with what each costs. */
function identityRemedies(
  input: Shape,
  path: Shape,
  stride: PathStride | undefined,
  edit: (clause: string) => Edit,
): { help: string; fixes: Fix[] } | undefined {
  if (stride === undefined) return undefined;
  const expected = expectedShape(input, path[0], stride.pair);
  if (expected[1] !== path[1] || expected[2] !== path[2]) return undefined;
  const step = Math.max(...stride.pair);
  const strided = step > 1 ? ` with stride ${step}` : '';
  const cost = `${(input[0] * path[0]).toLocaleString('en-US')} + ${plural(2 * path[0], 'parameter')}`;
  const fix = (form: string): Fix => ({
    title: `write \`shortcut ${form}\``,
    edits: [edit(`shortcut ${form}`)],
  });
  const projection = `\`shortcut projection\` adds a 1×1 convolution${strided} (${cost})`;
  if (path[0] < input[0]) return { help: projection, fixes: [fix('projection')] };
  return {
    help: `${projection}; \`shortcut zero_pad\` adds none`,
    fixes: [fix('projection'), fix('zero_pad')],
  };
}
