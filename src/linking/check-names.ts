import { diagnose } from '../diagnostics/diagnose.ts';
import type { Diagnostic, Span } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/did-you-mean.ts';
import { specOf } from '../ir/operator.ts';
import type { OperatorKind } from '../ir/operators.ts';
import { operatorNames, operatorOf } from '../ir/operators.ts';
import type * as ast from '../parser/ast.ts';
import { functionNames, joinOperators, typeNames } from './names.ts';
import type { Entity, LinkedModule } from './program.ts';

const joinMembers = ['channels', 'height', 'width', 'stride'];
const inMembers = ['channels', 'height', 'width'];

/** What other libraries call an operator. */
const otherNames: Readonly<Record<string, string>> = {
  conv2d: 'conv',
  convolution: 'conv',
  bn: 'batchnorm',
  batch_norm: 'batchnorm',
  batchnorm2d: 'batchnorm',
  layer_norm: 'layernorm',
  group_norm: 'groupnorm',
  dense: 'linear',
  fc: 'linear',
  fully_connected: 'linear',
  swish: 'silu',
  max_pool: 'maxpool',
  maxpool2d: 'maxpool',
  avg_pool: 'avgpool',
  average_pool: 'avgpool',
  global_average_pool: 'avgpool global',
  gap: 'avgpool global',
  mul: 'multiply',
  cat: 'concat',
  concatenate: 'concat',
};

/**
 * Looks up every name of a file without running it, so that a block nobody calls is checked too: unknown names, names declared twice
 * and declared for nothing. Elaboration takes the result for granted and says nothing about names.
 */
export function checkNames(linked: LinkedModule): readonly Diagnostic[] {
  const checker = new NameChecker(linked);
  for (const declaration of linked.module.declarations) checker.declaration(declaration);
  return [...checker.diagnostics, ...checker.unusedEntities()];
}

interface Local {
  readonly kind: 'parameter' | 'let' | 'index';
  readonly span: Span;
  used: boolean;
}

/** The names of one block or network: locals by scope, labels for the whole of it. */
interface Frame {
  readonly locals: Map<string, Local>[];
  readonly labels: Set<string>;
  /** A statement could not be read, so a missing name may be declared there. */
  readonly incomplete: boolean;
  projections: number;
}

class NameChecker {
  readonly diagnostics: Diagnostic[] = [];
  private readonly linked: LinkedModule;
  private readonly used = new Set<Entity>();
  private frame: Frame = { locals: [], labels: new Set(), incomplete: false, projections: 0 };

  constructor(linked: LinkedModule) {
    this.linked = linked;
  }

  declaration(declaration: ast.Declaration): void {
    const { name, parameters } = declaration;
    if (operatorNames.has(name.text) || functionNames.has(name.text))
      this.diagnostics.push(diagnose('name/reserved', { name: name.text }, this.at(name.span)));
    const body = declaration.kind === 'block' ? declaration.body : declaration.definition;
    const incomplete = body.kind === 'body' && hasInvalid(body);
    this.frame = { locals: [new Map()], labels: new Set(), incomplete, projections: 0 };
    for (const parameter of parameters) {
      if (parameter.default !== undefined) this.expression(parameter.default);
      if (parameter.type !== undefined) this.type(parameter.type.base);
      this.declare(parameter.name, 'parameter');
    }
    if (body.kind === 'body') this.statements(body.statements);
    else this.call(body, 'network');
    this.closeScope();
  }

  private type(name: ast.Name): void {
    if (typeNames.has(name.text)) return;
    const near = didYouMean(name.text, typeNames);
    this.unknown(name, 'type', near, `the types are ${[...typeNames].join(', ')}, and lists of them: int[4]`);
  }

  /** Imports and blocks that nothing in this file uses; a file without networks is a library, whose blocks are for others. */
  unusedEntities(): readonly Diagnostic[] {
    const { module, names } = this.linked;
    const hasNetwork = module.declarations.some(({ kind }) => kind === 'network');
    const unused: Diagnostic[] = [];
    for (const [name, entity] of names) {
      if (this.used.has(entity)) continue;
      if (entity.module !== this.linked) {
        const statement = module.imports.find(({ names: list }) =>
          list.some((item) => localName(item).text === name),
        );
        const item = statement?.names.find((candidate) => localName(candidate).text === name);
        if (statement !== undefined && item !== undefined) unused.push(this.unusedImport(statement, item));
      } else if (entity.kind === 'block' && hasNetwork && module.broken.size === 0) {
        unused.push(diagnose('lint/unused', { kind: 'block', name }, this.at(entity.declaration.name.span)));
      }
    }
    return unused;
  }

