// Over 300 lines: one method per rule of the grammar, and no more.
import type { CstNode, IToken } from 'chevrotain';
import type { Span } from '../diagnostics/diagnostic.ts';
import type { SourceFile } from '../diagnostics/source.ts';
import type * as ast from './ast.ts';
import { buildArgument, buildCallArguments, buildExpression } from './build-expression.ts';
import { nameOf, node, nodeSpan, nodes, token, tokenSpan, tokens } from './cst.ts';
import type { Documentation } from './documentation.ts';
import { unescapeString } from './strings.ts';
import { OpenString } from './tokens.ts';

/** What a part of a file declares. */
export interface ModulePart {
  readonly imports: readonly ast.Import[];
  readonly declarations: readonly ast.Declaration[];
  readonly broken: readonly string[];
}

/**
 * Turns the parse trees of a stretch of a file into its part of the module. What an error cut short is left out, or becomes an `invalid`
 * statement; so does a statement with one of `faults` in it, the places of brackets without a partner.
 */
export function buildPart(
  trees: Iterable<CstNode>,
  { start, end }: Span,
  file: SourceFile,
  documentation: Documentation,
  faults: readonly number[],
): ModulePart {
  const build = new AstBuilder(documentation, faults);
  const imports: ast.Import[] = [];
  const declarations: ast.Declaration[] = [];
  const broken: string[] = [];
  const text = file.text.slice(start, end);
  for (const tree of trees) {
    const unsound = (child: CstNode): boolean => isBroken(child) || build.hasFaultInHead(child);
    const sound = (rule: string): readonly CstNode[] => nodes(tree, rule).filter((child) => !unsound(child));
    for (const child of sound('importDeclaration')) imports.push(build.importOf(child));
    const blocks = sound('blockDeclaration').map((child) => build.block(child));
    const networks = sound('networkDeclaration').map((child) => build.network(child));
    declarations.push(...[...blocks, ...networks].sort((a, b) => a.span.start - b.span.start));
    for (const name of brokenNames(tree, text, start, unsound)) broken.push(name);
  }
  return { imports, declarations, broken };
}

export function joinParts(
  parts: readonly ModulePart[],
  file: SourceFile,
  documentation: Documentation,
): ast.Module {
  const declarations = parts.flatMap((part) => part.declarations);
  return {
    file,
    documentation: documentation.ofFile(declarations.map((declaration) => declaration.span.start)),
    imports: parts.flatMap((part) => part.imports),
    declarations,
    broken: new Set(parts.flatMap((part) => part.broken)),
    span: { start: 0, end: file.text.length },
  };
}

function invalid(cst: CstNode): ast.Statement {
  const span = tokenSpan(token(cst, 'Stray')!);
  return { kind: 'invalid', label: undefined, documentation: undefined, span };
}

/** An error cut it short, or its path is no string that can be read. */
function isBroken(cst: CstNode): boolean {
  const path = token(cst, 'String');
  const unreadable =
    path !== undefined && (path.tokenType === OpenString || unescapeString(path.image).bad !== undefined);
  return cst.recoveredNode === true || unreadable;
}

/** Statements without braces, which a bracket without its partner makes unreadable as a whole. */
const braceless: ReadonlySet<ast.Statement['kind']> = new Set([
  ...(['operator', 'call', 'stage', 'input', 'from', 'let', 'defaults'] as const),
]);

/** The words on the first line of declarations that could not be read: some are names of which nothing is known. */
function brokenNames(
  tree: CstNode,
  text: string,
  offset: number,
  unsound: (child: CstNode) => boolean,
): readonly string[] {
  return ['blockDeclaration', 'networkDeclaration', 'importDeclaration', 'strayDeclaration']
    .flatMap((rule) => nodes(tree, rule))
    .filter(unsound)
    .flatMap(({ location }) => {
      const { startOffset } = location!;
      const start = Number.isNaN(startOffset) ? 0 : startOffset - offset;
      const [line] = text.slice(start, start + 1000).split(/[\r\n]/, 1);
      return line!.match(/[A-Za-z_]\w*/g) ?? [];
    });
}

class AstBuilder {
  readonly documentation: Documentation;
  private readonly faults: readonly number[];

  constructor(documentation: Documentation, faults: readonly number[]) {
    this.documentation = documentation;
    this.faults = faults;
  }

  /** A bracket without its partner stands before a declaration's body: its name or parameters may be others. */
  hasFaultInHead(cst: CstNode): boolean {
    const { start, end } = nodeSpan(cst);
    const body = node(cst, 'body');
    const headEnd = body === undefined ? end : nodeSpan(body).start;
    return this.faults.some((fault) => start <= fault && fault < headEnd);
  }

