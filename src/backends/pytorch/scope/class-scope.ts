import { Identifiers } from '../../../emission/identifiers.ts';
import { identifier, publicName } from '../../../emission/python.ts';
import type { Definition, Steps } from '../../../ir/outline.ts';
import type { Symbolic } from '../../../ir/symbolic.ts';
import type { Extent } from '../extents.ts';
import { extentNames } from '../extents.ts';
import { labelsOf } from '../label-code.ts';
import { moduleAttributes } from '../module-attributes.ts';
import type { SymbolicShape } from '../operator-shape.ts';
import type { Support } from '../operators/piece.ts';
import type { Statement } from '../statements.ts';
import type { ModuleNames, Place, Value } from '../written-class.ts';

/**
 * What one writing of a class works with. Names, values and findings are the whole class's, and grow as it is written; what is
 * written in an `if`, a loop or a shortcut gets a scope that has them too, but statements or a join of its own.
 */
export interface ClassScope {
  readonly module: ModuleNames;
  readonly definition: Definition;
  readonly names: ClassNames;
  readonly values: ClassValues;
  readonly found: Findings;
  /** Undefined in the first writing. */
  readonly first: FirstWriting | undefined;
  readonly init: InitBlock;
  readonly forward: Statement[];
  /** Inside a shortcut: what it meets again, which `join.…` is about. */
  readonly join: { readonly shape: SymbolicShape; readonly code: string } | undefined;
  /** Steps hold steps: what writes one kind writes those in it by this. */
  readonly writeSteps: WriteSteps;
}

/** Writes steps as statements of `forward`, and their modules into `__init__`; gives the value that they make. */
export type WriteSteps = (
  scope: ClassScope,
  steps: Steps,
  input: Value,
  target: string,
  place: Place,
) => Value;

/** What the class's code calls things. */
export interface ClassNames {
  readonly init: Identifiers;
  readonly forward: Identifiers;
  readonly attributes: Identifiers;
  /** Variables of `__init__` by what they stand for: `parameter width`, `local k`, `index i`. */
  readonly variables: Map<string, string>;
  /** Those of them that `forward` reads too, and the attribute that keeps each. */
  readonly kept: Map<string, string>;
  /** Variables that this class made up: those that nothing reads are taken out again. */
  readonly madeUp: Set<string>;
}

/** What names are worth. */
export interface ClassValues {
  /** What is the same in every instance: no parameter or variable is written for it. */
  readonly constants: Map<string, Symbolic>;
  /** As the source has them. */
  readonly lets: Map<string, Symbolic>;
  /** The variables of `__init__` that hold them, over the extents where they stand. */
  readonly resolved: Map<string, Symbolic>;
  /** Values of `forward` that a later step names. */
  readonly named: Map<string, Value>;
  /** The variable that holds the channels at the end of the last loop: the next goes on with it. */
  running: { readonly name: string; readonly value: Symbolic | undefined } | undefined;
}

/** What the code turns out to have. */
export interface Findings {
  /** The parameters that it mentions, by their name in the source. */
  readonly parameters: Map<string, string>;
  readonly extents: Set<Extent>;
  readonly support: Set<Support>;
  /** How often it assigns each attribute. */
  readonly assigned: Map<string, number>;
  /** Attributes that hold a dictionary of modules. */
  readonly containers: Set<string>;
  /** Variables for expressions, and the text of each expression. */
  readonly hoisted: Map<string, string>;
  owns: boolean;
}

/** What only a whole writing of the class can tell, for the second. */
export interface FirstWriting {
  readonly kept: ReadonlyMap<string, string>;
  /** An attribute that is assigned twice needs a type of its own. */
  readonly assigned: ReadonlyMap<string, number>;
  /** Expressions that are used more than once. */
  readonly worthHoisting: ReadonlySet<string>;
}

/** Statements of `__init__` that stand one below the other. */
export interface InitBlock {
  readonly statements: Statement[];
  /** Expressions that have a variable here, by their text. */
  readonly hoisted: Map<string, string>;
}

/** For one writing of a definition, with nothing written yet. */
export function classScope(
  module: ModuleNames,
  definition: Definition,
  constants: ReadonlyMap<string, Symbolic>,
  writeSteps: WriteSteps,
  first?: FirstWriting,
): ClassScope {
  const init = new Identifiers([...module.taken, 'self', 'module', ...extentNames], identifier);
  const variables = definition.parameters.flatMap(({ name }) => {
    const key = `parameter ${name}`;
    return constants.has(key) ? [] : [[key, init.fresh(name)] as const];
  });
  return {
    module,
    definition,
    names: {
      init,
      forward: new Identifiers([...module.taken, 'self', 'x'], identifier),
      attributes: new Identifiers([...moduleAttributes, ...labelsOf(definition.steps)], publicName),
      variables: new Map(variables),
      kept: new Map(first?.kept),
      madeUp: new Set(),
    },
    values: {
      constants: new Map(constants),
      lets: new Map(),
      resolved: new Map(),
      named: new Map(),
      running: undefined,
    },
    found: {
      parameters: new Map(),
      extents: new Set(),
      support: new Set(),
      assigned: new Map(),
      containers: new Set(),
      hoisted: new Map(),
      owns: false,
    },
    first,
    init: { statements: [], hoisted: new Map() },
    forward: [],
    join: undefined,
    writeSteps,
  };
}

/** For statements that stand deeper in `__init__`; variables of their own end with them. */
export function insideInit(scope: ClassScope): ClassScope {
  return { ...scope, init: { statements: [], hoisted: new Map(scope.init.hoisted) } };
}

/** For statements that stand deeper in `forward`. */
export function insideForward(scope: ClassScope): ClassScope {
  return { ...scope, forward: [] };
}