  private unusedImport(statement: ast.Import, item: ast.Import['names'][number]): Diagnostic {
    const position = statement.names.indexOf(item);
    const next = statement.names[position + 1];
    const before = statement.names[position - 1];
    const span =
      statement.names.length === 1
        ? statement.span
        : next === undefined
          ? { start: before!.span.end, end: item.span.end }
          : { start: item.span.start, end: next.span.start };
    return diagnose('lint/unused', { kind: 'import', name: localName(item).text }, this.at(item.span), {
      fixes: [{ title: 'remove it', edits: [{ ...this.at(span), text: '' }] }],
    });
  }

  private at(span: Span) {
    return { file: this.linked.file.name, span };
  }

  private declare(name: ast.Name, kind: Local['kind']): void {
    const scope = this.frame.locals.at(-1)!;
    const earlier = scope.get(name.text);
    if (earlier !== undefined) {
      const related = [{ ...this.at(earlier.span), message: 'first here' }];
      const what = kind === 'let' ? 'name' : kind;
      this.diagnostics.push(
        diagnose('name/duplicate', { name: name.text, kind: what }, this.at(name.span), { related }),
      );
    }
    scope.set(name.text, { kind, span: name.span, used: false });
  }

  private closeScope(): void {
    for (const [name, local] of this.frame.locals.pop()!) {
      if (local.used || local.kind === 'index' || this.frame.incomplete) continue;
      this.diagnostics.push(diagnose('lint/unused', { kind: local.kind, name }, this.at(local.span)));
    }
  }

  private inScope(names: readonly ast.Name[], body: () => void): void {
    this.frame.locals.push(new Map());
    for (const name of names) this.declare(name, 'index');
    body();
    this.closeScope();
  }

  private statements(statements: readonly ast.Statement[]): void {
    for (const statement of statements) {
      for (const part of statement.label?.parts ?? []) {
        if (typeof part !== 'string') this.withIndex(statement, () => this.expression(part));
      }
      this.statement(statement);
      if (statement.label !== undefined) this.frame.labels.add(labelText(statement.label));
    }
  }

  /** A stage's label and arguments know `index`, a repeat's label its variable. */
  private withIndex(statement: ast.Statement, body: () => void): void {
    if (statement.kind === 'stage') this.inScope([{ text: 'index', span: statement.span }], body);
    else if (statement.kind === 'repeat') this.inScope([statement.variable], body);
    else body();
  }

  private statement(statement: ast.Statement): void {
    switch (statement.kind) {
      case 'operator':
        return this.operator(statement);
      case 'call':
        return this.call(statement.call, 'block');
      case 'input':
        return this.expression(statement.shape);
      case 'part':
      case 'group':
      case 'gate':
        return this.body(statement.body);
      case 'stage':
        return this.withIndex(statement, () => {
          const [count, call] =
            statement.blocks.kind === 'extent' ? statement.blocks.items : [statement.blocks];
          this.expression(count!);
          if (call?.kind === 'call') this.call({ ...call, kind: 'invocation' }, 'block');
          else if (call !== undefined) this.expression(call);
          for (const option of statement.options) this.expression(option.value);
        });
      case 'repeat':
        this.expression(statement.count);
        return this.inScope([statement.variable], () => this.statements(statement.body.statements));
      case 'residual':
        this.body(statement.body);
        return this.shortcut(statement.shortcut);
      case 'branches':
        for (const path of statement.paths) {
          for (const part of path.label?.parts ?? []) if (typeof part !== 'string') this.expression(part);
          this.body(path.body);
        }
        return;
      case 'from':
        return this.label(statement.name);
      case 'let':
        this.expression(statement.value);
        return this.declare(statement.name, 'let');
      case 'defaults':
        if (!operatorNames.has(statement.operator.text)) this.unknownOperator(statement.operator);
        else this.operatorArguments(statement.operator.text as OperatorKind, statement.arguments);
        return;
      case 'if':
        this.expression(statement.condition);
        this.body(statement.consequent);
        if (statement.alternative !== undefined) this.body(statement.alternative);
        return;
      case 'invalid':
        return;
    }
  }

  private body(body: ast.Body): void {
    this.inScope([], () => this.statements(body.statements));
  }

