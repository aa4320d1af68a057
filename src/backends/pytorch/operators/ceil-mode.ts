import type { Node } from '../../../ir/graph.ts';
import type { Step } from '../../../ir/outline.ts';
import type { Symbolic } from '../../../ir/symbolic.ts';
import { equal } from '../../../ir/trace.ts';
import { attributeParts, constant } from '../operator-shape.ts';

/** `pad (0, (k - in.height) % s, 0, (k - in.width) % s)`: what PyTorch calls `ceil_mode`. */
export function isCeiling(step: Extract<Step, { kind: 'operator' }>, nodes: readonly Node[]): boolean {
  if ((step.op !== 'maxpool' && step.op !== 'avgpool') || !('pad' in step.attributes)) return false;
  const excludes =
    step.op === 'maxpool' ||
    nodes.every(({ attributes }) => 'exclude_pad' in attributes && attributes.exclude_pad);
  const pads = attributeParts(nodes, step.attributes, 'pad');
  const kernel = attributeParts(nodes, step.attributes, 'kernel');
  const stride = attributeParts(nodes, step.attributes, 'stride');
  const zero = constant(0);
  const along = (axis: 0 | 1): boolean => {
    const extent: Symbolic = { kind: 'dimension', of: 'in', axis: axis === 0 ? 'height' : 'width' };
    const over: Symbolic = {
      kind: 'binary',
      operator: '%',
      left: { kind: 'binary', operator: '-', left: kernel[axis]!, right: extent },
      right: stride[axis]!,
    };
    // (k - n) % 2 is n % 2 where k is even.
    const odd: Symbolic = { kind: 'binary', operator: '%', left: extent, right: constant(2) };
    const halves = nodes.every(
      ({ attributes }) =>
        'stride' in attributes && attributes.stride[axis] === 2 && attributes.kernel[axis]! % 2 === 0,
    );
    const behind = pads[2 * axis + 1];
    return equal(pads[2 * axis], zero) && (equal(behind, over) || (halves && equal(behind, odd)));
  };
  return excludes && along(0) && along(1);
}
