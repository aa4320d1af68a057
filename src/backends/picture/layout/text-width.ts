/**
 * How wide a text is at most in the fonts that readers have: the advance widths of DejaVu Sans, in hundredths of the font's size, from
 * U+0020 to U+007E. It is the widest of the common sans-serif fonts (Helvetica, Arial, Inter, Roboto are about a tenth narrower), so that a
 * box that holds a text by these numbers holds it on every machine, and the picture is the same on all of them.
 */
const widths: readonly number[] = [
  32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34,
  34, 84, 84, 84, 53, 100, 68, 69, 70, 77, 63, 58, 77, 75, 29, 29, 66, 56, 86, 75, 79, 60, 79, 69, 63, 61, 73,
  68, 99, 69, 61, 69, 39, 34, 39, 84, 50, 50, 61, 63, 55, 63, 62, 35, 63, 63, 28, 28, 58, 28, 97, 63, 61, 63,
  63, 41, 52, 39, 63, 59, 82, 59, 59, 52, 64, 34, 64, 84,
];

const others: ReadonlyMap<string, number> = new Map([
  ['×', 84],
  ['·', 32],
  ['→', 84],
  ['–', 50],
  ['…', 100],
  ['√', 64],
]);

/** DejaVu Sans Bold beside DejaVu Sans. */
const boldFactor = 1.12;

export function textWidth(text: string, size: number, weight: 'regular' | 'bold' = 'regular'): number {
  let hundredths = 0;
  for (const character of text)
    hundredths += widths[character.codePointAt(0)! - 32] ?? others.get(character) ?? 100;
  return (hundredths / 100) * size * (weight === 'bold' ? boldFactor : 1);
}

/** Of a long text its beginning and its end. */
export function shorten(text: string, most: number): string {
  const characters = [...text];
  if (characters.length <= most) return text;
  const end = Math.floor((most - 1) / 3);
  return `${characters.slice(0, most - 1 - end).join('')}…${characters.slice(characters.length - end).join('')}`;
}
