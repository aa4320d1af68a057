/** Draws a small picture, the same every time: a sun over hills. `tsx scripts/draw-picture.ts out.png` */
import { writeFileSync } from 'node:fs';
import { PNG } from 'pngjs';

const [path] = process.argv.slice(2);
if (path === undefined) throw new Error('usage: tsx scripts/draw-picture.ts out.png');

const [width, height] = [320, 240];
const png = new PNG({ width, height });
for (let y = 0; y < height; y++) {
  for (let x = 0; x < width; x++) {
    const hill = 150 + 25 * Math.sin(x / 40) + 8 * Math.sin(x / 11);
    const sun = (x - 230) ** 2 + (y - 70) ** 2 < 35 ** 2;
    const colour = y > hill ? [50, 160 - y / 3, 60] : sun ? [255, 210, 60] : [90 + y / 2, 150 + y / 3, 235];
    png.data.set([...colour.map(Math.round), 255], 4 * (y * width + x));
  }
}
writeFileSync(path, PNG.sync.write(png));
