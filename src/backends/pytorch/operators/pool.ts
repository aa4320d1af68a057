import type { Code } from '../../../emission/python-layout.ts';
import { call } from '../../../emission/python-layout.ts';
import { option, padding, pair } from './padding.ts';
import type { Pieces } from './piece.ts';

export function pool(kind: 'Max' | 'Avg'): Pieces {
  return (context) => {
    const { parts, isTrue, ceiling } = context;
    const hint = `${kind.toLowerCase()}pool`;
    const common = { hint, owns: false, needs: 'map' } as const;
    if (isTrue('global')) {
      const name = `adaptive_${kind.toLowerCase()}_pool2d`;
      const apply = (value: Code): Code => call(`F.${name}`, [value, '1']);
      return [{ ...common, module: `nn.Adaptive${kind}Pool2d(1)`, apply, heavy: true }];
    }
    const kernel = parts('kernel');
    const stride = parts('stride');
    const strides = pair(stride) === pair(kernel) ? [] : option('stride', stride);
    const window = [...option('kernel_size', kernel), ...strides];
    const exclude = kind === 'Avg' && isTrue('exclude_pad');
    const counted = exclude ? ['count_include_pad=False'] : [];
    if (ceiling) {
      const module = call(`nn.${kind}Pool2d`, [...window, 'ceil_mode=True', ...counted]);
      return [{ ...common, module, heavy: true }];
    }
    const { before, own } = padding(context, kind === 'Max' ? '-torch.inf' : '0.0', kernel);
    if (exclude && before.length > 0) {
      const [inner] = before;
      const module = call('AvgPool2d', [inner!.module, ...window]);
      return [{ ...common, module, heavy: true, support: 'AvgPool2d', inside: inner! }];
    }
    const pads = option('padding', own, '0');
    const module = call(`nn.${kind}Pool2d`, [...window, ...pads, ...(pads.length === 0 ? [] : counted)]);
    return [...before, { ...common, module, heavy: true }];
  };
}
