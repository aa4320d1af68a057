import { type Code, catalogue, type Severity } from './catalogue.ts';

/**
 * What `rnc explain` says of a code. Its text is a Markdown file, `explanations/<area>/<name>.md`: a title, and behind it paragraphs,
 * lists and fenced examples. A fence says what it holds and in which part it belongs, `resnet wrong` or `console right`, and a file that
 * is not called net.resnet its name: `resnet given blocks.resnet`. Tests run the examples.
 */
export interface Explanation {
  readonly code: Code;
  readonly severity: Severity;
  /** One line, without a full stop. */
  readonly title: string;
  readonly blocks: readonly Block[];
}

export type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | Example;

/** `wrong` has the problem, `right` has none, and `given` is there in both. */
export const roles = ['given', 'wrong', 'right'] as const;
export type Role = (typeof roles)[number];

export interface Example {
  readonly kind: 'example';
  readonly role: Role;
  /** `resnet`, or `console` for commands, a line each behind `$`. */
  readonly language: string;
  /** The file that this is; undefined for commands. */
  readonly file?: string;
  readonly text: string;
}

export const usualFile = 'net.resnet';

/** Takes the text of an explanation apart. */
export function readExplanation(code: Code, text: string): Explanation {
  const end = text.indexOf('\n');
  // Every second piece is what stands inside a fence.
  const blocks = text
    .slice(end)
    .split(/^```/m)
    .flatMap((piece, index) =>
      index % 2 === 1
        ? [readExample(piece)]
        : piece
            .split(/\n\s*\n/)
            .filter((prose) => prose.trim() !== '')
            .map(readProse),
    );
  return { code, severity: catalogue[code].severity, title: text.slice('# '.length, end), blocks };
}

function readProse(prose: string): Block {
  const unwrapped = (lines: string): string => lines.trim().replace(/\s*\n\s*/g, ' ');
  const text = prose.trim();
  return text.startsWith('- ')
    ? { kind: 'list', items: text.slice('- '.length).split('\n- ').map(unwrapped) }
    : { kind: 'paragraph', text: unwrapped(text) };
}

function readExample(fence: string): Example {
  const end = fence.indexOf('\n');
  const [language = '', role, name = usualFile] = fence.slice(0, end).split(' ');
  return {
    kind: 'example',
    role: roles.find((known) => known === role) ?? 'given',
    language,
    ...(language === 'console' ? {} : { file: name }),
    text: fence.slice(end + 1).trimEnd(),
  };
}

type AreaOf<C> = C extends `${infer A}/${string}` ? A : never;
export type Area = AreaOf<Code>;

/** The first halves of the codes, in the catalogue's order, and what the codes of each are about. */
export const areas: Readonly<Record<Area, string>> = {
  syntax: 'reading the text',
  limit: 'what a file may ask for',
  import: 'files that use each other',
  name: 'what things are called',
  value: 'numbers and arguments',
  shape: 'shapes that do not fit',
  lint: 'what looks unintended',
  weights: 'files of weights',
  target: 'what a target can do',
};

export const codes = Object.keys(catalogue) as readonly Code[];

export const areaOf = (code: Code): Area => code.slice(0, code.indexOf('/')) as Area;

export const isCode = (text: string): text is Code => Object.hasOwn(catalogue, text);

export const isArea = (text: string): text is Area => Object.hasOwn(areas, text);
