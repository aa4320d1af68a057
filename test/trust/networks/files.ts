import { defaultLimits } from '../../../src/diagnostics/limits.ts';
import { library } from '../../../src/generated/library.ts';
import { link } from '../../../src/linking/link.ts';
import type { Entity, LinkedModule } from '../../../src/linking/program.ts';
import type { BlockDeclaration, Declaration, Expression, Import } from '../../../src/parser/ast.ts';
import type { Block, BlockParameter } from './block.ts';
import { name, span } from './syntax.ts';
import type { Value } from './values.ts';

/** A file while it is written: the root, or one that others import. */
export class GeneratedFile {
  readonly name: string;
  /** How imports name it; undefined for the root. */
  readonly path: string | undefined;
  /** A file imports only files of higher positions, so that none import each other in a circle. */
  readonly position: number;
  readonly declarations: Declaration[] = [];
  /** What elaboration wants to know of it. */
  readonly linked: LinkedModule;
  private readonly names = new Map<string, Entity>();
  private readonly imported = new Map<Block, string>();

  constructor(name: string, path: string | undefined, position: number, linked?: LinkedModule) {
    this.name = name;
    this.path = path;
    this.position = position;
    this.linked = linked ?? standIn(name, this.names);
  }

  declare(declaration: BlockDeclaration): void {
    this.declarations.push(declaration);
    this.names.set(declaration.name.text, { kind: 'block', declaration, module: this.linked });
  }

  /** What this file calls a block: its name, or an alias chosen when it is first imported. */
  nameOf(block: Block, alias: () => string | undefined = () => undefined): string {
    if (block.file === this) return block.name;
    const known = this.imported.get(block);
    if (known !== undefined) return known;
    const local = alias() ?? block.name;
    this.imported.set(block, local);
    this.names.set(local, { kind: 'block', declaration: block.declaration, module: block.file.linked });
    return local;
  }

  imports(): readonly Import[] {
    const items = [...this.imported];
    const paths = new Set(items.map(([block]) => block.file.path!));
    return [...paths].map((path) => ({
      names: items
        .filter(([block]) => block.file.path === path)
        .map(([block, local]) => ({
          name: name(block.name),
          alias: local === block.name ? undefined : name(local),
          span: span(),
        })),
      path: { text: path, span: span() },
      span: span(),
    }));
  }
}

function standIn(name: string, names: ReadonlyMap<string, Entity>): LinkedModule {
  const file = { name, text: '' };
  const module = {
    file,
    documentation: undefined,
    imports: [],
    declarations: [],
    broken: new Set<string>(),
    span: span(),
  };
  return { file, module, names, imports: new Map(), missing: new Set(), library: false };
}

/** The blocks of the library that ships with rnc. */
export const libraryBlocks: readonly Block[] = [...library].flatMap(([path, text], position) => {
  const linked = link({ name: path, text }, () => ({ kind: 'missing', tried: [] }), library, defaultLimits)
    .value.root;
  const file = new GeneratedFile(path, path, 100 + position, linked);
  return linked.module.declarations
    .filter((declaration) => declaration.kind === 'block')
    .map(
      (declaration): Block => ({
        name: declaration.name.text,
        file,
        declaration,
        parameters: declaration.parameters.map(parameterOf),
      }),
    );
});

function parameterOf({
  name: { text },
  type,
  default: value,
}: BlockDeclaration['parameters'][number]): BlockParameter {
  return { name: text, usual: usual(type?.base.text, value), default: value };
}

function usual(type: string | undefined, value: Expression | undefined): Value {
  if (value?.kind === 'string') return { type: 'string', value: value.value };
  if (value?.kind === 'float') return { type: 'float', text: value.text };
  if (value?.kind === 'integer') return { type: 'int', value: Math.min(value.value, 8) };
  return type === 'float' ? { type: 'float', text: '0.5' } : { type: 'int', value: 4 };
}
