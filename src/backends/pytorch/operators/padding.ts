import type { Code } from '../../../emission/python-layout.ts';
import { call } from '../../../emission/python-layout.ts';
import { tuple } from '../symbolic-code.ts';
import type { Piece, PieceContext } from './piece.ts';

/** `kernel_size=3`, `stride=(2, 1)`: nothing where it is the default. */
export function option(name: string, parts: readonly string[], unwritten?: string): readonly string[] {
  const code = pair(parts);
  return code === unwritten ? [] : [`${name}=${code}`];
}

export function pair(parts: readonly string[]): string {
  return parts.every((part) => part === parts[0]) ? parts[0]! : tuple(parts);
}

export interface Padding {
  readonly before: readonly Piece[];
  /** What the operator itself pads: rows and columns. */
  readonly own: readonly string[];
}

/** Pads that an operator of PyTorch cannot have, as a module in front of it. `most` is the widest that it can. */
export function padding(
  context: PieceContext,
  value: '0.0' | '-torch.inf',
  most?: readonly string[],
): Padding {
  const none = ['0', '0'];
  const { parts, same } = context;
  if (same) {
    const window = [
      ...option('kernel_size', parts('kernel')),
      ...option('stride', parts('stride'), '1'),
      ...(parts('dilation').length === 0 ? [] : option('dilation', parts('dilation'), '1')),
      ...(value === '0.0' ? [] : [`value=${value}`]),
    ];
    const module = call('SamePad2d', window);
    const pad: Piece = { module, hint: 'pad', heavy: false, owns: false, needs: 'map', support: 'SamePad2d' };
    return { before: [pad], own: none };
  }
  const [top, bottom, left, right] = parts('pad') as [string, string, string, string];
  const wide = [top, left].some((pad, axis) => {
    const limit = most?.[axis];
    if (limit === undefined || !/^\d+$/.test(pad) || !/^\d+$/.test(limit)) return false;
    return Number(pad) > Number(limit) / 2;
  });
  if (top === bottom && left === right && !wide) return { before: [], own: [top, left] };
  const sides = tuple([left, right, top, bottom]);
  const [module, apply] =
    value === '0.0'
      ? [`nn.ZeroPad2d(${sides})`, (code: Code) => call('F.pad', [code, sides])]
      : [
          `nn.ConstantPad2d(${sides}, ${value})`,
          (code: Code) => call('F.pad', [code, sides, `value=${value}`]),
        ];
  const constant = [top, bottom, left, right].every((pad) => /^\d+$/.test(pad));
  const before: Piece = {
    module,
    hint: 'pad',
    heavy: false,
    owns: false,
    needs: 'map',
    ...(constant && { apply }),
  };
  return { before: [before], own: none };
}

/** One number, or (left, right, top, bottom). */
export function pads({ parts }: PieceContext): string {
  const [top, bottom, left, right] = parts('pad') as [string, string, string, string];
  return top === bottom && left === right && top === left ? top : tuple([left, right, top, bottom]);
}
