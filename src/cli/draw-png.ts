import { gunzipSync } from 'node:zlib';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { interRegular, interSemiBold, resvgWasm } from '../generated/png-renderer.ts';
import { stop } from './exit.ts';

/** Pixels per unit of the SVG: as sharp as a screen of high density. */
const zoom = 2;
/** What a viewer still opens, and a machine has memory for. */
const mostPixels = 1 << 26;
const leastZoom = 0.25;

let started: Promise<void> | undefined;

/** An SVG of `drawNetwork` as a PNG. The same bytes on every machine, for it has its fonts with it. */
export async function drawPng(svg: string): Promise<Uint8Array> {
  started ??= initWasm(unpack(resvgWasm));
  await started;
  const renderer = (scale: number) =>
    new Resvg(svg, {
      font: {
        fontBuffers: [unpack(interRegular), unpack(interSemiBold)],
        defaultFontFamily: 'Inter',
        sansSerifFamily: 'Inter',
      },
      fitTo: { mode: 'zoom', value: scale },
    });
  const { width, height } = renderer(1);
  const scale = Math.min(zoom, Math.sqrt(mostPixels / (width * height)));
  if (scale < leastZoom)
    stop(2, `the picture is too large for a PNG (${width}×${height}); --format svg has no such limit`);
  return renderer(scale).render().asPng();
}

function unpack(base64: string): Uint8Array {
  return gunzipSync(Buffer.from(base64, 'base64'));
}
