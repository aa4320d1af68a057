import { type Parse, type ParsedFile, parse } from '../parser/parse.ts';

type Answer = ReturnType<Parse>;
type Limits = NonNullable<Parameters<Parse>[1]>;

interface Remembered {
  readonly text: string;
  readonly limits: Limits | undefined;
  readonly most: number | undefined;
  readonly answer: Answer;
}

/** Beyond so many characters the files that were not asked for longest are forgotten. */
const mostCharacters = 1 << 20;

export interface ParseMemory {
  readonly parse: Parse;
  /** What was read last of a file with this name and text. */
  readonly recall: (name: string, text: string) => ParsedFile | undefined;
}

/** A parser that reads a text once: imports and the library stay as they are while a file is typed, and of that only what changes is read. */
export function makeParseMemory(): ParseMemory {
  /** By name, the latest at the end. */
  const files = new Map<string, Remembered>();
  return {
    parse: (file, limits, most) => {
      const known = files.get(file.name);
      files.delete(file.name);
      const usable = known?.text === file.text && alike(known.limits, limits) && fits(known, most);
      const answer = usable ? known.answer : parse(file, limits, most, known?.answer.value);
      files.set(file.name, { text: file.text, limits, most, answer });
      forget(files);
      return answer;
    },
    recall: (name, text) => {
      const known = files.get(name);
      return known?.text === text ? known.answer.value : undefined;
    },
  };
}

/** Whether fewer tokens would have been too many then, or are now. */
function fits({ most: before = Number.POSITIVE_INFINITY, answer }: Remembered, most = before): boolean {
  const tokens = answer.value.tokens.length + answer.value.comments.length;
  return most === before || (tokens < before && tokens < most);
}

function alike(a: Limits | undefined, b: Limits | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return (Object.keys(b) as (keyof Limits)[]).every((name) => a[name] === b[name]);
}

function forget(files: Map<string, Remembered>): void {
  let characters = 0;
  for (const [position, [name, { text }]] of [...files].reverse().entries()) {
    characters += text.length;
    if (characters > mostCharacters && position > 0) files.delete(name);
  }
}