  private shortcut(shortcut: ast.Shortcut | undefined): void {
    if (shortcut?.expression !== undefined) this.expression(shortcut.expression);
    if (shortcut?.body === undefined) return;
    const projection = shortcut.form?.text === 'projection' ? 1 : 0;
    this.frame.projections += projection;
    this.body(shortcut.body);
    this.frame.projections -= projection;
  }

  private operator({ operator, arguments: given }: ast.StatementOf<'operator'>): void {
    const { text: name } = operator;
    if (joinOperators.has(name)) {
      for (const { value } of given) {
        if (value.kind === 'name') this.label({ text: value.name, span: value.span });
        else if (value.kind === 'integer') this.label({ text: value.text, span: value.span });
        else this.expression(value);
      }
    } else if (operatorNames.has(name)) this.operatorArguments(name as OperatorKind, given);
    else this.unknownOperator(operator);
  }

  private operatorArguments(kind: OperatorKind, given: readonly ast.Argument[]): void {
    const { attributes } = operatorOf(kind);
    const specs = Object.entries(attributes);
    const words = new Set(
      specs.flatMap(([name, spec]) =>
        spec.type === 'flag' ? [name] : spec.type === 'choice' ? spec.choices : [],
      ),
    );
    for (const { name, value } of given) {
      const spec = name && specOf(attributes, name.text);
      if (value.kind === 'name') {
        const literal =
          spec === undefined
            ? words.has(value.name)
            : spec.type === 'choice' && spec.choices.includes(value.name);
        if (literal || (spec?.type === 'padding' && value.name === 'same')) continue;
      }
      const attributeCall =
        value.kind === 'call' && name === undefined && specOf(attributes, value.callee.text) !== undefined;
      if (attributeCall) for (const argument of value.arguments) this.expression(argument.value);
      else this.expression(value);
    }
  }

  private unknownOperator(name: ast.Name): void {
    const entity = this.linked.names.get(name.text);
    const isParameter = this.lookUp(name.text) !== undefined;
    if (entity !== undefined || isParameter) {
      if (entity !== undefined) this.used.add(entity);
      const title = `call it: \`${name.text}(…)\``;
      const diagnostic = diagnose('name/not-an-operator', { name: name.text }, this.at(name.span), {
        help: title,
      });
      this.diagnostics.push(diagnostic);
      return;
    }
    if (this.frame.incomplete && this.linked.module.broken.has(name.text)) return;
    const lower = name.text.toLowerCase();
    const near =
      (Object.hasOwn(otherNames, lower) ? otherNames[lower] : undefined) ??
      didYouMean(name.text, [...operatorNames, ...this.linked.names.keys()]);
    this.unknown(name, 'operator', near, `the operators are ${[...operatorNames].join(', ')}`);
  }

  private call({ callee, arguments: given }: ast.Invocation, kind: Entity['kind']): void {
    for (const { value } of given) this.expression(value);
    const local = this.lookUp(callee.text);
    if (local !== undefined) {
      local.used = true;
      return;
    }
    const entity = this.linked.names.get(callee.text);
    if (entity !== undefined) {
      this.used.add(entity);
      if (entity.kind === kind) return;
      const is = entity.kind === 'block' ? 'a block' : 'a network';
      this.diagnostics.push(diagnose('name/not-a-block', { name: callee.text, is }, this.at(callee.span)));
    } else if (operatorNames.has(callee.text)) {
      const help = `write it as in the paper’s table, without parentheses: \`${exampleOf(callee.text)}\``;
      this.diagnostics.push(
        diagnose('name/not-a-block', { name: callee.text, is: 'an operator' }, this.at(callee.span), {
          help,
        }),
      );
    } else if (this.linked.complete) {
      const entities = [...this.linked.names]
        .filter(([, candidate]) => candidate.kind === kind)
        .map(([name]) => name);
      const near = didYouMean(callee.text, [...entities, ...operatorNames]);
      this.unknown(
        callee,
        kind,
        near,
        entities.length > 0 ? `there are ${entities.slice(0, 5).join(', ')}` : undefined,
      );
    }
  }

  private unknown(
    name: ast.Name,
    kind: string,
    near: string | undefined,
    otherwise: string | undefined,
  ): void {
    const help = near === undefined ? otherwise : `did you mean \`${near}\`?`;
    this.diagnostics.push(
      diagnose('name/unknown', { name: name.text, kind }, this.at(name.span), {
        ...(help === undefined ? {} : { help }),
        fixes:
          near === undefined
            ? []
            : [{ title: `write \`${near}\``, edits: [{ ...this.at(name.span), text: near }] }],
      }),
    );
  }

