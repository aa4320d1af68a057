import { totalsOf } from '../ir/cost.ts';
import { type Graph, inputShape } from '../ir/graph.ts';

/** `25,557,032 parameters, 4.09 GMACs at 3×224×224`: for the header of what is written. */
export function summaryOf(graph: Graph): string {
  const { trainable, macs } = totalsOf(graph);
  const work = macs >= 1e9 ? `${(macs / 1e9).toFixed(2)} GMACs` : `${(macs / 1e6).toFixed(2)} MMACs`;
  return `${trainable.toLocaleString('en-US')} parameters, ${work} at ${inputShape(graph).join('×')}`;
}
