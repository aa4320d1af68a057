/*
 * Lays out Python as its formatters (black, ruff) do: what fits on a line is on one; else the arguments of a call move to a line of
 * their own; else each has its line. `open` and `close` hold everything in front of and behind the items: `self.fc = nn.Linear(`, `)`.
 */

export type Code = string | Brackets;

export interface Brackets {
  readonly open: string;
  readonly items: readonly Code[];
  readonly close: string;
  /** A call's arguments may share a line; a list's or dictionary's items do not; a comprehension's parts have no commas. */
  readonly style: 'call' | 'collection' | 'comprehension' | 'sum';
}

const width = 88;

/** Lines without their ends; the first starts with `indent` blanks. */
export function layout(code: Code, indent: number): readonly string[] {
  return lines(code, indent, 0);
}

function lines(code: Code, indent: number, behind: number, enclosed = false): readonly string[] {
  const flat = flatten(code);
  const margin = ' '.repeat(indent);
  if (typeof code === 'string' || indent + flat.length + behind <= width) return [margin + flat];
  const { open, items, close, style } = code;
  // Between the brackets of a call the terms of a sum need none of their own.
  if (style === 'sum' && enclosed) return items.flatMap((item) => lines(item, indent, behind));
  const inner = indent + 4;
  const first = margin + open + (style === 'sum' ? '(' : '');
  const last = margin + (style === 'sum' ? ')' : '') + close;
  if (style === 'call' || (style === 'collection' && items.length === 1 && typeof items[0] === 'string')) {
    const joined = items.map(flatten).join(', ');
    const spread = items.length === 1 && items[0]!.toString().startsWith('*');
    if (!spread && inner + joined.length <= width) return [first, ' '.repeat(inner) + joined, last];
  }
  const commas = style === 'call' || style === 'collection';
  const comma = commas && (style === 'collection' || items.length > 1) ? ',' : '';
  const between = items.flatMap((item) => {
    const laid = lines(item, inner, comma.length, style !== 'sum');
    return [...laid.slice(0, -1), laid.at(-1)! + comma];
  });
  return [first, ...between, last];
}

/** The code on one line. */
export function flatten(code: Code): string {
  if (typeof code === 'string') return code;
  const separator = code.style === 'call' || code.style === 'collection' ? ', ' : ' ';
  return `${code.open}${code.items.map(flatten).join(separator)}${code.close}`;
}

/** `name(a, b)` */
export function call(name: string, items: readonly Code[]): Code {
  return items.length === 0 ? `${name}()` : { open: `${name}(`, items, close: ')', style: 'call' };
}

/** Text in front of the code: `x = …`, `stride=…`. */
export function prefixed(text: string, code: Code): Code {
  return typeof code === 'string' ? text + code : { ...code, open: text + code.open };
}

/** Text behind the code: `…[0]`. */
export function suffixed(code: Code, text: string): Code {
  return typeof code === 'string' ? code + text : { ...code, close: code.close + text };
}