  private label(name: ast.Name): void {
    if (this.frame.labels.has(name.text) || this.frame.incomplete) return;
    const near = didYouMean(name.text, this.frame.labels);
    this.diagnostics.push(
      diagnose('name/value', { name: name.text }, this.at(name.span), {
        ...(near === undefined ? {} : { help: `did you mean \`${near}\`?` }),
        fixes:
          near === undefined
            ? []
            : [{ title: `write \`${near}\``, edits: [{ ...this.at(name.span), text: near }] }],
      }),
    );
  }

  private lookUp(name: string): Local | undefined {
    for (let depth = this.frame.locals.length - 1; depth >= 0; depth--) {
      const local = this.frame.locals[depth]!.get(name);
      if (local !== undefined) return local;
    }
    return undefined;
  }

  private expression(expression: ast.Expression): void {
    switch (expression.kind) {
      case 'name':
        return this.name({ text: expression.name, span: expression.span });
      case 'member':
        return this.member(expression);
      case 'call':
        if (functionNames.has(expression.callee.text))
          for (const { value } of expression.arguments) this.expression(value);
        else this.call({ ...expression, kind: 'invocation' }, 'block');
        return;
      case 'list':
      case 'tuple':
      case 'extent':
        for (const item of expression.items) this.expression(item);
        return;
      case 'index':
        this.expression(expression.list);
        return this.expression(expression.index);
      case 'unary':
        return this.expression(expression.operand);
      case 'binary':
        this.expression(expression.left);
        return this.expression(expression.right);
      case 'integer':
      case 'float':
      case 'boolean':
      case 'string':
      case 'invalid':
        return;
    }
  }

  private name(name: ast.Name): void {
    const local = this.lookUp(name.text);
    if (local !== undefined) {
      local.used = true;
      return;
    }
    const entity = this.linked.names.get(name.text);
    if (entity !== undefined) this.used.add(entity);
    if (entity !== undefined || this.frame.incomplete || !this.linked.complete) return;
    const locals = this.frame.locals.flatMap((scope) => [...scope.keys()]);
    const near = didYouMean(name.text, [...locals, ...this.linked.names.keys()]);
    const known = [...new Set(locals)].slice(0, 5);
    this.unknown(name, 'name', near, known.length > 0 ? `here there are ${known.join(', ')}` : undefined);
  }

  private member({ object, member }: ast.ExpressionOf<'member'>): void {
    const members =
      object.text === 'in'
        ? inMembers
        : object.text === 'join' && this.frame.projections > 0
          ? joinMembers
          : undefined;
    if (members?.includes(member.text)) return;
    const what = members === undefined ? object : member;
    const help =
      members !== undefined
        ? `${object.text} has ${members.join(', ')}`
        : object.text === 'join'
          ? '`join` is known inside `shortcut projection { … }`'
          : 'only `in` and `join` have members';
    this.diagnostics.push(
      diagnose('name/unknown', { name: what.text, kind: members ? 'member' : 'value' }, this.at(what.span), {
        help,
      }),
    );
  }
}

function localName({ name, alias }: ast.Import['names'][number]): ast.Name {
  return alias ?? name;
}

/** A label as the name of a value: only one without holes can be referred to. */
function labelText(label: ast.Label): string {
  return label.parts.every((part) => typeof part === 'string') ? label.parts.join('') : '';
}

function exampleOf(operator: string): string {
  if (operator === 'conv') return 'conv 3x3, 64, stride 2';
  if (operator === 'linear') return 'linear 1000';
  if (operator === 'maxpool' || operator === 'avgpool') return `${operator} 3x3, stride 2`;
  if (operator === 'zero_pad') return 'zero_pad pad (0, 1, 0, 1)';
  if (operator === 'upsample') return 'upsample 2x1';
  return operator;
}

function hasInvalid(body: ast.Body): boolean {
  return body.statements.some((statement) => {
    switch (statement.kind) {
      case 'invalid':
        return true;
      case 'part':
      case 'group':
      case 'gate':
      case 'repeat':
        return hasInvalid(statement.body);
      case 'residual':
        return (
          hasInvalid(statement.body) ||
          (statement.shortcut?.body !== undefined && hasInvalid(statement.shortcut.body))
        );
      case 'branches':
        return statement.paths.some((path) => hasInvalid(path.body));
      case 'if':
        return (
          hasInvalid(statement.consequent) ||
          (statement.alternative !== undefined && hasInvalid(statement.alternative))
        );
      default:
        return false;
    }
  });
}
