import type {
  Argument,
  BlockDeclaration,
  Expression,
  Invocation,
  Module,
  Statement,
  StatementOf,
} from '../../../src/parser/ast.ts';
import { binary, body, float, letting, statement } from '../networks/syntax.ts';
import { markOf, relabel } from './relabel.ts';
import { mapTree, withStatements } from './rewrite-syntax.ts';

export interface Inlined {
  readonly modules: readonly Module[];
  readonly calls: number;
}

/**
 * Every labelled call of a block of the same file as the block's body in braces, behind a `let` for each parameter. What the body names gets
 * a mark, for a block's labels and parameters are known in it alone.
 */
export function inlineCalls(modules: readonly Module[]): Inlined {
  let calls = 0;
  const inline = (module: Module): Module => {
    const blocks = new Map(
      module.declarations.flatMap((each) => (each.kind === 'block' ? [[each.name.text, each]] : [])),
    );
    const change = (made: Statement): readonly Statement[] => {
      const block =
        made.kind === 'call' && made.label !== undefined ? blocks.get(made.call.callee.text) : undefined;
      if (made.kind !== 'call' || block === undefined) return [made];
      const statements = bodyOf(block, made.call, markOf(++calls));
      const inside = withStatements(
        { ...module, declarations: [{ ...block, body: body(statements) }] },
        change,
      );
      const [declaration] = inside.declarations as readonly BlockDeclaration[];
      return [{ ...statement({ kind: 'group', body: declaration!.body }), label: made.label }];
    };
    return withStatements(module, change);
  };
  return { modules: modules.map(inline), calls };
}

function bodyOf(block: BlockDeclaration, call: Invocation, mark: string): readonly Statement[] {
  const names = new Set(block.parameters.map(({ name }) => name.text));
  const own = <T>(tree: T): T => mapTree(tree, (node) => renamed(node, names, mark));
  const parameters = block.parameters.map(({ name, type, default: usual }, at): Statement => {
    const given =
      call.arguments.find((each) => each.name?.text === name.text) ??
      (call.arguments[at]?.name === undefined ? call.arguments[at] : undefined);
    const value = given === undefined ? own(usual!) : given.value;
    const isFloat = type?.base.text === 'float' && type.lengths.length === 0;
    return letting(mark + name.text, isFloat ? binary(float('1.0'), '*', value) : value);
  });
  return [...parameters, ...relabel(own(block.body.statements), mark)];
}

/** A parameter under its new name: as a value, and as what is called. */
function renamed(node: object, names: ReadonlySet<string>, mark: string): object | undefined {
  const own = <T>(tree: T): T => mapTree(tree, (inner) => renamed(inner, names, mark));
  if (!('kind' in node)) return undefined;
  if (node.kind === 'operator' || node.kind === 'defaults') {
    const made = node as StatementOf<'operator' | 'defaults'>;
    return {
      ...made,
      label: own(made.label),
      arguments: made.arguments.map((given) => withValue(given, own)),
    };
  }
  const expression = node as Expression | Invocation;
  if (expression.kind === 'name' && names.has(expression.name))
    return { ...expression, name: mark + expression.name };
  if ((expression.kind !== 'call' && expression.kind !== 'invocation') || !('callee' in expression))
    return undefined;
  const { callee } = expression;
  if (!names.has(callee.text)) return undefined;
  return {
    ...expression,
    callee: { ...callee, text: mark + callee.text },
    arguments: own(expression.arguments),
  };
}

/** `stride (1, 2)` is read as a call, but names an argument. */
function withValue(given: Argument, own: <T>(tree: T) => T): Argument {
  const { value } = given;
  if (value.kind !== 'call') return own(given);
  return { ...given, value: { ...value, arguments: own(value.arguments) } };
}
