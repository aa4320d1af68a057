import { type Comment, parse } from 'acorn';

export interface JavaScriptText {
  /** The program without its strings and places: what it does. */
  readonly shape: string;
  readonly strings: readonly string[];
  /** What its comments say, without the marks at the sides. */
  readonly comments: string;
}

/** A module as acorn reads it. */
export function readJavaScript(text: string): JavaScriptText {
  const comments: Comment[] = [];
  const strings: string[] = [];
  const tree = parse(text, { ecmaVersion: 'latest', sourceType: 'module', onComment: comments });
  const shape = JSON.stringify(tree, (key, value) => {
    if (key === 'start' || key === 'end' || key === 'raw') return undefined;
    if (key === 'value' && typeof value === 'string') {
      strings.push(value);
      return 'string';
    }
    return typeof value === 'bigint' ? String(value) : value;
  });
  const lines = comments.flatMap(({ value }) => value.split('\n').map((line) => line.replace(/^ \* ?/, '')));
  return { shape, strings, comments: lines.join('\n') };
}
