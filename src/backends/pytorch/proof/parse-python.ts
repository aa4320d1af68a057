import type {
  Argument,
  DictionaryEntry,
  Expression,
  PythonFunction,
  PythonParameter,
  PythonStatement,
  Subscript,
} from './python-syntax.ts';
import { Unproven } from './python-syntax.ts';
import type { Token } from './python-tokens.ts';
import { pythonTokens, unescaped } from './python-tokens.ts';

/** The methods of a class, of the lines of its body. */
export function parseMethods(lines: readonly string[]): ReadonlyMap<string, PythonFunction> {
  return new Parser(lines.join('\n')).methods();
}

/** From `or` down to what binds tightest; comparisons do not chain in emitted code. */
const levels: readonly (readonly string[])[] = [
  ['or'],
  ['and'],
  ['not'],
  ['==', '!=', '<', '<=', '>', '>=', 'is'],
  ['+', '-'],
  ['*', '/', '//', '%'],
];

class Parser {
  private readonly tokens: readonly Token[];
  private at = 0;

  constructor(text: string) {
    this.tokens = pythonTokens(text);
  }

  methods(): ReadonlyMap<string, PythonFunction> {
    const methods = new Map<string, PythonFunction>();
    this.skip('indent');
    while (this.peek.kind !== 'end' && this.peek.kind !== 'dedent') {
      if (this.peek.kind === 'string') {
        this.next();
        this.take('newline');
        continue;
      }
      this.take('name', 'def');
      methods.set(this.take('name').text, this.method());
    }
    return methods;
  }

  private method(): PythonFunction {
    this.take('sign', '(');
    const parameters: PythonParameter[] = [];
    while (!this.skip('sign', ')')) {
      const { text: name } = this.take('name');
      if (this.skip('sign', ':')) this.type();
      parameters.push({ name, default: this.skip('sign', '=') ? this.expression() : undefined });
      this.skip('sign', ',');
    }
    if (this.skip('sign', '->')) this.type();
    return { parameters, body: this.block() };
  }

  /** `tuple[int, ...]`: types prove nothing. */
  private type(): void {
    for (let depth = 0; ; this.next()) {
      const { kind, text } = this.peek;
      if (kind === 'newline' || kind === 'end') return;
      if (kind !== 'sign') continue;
      if (depth === 0 && ['=', ',', ')', ':'].includes(text)) return;
      if (text === '[') depth++;
      if (text === ']') depth--;
    }
  }

  private block(): readonly PythonStatement[] {
    this.take('sign', ':');
    this.take('newline');
    this.take('indent');
    const statements: PythonStatement[] = [];
    while (!this.skip('dedent')) statements.push(this.statement());
    return statements;
  }

  private statement(): PythonStatement {
    if (this.skip('name', 'for')) {
      const { text: variable } = this.take('name');
      this.take('name', 'in');
      const over = this.expression();
      return { kind: 'for', variable, over, body: this.block() };
    }
    if (this.skip('name', 'if')) return this.choice();
    if (this.skip('name', 'return')) return this.ended({ kind: 'return', value: this.expression() });
    const target = this.expression();
    if (this.skip('sign', ':')) this.type();
    if (this.skip('sign', '=')) return this.ended({ kind: 'assign', target, value: this.expression() });
    if (this.skip('sign', '+=')) return this.ended({ kind: 'extend', target, value: this.expression() });
    return this.ended({ kind: 'expression', value: target });
  }

  private ended(statement: PythonStatement): PythonStatement {
    this.take('newline');
    return statement;
  }

  private choice(): PythonStatement {
    const condition = this.expression();
    const consequent = this.block();
    const alternative = this.skip('name', 'elif')
      ? [this.choice()]
      : this.skip('name', 'else')
        ? this.block()
        : [];
    return { kind: 'if', condition, consequent, alternative };
  }

  private expression(): Expression {
    const value = this.binary(0);
    if (!this.skip('name', 'if')) return value;
    const condition = this.binary(0);
    this.take('name', 'else');
    return { kind: 'conditional', condition, consequent: value, alternative: this.expression() };
  }

  private binary(level: number): Expression {
    const operators = levels[level];
    if (operators === undefined) return this.unary();
    if (operators[0] === 'not')
      return this.skip('name', 'not')
        ? { kind: 'unary', operator: 'not', operand: this.binary(level) }
        : this.binary(level + 1);
    let left = this.binary(level + 1);
    while (operators.includes(this.peek.text) && (this.peek.kind === 'sign' || this.peek.kind === 'name')) {
      const word = this.next().text;
      const operator = word === 'is' && this.skip('name', 'not') ? 'is not' : word;
      left = { kind: 'binary', operator, left, right: this.binary(level + 1) };
    }
    return left;
  }

