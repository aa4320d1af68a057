import { docstringLines } from '../../emission/python.ts';
import { layout } from '../../emission/python-layout.ts';
import type { Symbolic } from '../../ir/symbolic.ts';
import { axes, extentNames } from './extents.ts';
import type { ParameterTypes } from './parameter-types.ts';
import type { Statement } from './statements.ts';
import { statementLines } from './statements.ts';
import { constantCode, isConstant, tuple } from './symbolic-code.ts';
import type { WrittenClass } from './written-class.ts';

/** A class as the template shows it: its lines. `initial` are statements of the network's own class, which has no docstring. */
export function classView(
  written: WrittenClass,
  types: ParameterTypes,
  initial: readonly Statement[] | undefined,
) {
  const { name, base, definition } = written;
  const parameters = signature(written, types);
  const plainInit = parameters.length === 0 && written.init.length === 1 && base === 'Module';
  const body: string[] = [];
  const documentation = initial === undefined ? definition.documentation : undefined;
  if (documentation) {
    const lines = docstringLines(documentation, 81).map((line, position) =>
      position === 0 || line === '' ? line : `    ${line}`,
    );
    const [first, ...rest] = lines;
    if (rest.length === 0) body.push(`    """${first}"""`, '');
    else body.push(`    """${first}`, ...rest, '    """', '');
  }
  if (!plainInit || (initial ?? []).length > 0) {
    const head = {
      open: 'def __init__(',
      items: ['self', ...parameters],
      close: ') -> None:',
      style: 'call',
    } as const;
    body.push(...layout(head, 4), ...statementLines([...written.init, ...(initial ?? [])], 8));
  }
  if (base === 'Module') {
    if (body.length > 0 && body.at(-1) !== '') body.push('');
    body.push('    def forward(self, x: Tensor) -> Tensor:', ...statementLines(written.forward, 8));
  }
  return { name, base, body: body.map((text) => ({ text })) };
}

/** `in_channels: int, width: int, stride: int = 1` */
function signature(written: WrittenClass, types: ParameterTypes): readonly string[] {
  const { definition, extents, parameters } = written;
  const own = extents.map((extent) => `${extentNames[axes[extent]]}: int`);
  const required: string[] = [];
  const optional: string[] = [];
  for (const { name, default: value } of definition.parameters) {
    const python = parameters.get(name);
    if (python === undefined) continue;
    const type = types.of(definition.name, name);
    if (value === undefined || !isConstant(value)) required.push(`${python}: ${type}`);
    else optional.push(`${python}: ${type} = ${defaultCode(value, type === 'float')}`);
  }
  return [...own, ...required, ...optional];
}

function defaultCode(value: Symbolic, float: boolean): string {
  if (value.kind === 'list') return tuple(value.items.map((item) => defaultCode(item, float)));
  return value.kind === 'constant' ? constantCode(value.value, float) : 'None';
}
