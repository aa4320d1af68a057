import type { Block } from './block.ts';
import type { Place } from './place.ts';

/** What the file of a place calls blocks; one that it imports for the first time may get another name. */
export function nameIn({ draft: { choices, spell }, frame: { file } }: Pick<Place, 'draft' | 'frame'>) {
  const alias = (block: Block) => (): string | undefined =>
    choices.oneIn(5) ? spell(`${block.name}_of_${block.file.position}`) : undefined;
  return (block: Block): string => file.nameOf(block, alias(block));
}
