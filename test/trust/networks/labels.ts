import type { Expression, Label, Statement } from '../../../src/parser/ast.ts';
import type { Place } from './place.ts';
import { freshWord, shapeOf } from './place.ts';
import { binary, element, int, label, list, ref, string } from './syntax.ts';

/** Words that other languages keep, keywords of this one, numbers: all may be labels. None is how rnc itself would call anything. */
const wishes = [
  ...[
    'a',
    'b',
    'conv',
    'bn',
    'down',
    'layer1',
    'features',
    'fc',
    '0',
    '1',
    '7',
    'head',
    'stem',
    'in',
    'path',
    'shortcut',
  ],
  ...[
    'class',
    'lambda',
    'self',
    'constructor',
    'prototype',
    'default',
    'forward',
    'weight',
    'bias',

    '_',
    'X',
    'None',
  ],
];

/** A label that nothing in the declaration has yet; where copies must differ, it has their number. */
export function freshLabel({ draft: { choices }, frame, holes }: Place): Label {
  const wish = choices.pick(wishes);
  const word = freshWord(
    frame,
    /^\d/.test(wish) && (holes.length > 0 || frame.words.has(wish)) ? `n${wish}` : wish,
  );
  const [first, ...rest] = holes.map((hole) => numbered(hole, choices.oneIn(3)));
  if (first === undefined) return label(word);
  const others = rest.flatMap((hole) => ['_', hole]);
  return choices.oneIn(3) ? label(first, ...others, `_${word}`) : label(`${word}_`, first, ...others);
}

function numbered(variable: string, more: boolean): Expression {
  return more ? binary(ref(variable), '+', int(1)) : ref(variable);
}

/** The label of a stage or repeat whose copies get their names from it. */
export function labelWithIndex({ draft: { choices }, frame }: Place, variable: string, count: number): Label {
  const word = freshWord(frame, choices.pick(['level', 'blocks', 'l_', 'stage_']));
  const letters = Array.from({ length: Math.max(1, count) }, (_, at) => string(String.fromCharCode(97 + at)));
  const hole = choices.oneIn(3)
    ? element(list(...letters), ref(variable))
    : numbered(variable, choices.oneIn(2));
  return choices.oneIn(3) ? label(`${word}_`, hole, '_end') : label(word, hole);
}

const remarks = [
  'What follows.',
  'Two\nlines.',
  '',
  '  indented',
  'C×H×W',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is meant to be taken for one
  '*/ */ """ \'\'\' ${x} {{x}} <!-- \\',
  '</script>',
];

export function remark({ draft: { choices } }: Pick<Place, 'draft'>): string | undefined {
  return choices.oneIn(12) ? choices.pick(remarks) : undefined;
}

/** The statement with a label, mostly, and with a remark, seldom; the label then names the present value. */
export function labelled(place: Place, statement: Statement, always = false): Statement {
  const documentation = remark(place);
  const own = always || place.draft.choices.below(5) < 3 ? freshLabel(place) : undefined;
  if (own !== undefined) nameValue(place, own);
  return { ...statement, label: own, documentation };
}

export function nameValue(place: Place, { parts }: Label): void {
  if (parts.every((part) => typeof part === 'string') && place.shape !== undefined)
    place.values.push({ label: parts.join(''), shape: shapeOf(place), isInput: place.isInput });
}
