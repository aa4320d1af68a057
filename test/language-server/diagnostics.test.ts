import { expect, it } from 'vitest';
import { startClient } from './client.ts';
import { unmark } from './marks.ts';

it('pushes what check finds, at its place', async () => {
  const { text, ranges } = unmark('network net {\n  input 8 x 32 x 32\n  a: conv 3x3, ⟦widht⟧\n}\n');
  const client = await startClient();
  await client.open('net.resnet', text);
  expect(await client.diagnostics('net.resnet')).toMatchObject([
    { code: 'name/unknown', range: ranges[0], severity: 1, source: 'rnc' },
  ]);
  client.end();
});