  importOf(cst: CstNode): ast.Import {
    const path = token(cst, 'String')!;
    return {
      names: nodes(cst, 'importedName').map((child) => {
        const [name, alias] = tokens(child, 'Identifier');
        return { name: nameOf(name!), alias: alias && nameOf(alias), span: nodeSpan(child) };
      }),
      path: { text: unescapeString(path.image).text, span: tokenSpan(path) },
      span: { start: nodeSpan(cst).start, end: tokenSpan(path).end },
    };
  }

  block(cst: CstNode): ast.BlockDeclaration {
    return { kind: 'block', ...this.declaration(cst), body: this.body(node(cst, 'body')!) };
  }

  network(cst: CstNode): ast.NetworkDeclaration {
    const call = node(cst, 'invocation');
    const definition = call === undefined ? this.body(node(cst, 'body')!) : this.invocation(call);
    return { kind: 'network', ...this.declaration(cst), definition };
  }

  private declaration(cst: CstNode) {
    const span = nodeSpan(cst);
    const list = node(cst, 'parameters');
    const end = node(cst, 'invocation') ?? cst;
    return {
      name: nameOf(token(cst, 'Identifier')!),
      parameters: list === undefined ? [] : nodes(list, 'parameter').map((child) => this.parameter(child)),
      documentation: this.documentation.above(span.start),
      span: { start: span.start, end: nodeSpan(end).end },
    };
  }

  /** An expression, unless a bracket in it has no partner: then nobody knows what it says. */
  private expression(cst: CstNode): ast.Expression {
    const { start, end } = nodeSpan(cst);
    if (this.faults.some((fault) => start <= fault && fault < end))
      return { kind: 'invalid', span: { start, end } };
    return buildExpression(cst);
  }

  private parameter(cst: CstNode): ast.Parameter {
    const type = node(cst, 'type');
    const value = node(cst, 'expression');
    const name = nameOf(token(cst, 'Identifier')!);
    return {
      name,
      type: type && this.type(type),
      default: value && this.expression(value),
      documentation: this.documentation.above(name.span.start),
      span: nodeSpan(cst),
    };
  }

  private type(cst: CstNode): ast.TypeAnnotation {
    return {
      base: nameOf((token(cst, 'Identifier') ?? token(cst, 'Block'))!),
      lengths: nodes(cst, 'listLength').map((length) => {
        const count = token(length, 'Integer');
        return count && Number(count.image);
      }),
      span: nodeSpan(cst),
    };
  }

  invocation(cst: CstNode): ast.Invocation {
    return {
      kind: 'invocation',
      callee: nameOf(token(cst, 'Identifier')!),
      arguments: buildCallArguments(node(cst, 'callArguments')!),
      span: nodeSpan(cst),
    };
  }

  body(cst: CstNode): ast.Body {
    const statements = nodes(cst, 'statement').map((child) => this.statement(child));
    const strays = nodes(cst, 'strayStatement').map(invalid);
    return {
      kind: 'body',
      statements:
        strays.length === 0
          ? statements
          : [...statements, ...strays].sort((a, b) => a.span.start - b.span.start),
      span: nodeSpan(cst),
    };
  }

  private statement(cst: CstNode): ast.Statement {
    const separator = token(cst, 'Separator');
    const whole = nodeSpan(cst);
    const label = node(cst, 'label');
    const span = {
      start: whole.start,
      end: separator === undefined ? whole.end : this.endWithout(cst, whole.start),
    };
    const common = {
      label: label === undefined || label.recoveredNode ? undefined : this.label(label),
      documentation: this.documentation.above(span.start),
      span,
    };
    if (cst.recoveredNode) return { ...common, kind: 'invalid' };
    const variant = this.variant(cst);
    if (variant === undefined) return { ...common, kind: 'invalid' };
    if (braceless.has(variant.kind) && this.faults.some((fault) => span.start <= fault && fault < span.end))
      return { ...common, kind: 'invalid' };
    return { ...common, ...variant };
  }

  /** Where the statement ends without the newline that belongs to its rule. */
  private endWithout(cst: CstNode, start: number): number {
    let end = start;
    for (const rule in cst.children) {
      if (rule !== 'Separator') end = Math.max(end, nodeSpan(cst.children[rule]![0] as CstNode).end);
    }
    return end;
  }

  private variant(cst: CstNode): ast.StatementVariant | undefined {
    if (nodes(node(cst, 'branchesStatement') ?? cst, 'branch').some((branch) => branch.recoveredNode))
      return undefined;
    for (const rule in cst.children) {
      const build = this.statements[rule];
      if (build !== undefined) return build(cst.children[rule]![0] as CstNode);
    }
    throw new Error('a statement of no kind');
  }

