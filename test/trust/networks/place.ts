import type { Shape } from '../../../src/ir/shape.ts';
import type { Statement } from '../../../src/parser/ast.ts';
import type { Block } from './block.ts';
import type { Choices } from './choices.ts';
import type { GeneratedFile } from './files.ts';
import type { Variable } from './values.ts';

/** What one generated module consists of so far. */
export interface Draft {
  readonly choices: Choices;
  /** The root first. */
  readonly files: readonly GeneratedFile[];
  readonly blocks: Block[];
  /** Operators that may still be added. */
  budget: number;
  /** How names are spelt that name no tensors: of files, blocks, networks, parameters, `let`s. */
  readonly spell: (name: string) => string;
}

/** One declaration while it is written. */
export interface Frame {
  readonly file: GeneratedFile;
  /** Words that are taken: labels, and names of values. */
  readonly words: Set<string>;
  /** Blocks that it stands in, counted: none is declared too deep. */
  readonly level: number;
}

/** A value that statements further down can name. */
export interface LabelledValue {
  readonly label: string;
  readonly shape: Shape;
  readonly isInput: boolean;
}

/** Where the next statement stands, and what is known there. Braces take a copy. */
export interface Place {
  readonly draft: Draft;
  readonly frame: Frame;
  /** The present value; undefined in front of `input`. */
  shape: Shape | undefined;
  /** The present value is the network's input itself. */
  isInput: boolean;
  readonly variables: Variable[];
  readonly values: LabelledValue[];
  /** What set operators' defaults here. */
  readonly defaults: Statement[];
  /** Variables of repeats that give names no number of their own: labels must have it. */
  readonly holes: readonly string[];
  /** How often it is run. */
  readonly copies: number;
  /** Braces around it. */
  readonly depth: number;
}

/** Inside braces: what is named there ends there, but values can be named behind them too. */
export function within(place: Place, changes: Partial<Place> = {}): Place {
  const { variables, defaults, depth } = place;
  return { ...place, variables: [...variables], defaults: [...defaults], depth: depth + 1, ...changes };
}

/** Braces that may not be run: what is labelled there is unknown behind them. */
export function aside(place: Place, changes: Partial<Place> = {}): Place {
  return within(place, { values: [...place.values], ...changes });
}

/** The present value's shape, where one is there. */
export function shapeOf({ shape }: Place): Shape {
  if (shape === undefined) throw new Error('there is no value in front of `input`');
  return shape;
}

/** The place goes on behind an operator. */
export function advance(place: Place, shape: Shape): void {
  place.shape = shape;
  place.isInput = false;
  place.draft.budget -= place.copies;
}

/** A word of the frame that nothing else has, as like the given one as possible, and unlike those with the number of a copy. */
export function freshWord({ words }: Frame, wish: string): string {
  let word = wish;
  for (let count = 1; words.has(word); count++) word = `${wish}n${count}`;
  words.add(word);
  return word;
}

export const largest = { elements: 2048, channels: 32, extent: 24, weights: 1 << 14 } as const;

export function fits([channels, height, width]: Shape): boolean {
  const { elements, channels: most, extent } = largest;
  return (
    channels >= 1 &&
    height >= 1 &&
    width >= 1 &&
    height <= extent &&
    width <= extent &&
    channels * height * width <= elements &&
    (channels <= most || height * width === 1)
  );
}
