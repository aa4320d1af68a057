import { totalsOf } from './layout/page.ts';
import type { Picture } from './model/picture.ts';

/** For those who do not see the picture: what the network is, and its parts in order. */
export function describe(picture: Picture): string {
  const parts = picture.body.items.flatMap((item) =>
    item.kind === 'frame' ? [item.words === '' ? item.title : `${item.title}, ${item.words}`] : [],
  );
  const sentences = [
    picture.documentation?.replace(/\s+/g, ' ').trim() ?? '',
    `${totalsOf(picture).join(' · ')}.`,
    parts.length === 0 ? '' : `From input to output: ${parts.join('; ')}.`,
  ];
  return sentences.filter((sentence) => sentence !== '').join(' ');
}