  private readonly statements: Readonly<Record<string, (cst: CstNode) => ast.StatementVariant>> = {
    inputStatement: (cst) => ({ kind: 'input', shape: this.expression(node(cst, 'expression')!) }),
    partStatement: (cst) => ({
      kind: 'part',
      name: nameOf((token(cst, 'Stem') ?? token(cst, 'Head'))!),
      body: this.body(node(cst, 'body')!),
    }),
    body: (cst) => ({ kind: 'group', body: this.body(cst) }),
    stageStatement: (cst) => ({
      kind: 'stage',
      blocks: this.expression(node(cst, 'expression')!),
      options: nodes(cst, 'stageOption').map((option) => {
        const [name, on] = tokens(option, 'Identifier');
        return {
          name: nameOf(name!),
          value: this.expression(node(option, 'expression')!),
          on: on && nameOf(on),
          span: nodeSpan(option),
        };
      }),
    }),
    repeatStatement: (cst) => ({
      kind: 'repeat',
      variable: nameOf(token(cst, 'Identifier')!),
      count: this.expression(node(cst, 'expression')!),
      body: this.body(node(cst, 'body')!),
    }),
    residualStatement: (cst) => {
      const shortcut = node(cst, 'shortcut');
      return {
        kind: 'residual',
        body: this.body(node(cst, 'body')!),
        shortcut: shortcut && this.shortcut(shortcut),
      };
    },
    gateStatement: (cst) => ({ kind: 'gate', body: this.body(node(cst, 'body')!) }),
    branchesStatement: (cst) => ({
      kind: 'branches',
      join: nameOf(token(cst, 'Identifier')!),
      paths: nodes(cst, 'branch')
        .filter((branch) => !branch.recoveredNode)
        .map((branch) => {
          const label = node(branch, 'label');
          return {
            label: label && this.label(label),
            body: this.body(node(branch, 'body')!),
            span: nodeSpan(branch),
          };
        }),
    }),
    fromStatement: (cst) => ({ kind: 'from', name: this.word(node(cst, 'labelWords')!) }),
    letStatement: (cst) => ({
      kind: 'let',
      name: nameOf(token(cst, 'Identifier')!),
      value: this.expression(node(cst, 'expression')!),
    }),
    defaultsStatement: (cst) => ({
      kind: 'defaults',
      operator: nameOf(token(cst, 'Identifier')!),
      arguments: nodes(cst, 'argument').map(buildArgument),
    }),
    ifStatement: (cst) => this.conditional(cst),
    invocation: (cst) => ({ kind: 'call', call: this.invocation(cst) }),
    operatorStatement: (cst) => ({
      kind: 'operator',
      operator: nameOf(token(cst, 'Identifier')!),
      arguments: nodes(cst, 'argument').map(buildArgument),
    }),
  };

  private conditional(cst: CstNode): ast.StatementVariant {
    const [consequent, alternative] = nodes(cst, 'body');
    const chained = node(cst, 'ifStatement');
    const span = chained && nodeSpan(chained);
    return {
      kind: 'if',
      condition: this.expression(node(cst, 'expression')!),
      consequent: this.body(consequent!),
      alternative:
        chained === undefined
          ? alternative && this.body(alternative)
          : {
              kind: 'body',
              statements: [
                { label: undefined, documentation: undefined, span: span!, ...this.conditional(chained) },
              ],
              span: span!,
            },
    };
  }

  private shortcut(cst: CstNode): ast.Shortcut {
    const [form, modifier] = tokens(cst, 'Identifier');
    const expression = node(cst, 'expression');
    const body = node(cst, 'body');
    const label = node(cst, 'labelWords');
    const word = label && this.word(label);
    return {
      form: form && nameOf(form),
      modifier: modifier && nameOf(modifier),
      expression: expression && this.expression(expression),
      body: body && this.body(body),
      label: word && { parts: [word.text], span: word.span },
      span: nodeSpan(cst),
    };
  }

  private word(cst: CstNode): ast.Name {
    return nameOf((token(cst, 'Word') ?? token(cst, 'Integer'))!);
  }

  private label(cst: CstNode): ast.Label {
    const pieces: { readonly span: Span; readonly part: string | ast.Expression }[] = [
      ...[...tokens(cst, 'Word'), ...tokens(cst, 'Integer')].map((word: IToken) => ({
        span: tokenSpan(word),
        part: word.image,
      })),
      ...nodes(cst, 'hole').map((hole) => ({
        span: nodeSpan(hole),
        part: this.expression(node(hole, 'expression')!),
      })),
    ];
    pieces.sort((a, b) => a.span.start - b.span.start);
    const span = { start: pieces[0]!.span.start, end: pieces.at(-1)!.span.end };
    return { parts: pieces.map(({ part }) => part), span };
  }
}
