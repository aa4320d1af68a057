import { diagnose } from '../../diagnostics/diagnose.ts';
import type { Fix } from '../../diagnostics/diagnostic.ts';
import { consumersOf } from '../graph.ts';
import type { Rule } from './check-graph.ts';

/** A batchnorm subtracts each channel's mean, and with it any bias added before (Ioffe and Szegedy 2015, §3.2). */
export const biasBeforeBatchnorm: Rule = ({ graph, files }) => {
  const consumers = consumersOf(graph);
  return graph.nodes.flatMap((node) => {
    if ((node.op !== 'conv' && node.op !== 'linear') || !node.attributes.bias) return [];
    const readers = consumers[node.id]!.map((id) => graph.nodes[id]!);
    const [reader] = readers;
    if (reader?.op !== 'batchnorm' || readers.length !== 1) return [];
    const bias = node.tensors.find(({ name }) => name.endsWith('.bias'));
    const text = files.get(node.source.file)?.text.slice(node.source.span.start, node.source.span.end) ?? '';
    const written = /,\s*bias\b(?:\s+true)?/.exec(text);
    const start = node.source.span.start + (written?.index ?? 0);
    const span = { start, end: start + (written?.[0].length ?? 0) };
    const fixes: Fix[] =
      written === null
        ? []
        : [{ title: 'leave the bias out', edits: [{ file: node.source.file, span, text: '' }] }];
    return [
      diagnose('lint/bias-before-batchnorm', { parameters: bias?.shape[0] ?? 0 }, node.source, {
        related: [{ ...reader.source, message: 'this batchnorm takes it away' }],
        help:
          written === null
            ? '`bias false` leaves it out'
            : 'leave `bias` out; the batchnorm has one of its own',
        fixes,
      }),
    ];
  });
};
