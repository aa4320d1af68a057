import type { Code } from '../../emission/python-layout.ts';
import type { Graph } from '../../ir/graph.ts';
import type { Definition, LabelTemplate } from '../../ir/outline.ts';
import type { Extent } from './extents.ts';
import type { Initialisation } from './initialise.ts';
import type { SymbolicShape } from './operator-shape.ts';
import type { Layout, Support } from './operators/piece.ts';
import type { ParameterTypes } from './parameter-types.ts';
import type { ShapeFlow } from './shape-flow.ts';
import type { Statement } from './statements.ts';

/** What all classes of a module share. */
export interface ModuleNames {
  readonly graph: Graph;
  readonly flow: ShapeFlow;
  readonly types: ParameterTypes;
  readonly initialisation: Initialisation;
  /** Of the definitions that are written already: those that a class may call. */
  readonly classes: ReadonlyMap<string, WrittenClass>;
  /** Names of the file: classes, imports. */
  readonly taken: readonly string[];
}

export interface WrittenClass {
  readonly name: string;
  readonly definition: Definition;
  /** `Sequential` where the class is a chain whose names are no identifiers. */
  readonly base: 'Module' | 'Sequential';
  readonly init: readonly Statement[];
  readonly forward: readonly Statement[];
  /** The parameters that the code mentions, by their name in the source. */
  readonly parameters: ReadonlyMap<string, string>;
  /** The input's extents that the constructor takes. */
  readonly extents: readonly Extent[];
  readonly support: ReadonlySet<Support>;
  readonly takes: Layout;
  readonly gives: Layout;
  readonly owns: boolean;
  /** Whether the object says how many channels it makes, since no formula does. */
  readonly exposesChannels: boolean;
}

/** A value in `forward`, with what `__init__` knows of it. */
export interface Value {
  readonly code: Code;
  /** Whether the code is a variable's name. */
  readonly settled: boolean;
  readonly heavy: boolean;
  readonly layout: Layout;
  readonly shape: SymbolicShape;
}

/** Where modules are registered: the object itself, or a container in it. */
export interface Place {
  /** The container's code in `__init__`. */
  readonly container: string;
  /** In `forward`, where it is an attribute. */
  readonly direct: string | undefined;
  /** From the object, for `get_submodule`. */
  readonly path: readonly LabelTemplate[];
}

export const self: Place = { container: 'self', direct: 'self', path: [] };