  private unary(): Expression {
    if (this.skip('sign', '-')) return { kind: 'unary', operator: '-', operand: this.unary() };
    let value = this.atom();
    for (;;) {
      if (this.skip('sign', '.')) value = { kind: 'attribute', of: value, name: this.take('name').text };
      else if (this.skip('sign', '(')) value = { kind: 'call', callee: value, arguments: this.arguments() };
      else if (this.skip('sign', '[')) value = { kind: 'subscript', of: value, items: this.subscripts() };
      else return value;
    }
  }

  private atom(): Expression {
    const { kind, text } = this.next();
    switch (kind) {
      case 'number':
        return { kind: 'number', value: Number(text), float: /[.eE]/.test(text) };
      case 'string':
        return { kind: 'string', text: unescaped(text) };
      case 'formatted':
        return { kind: 'formatted', parts: formattedParts(text) };
      case 'name':
        if (text === 'True' || text === 'False') return { kind: 'constant', value: text === 'True' };
        return text === 'None' ? { kind: 'constant', value: undefined } : { kind: 'name', name: text };
      case 'sign':
        if (text === '(') return this.parenthesised();
        if (text === '[') return { kind: 'list', items: this.items(']') };
        if (text === '{') return this.dictionary();
    }
    throw new Unproven(`an expression begins with \`${text}\``);
  }

  private parenthesised(): Expression {
    if (this.skip('sign', ')')) return { kind: 'tuple', items: [] };
    const first = this.expression();
    if (this.peek.text === 'for') return this.comprehension(undefined, first, ')');
    if (this.skip('sign', ')')) return first;
    this.take('sign', ',');
    return { kind: 'tuple', items: [first, ...this.items(')')] };
  }

  private items(close: string): readonly Expression[] {
    const items: Expression[] = [];
    while (!this.skip('sign', close)) {
      items.push(this.skip('sign', '*') ? { kind: 'starred', of: this.expression() } : this.expression());
      if (this.peek.text !== close) this.take('sign', ',');
    }
    return items;
  }

  private dictionary(): Expression {
    const entries: DictionaryEntry[] = [];
    while (!this.skip('sign', '}')) {
      if (this.skip('sign', '**')) entries.push({ key: undefined, value: this.expression() });
      else {
        const key = this.expression();
        this.take('sign', ':');
        const value = this.expression();
        if (this.peek.text === 'for') return this.comprehension(key, value, '}');
        entries.push({ key, value });
      }
      if (this.peek.text !== '}') this.take('sign', ',');
    }
    return { kind: 'dictionary', entries };
  }

  private comprehension(key: Expression | undefined, element: Expression, close: string): Expression {
    this.take('name', 'for');
    const { text: variable } = this.take('name');
    this.take('name', 'in');
    const over = this.expression();
    this.take('sign', close);
    return { kind: 'comprehension', key, element, variable, over };
  }

  private arguments(): readonly Argument[] {
    const given: Argument[] = [];
    while (!this.skip('sign', ')')) {
      const named = this.peek.kind === 'name' && this.tokens[this.at + 1]?.text === '=';
      const name = named ? this.next().text : undefined;
      if (named) this.next();
      const value: Expression = this.skip('sign', '*')
        ? { kind: 'starred', of: this.expression() }
        : this.expression();
      given.push({ name, value });
      if (this.peek.text !== ')') this.take('sign', ',');
    }
    return given;
  }

  private subscripts(): readonly Subscript[] {
    const items: Subscript[] = [];
    while (!this.skip('sign', ']')) {
      if (this.skip('sign', ':')) {
        const ends = this.peek.text === ',' || this.peek.text === ']';
        items.push({ slice: true, end: ends ? undefined : this.expression() });
      } else items.push({ slice: false, index: this.expression() });
      if (this.peek.text !== ']') this.take('sign', ',');
    }
    return items;
  }

  expressionAlone(): Expression {
    const value = this.expression();
    this.take('newline');
    return value;
  }

  private get peek(): Token {
    return this.tokens[this.at]!;
  }

  private next(): Token {
    return this.tokens[this.at++] ?? { kind: 'end', text: '' };
  }

  private skip(kind: Token['kind'], text?: string): boolean {
    const found = this.peek.kind === kind && (text === undefined || this.peek.text === text);
    if (found) this.at++;
    return found;
  }

  private take(kind: Token['kind'], text?: string): Token {
    const token = this.peek;
    if (!this.skip(kind, text)) throw new Unproven(`\`${token.text}\` stands where ${text ?? kind} should`);
    return token;
  }
}

/** `a{b}c`: what stands in braces holds no quotes and no braces; doubled braces are text. */
function formattedParts(text: string): readonly (string | Expression)[] {
  return text.split(/(\{\{|\}\}|\{[^{}]*\})/).map((part) => {
    if (part === '{{' || part === '}}') return part[0]!;
    return part.startsWith('{') ? new Parser(part.slice(1, -1)).expressionAlone() : unescaped(part);
  });
}
