/** Reads W3C EBNF and recognises token sequences by it, so that a test can say whether the printed grammar is the real one. */

type Expression =
  | { readonly kind: 'sequence' | 'choice'; readonly items: readonly Expression[] }
  | { readonly kind: 'many'; readonly item: Expression; readonly min: 0 | 1; readonly max: 1 | undefined }
  | { readonly kind: 'literal' | 'name'; readonly text: string };

export type Ebnf = ReadonlyMap<string, Expression>;

/** The rules up to the tokens, whose definitions are about characters. */
export function readEbnf(text: string): Ebnf {
  const [grammar] = text.split('/* Tokens */');
  const words = grammar!.replaceAll(/\/\*.*?\*\//gs, '').match(/'[^']*'|"[^"]*"|::=|\w+|[()?*+|]/g) ?? [];
  let at = 0;
  const choice = (): Expression => {
    const items = [sequence()];
    while (words[at] === '|') {
      at++;
      items.push(sequence());
    }
    return { kind: 'choice', items };
  };
  const sequence = (): Expression => {
    const items: Expression[] = [];
    while (at < words.length && !['|', ')'].includes(words[at]!) && words[at + 1] !== '::=')
      items.push(item());
    return { kind: 'sequence', items };
  };
  const item = (): Expression => {
    const word = words[at++]!;
    let inner: Expression;
    if (word === '(') {
      inner = choice();
      at++;
    } else if (/^['"]/.test(word)) inner = { kind: 'literal', text: word.slice(1, -1) };
    else inner = { kind: 'name', text: word };
    const suffix = words[at];
    if (suffix !== '?' && suffix !== '*' && suffix !== '+') return inner;
    at++;
    return { kind: 'many', item: inner, min: suffix === '+' ? 1 : 0, max: suffix === '?' ? 1 : undefined };
  };
  const rules = new Map<string, Expression>();
  while (at < words.length) {
    const name = words[at]!;
    at += 2;
    rules.set(name, choice());
  }
  return rules;
}

export interface Word {
  readonly text: string;
  /** The names of the token and of its categories. */
  readonly names: readonly string[];
}

/** Whether the whole of the words is an instance of the rule, by any reading. */
export function recognises(grammar: Ebnf, rule: string, words: readonly Word[]): boolean {
  const memory = new Map<string, ReadonlySet<number>>();
  const ends = (expression: Expression, at: number): ReadonlySet<number> => {
    switch (expression.kind) {
      case 'literal':
        return new Set(words[at]?.text === expression.text ? [at + 1] : []);
      case 'name':
        return named(expression.text, at);
      case 'choice':
        return new Set(expression.items.flatMap((item) => [...ends(item, at)]));
      case 'sequence':
        return inARow(expression.items, at);
      case 'many': {
        const reached = new Set(expression.min === 0 ? [at] : []);
        let fresh: readonly number[] = [at];
        do {
          fresh = fresh
            .flatMap((start) => [...ends(expression.item, start)])
            .filter((end) => !reached.has(end));
          for (const end of fresh) reached.add(end);
        } while (fresh.length > 0 && expression.max === undefined);
        return reached;
      }
    }
  };
  const inARow = (items: readonly Expression[], at: number): ReadonlySet<number> => {
    let starts: ReadonlySet<number> = new Set([at]);
    for (const item of items) starts = new Set([...starts].flatMap((start) => [...ends(item, start)]));
    return starts;
  };
  const named = (name: string, at: number): ReadonlySet<number> => {
    const definition = grammar.get(name);
    if (name === 'EOF') return new Set(at === words.length ? [at] : []);
    if (definition === undefined) return new Set(words[at]?.names.includes(name) ? [at + 1] : []);
    const key = `${name} ${at}`;
    const known = memory.get(key);
    if (known !== undefined) return known;
    const found = ends(definition, at);
    memory.set(key, found);
    return found;
  };
  return named(rule, 0).has(words.length);
}
