import type { Declaration, Statement } from '../parser/ast.ts';
import type { Node, NodeId } from './graph.ts';
import type { Flow } from './session.ts';
import type { Value } from './value.ts';

/** What one run of a statement or declaration did to the value: it made the nodes from `firstNode` up to, without, `endNode`. */
interface Passage {
  /** The value before and behind it; undefined where there is none yet. */
  readonly before: NodeId | undefined;
  readonly after: NodeId | undefined;
  readonly firstNode: NodeId;
  readonly endNode: NodeId;
  /** The labels around it, with a point behind: `layer1.0.`. */
  readonly prefix: string;
}

/** One time that a statement was run. */
export interface Observation extends Passage {
  /** Of a `let`: what it names. */
  readonly value: Value | undefined;
}

/** One time that a declaration was run: a network, or an instance of a block. */
export interface Instance extends Passage {
  /** The values of its parameters. */
  readonly parameters: ReadonlyMap<string, Value | undefined>;
}

/**
 * What the elaboration of one network did with each statement, for an editor. It ends where the first error stands: what follows is
 * unknown, or the check's guess at what was meant, and nothing is said of that.
 */
export interface Observations {
  /** By number; complete for every number that a passage names. Of a network that moved in its file, `source` is where a node's text was. */
  readonly nodes: readonly Node[];
  readonly statements: ReadonlyMap<Statement, readonly Observation[]>;
  readonly instances: ReadonlyMap<Declaration, readonly Instance[]>;
  /** Whether it got to the network's end. */
  readonly complete: boolean;
}

/** Where elaboration writes down what it did. */
export class Observer implements Observations {
  nodes: readonly Node[] = [];
  readonly statements = new Map<Statement, Observation[]>();
  readonly instances = new Map<Declaration, Instance[]>();
  complete = true;

  /** Called once the statement is run; `after` is unknown where an error stands in it. */
  sawStatement(statement: Statement, flows: Flows, value?: Value): void {
    const passage = this.passage(flows);
    if (passage !== undefined) append(this.statements, statement, { ...passage, value });
  }

  sawInstance(declaration: Declaration, flows: Flows, parameters: Instance['parameters']): void {
    const passage = this.passage(flows);
    if (passage !== undefined) append(this.instances, declaration, { ...passage, parameters });
  }

  private passage({ before, after, firstNode, prefix }: Flows): Passage | undefined {
    if (before === 'unknown' || after === 'unknown') this.complete = false;
    if (!this.complete) return undefined;
    return {
      before: before as NodeId | undefined,
      after: after as NodeId | undefined,
      firstNode,
      endNode: this.nodes.length,
      prefix,
    };
  }
}

interface Flows {
  readonly before: Flow;
  readonly after: Flow;
  readonly firstNode: NodeId;
  readonly prefix: string;
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
