import { type ProtobufText, protobufText } from '../../emission/protobuf.ts';
import { summaryOf } from '../../emission/summary.ts';
import { version } from '../../generated/version.ts';
import { totalsOf } from '../../ir/cost.ts';
import { everyStep } from '../../ir/every-step.ts';
import { type Graph, inputShape, type Node } from '../../ir/graph.ts';
import type { OperatorKind } from '../../ir/operators.ts';
import type { Emission } from '../targets.ts';
import type { OnnxNode } from './node-writer.ts';

/** What a model says beside its nodes. */
export interface Description {
  readonly name: ProtobufText;
  readonly documentation: ProtobufText;
  readonly producerVersion: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** About a node that an operator became. */
  readonly documentationOf: (onnx: OnnxNode, of: Node) => ProtobufText;
}

/** Where the node is not what its operator's name says. */
const notes: { readonly [K in OperatorKind]?: string } = {
  drop_path: 'Stochastic depth, which ONNX has no operator for; in inference it does nothing.',
};

/** A comment above a statement comes again in each copy of a block. */
const longestComment = 1000;

export function descriptionOf({ graph, source, options, locate }: Emission): Description {
  const comments = commentsOf(graph);
  const { trainable, macs } = totalsOf(graph);
  return {
    name: protobufText(graph.name),
    documentation: protobufText(graph.documentation ?? summaryOf(graph)),
    producerVersion: version,
    metadata: {
      source: protobufText(source),
      network: protobufText(graph.name),
      form: options.fold === true ? 'folded for inference' : 'training',
      input: inputShape(graph).join('×'),
      parameters: `${trainable}`,
      macs: `${macs}`,
    },
    documentationOf: ({ name }, of) => {
      const { file, line, column } = locate(of.source);
      const comment = name === of.path ? comments.get(of.path) : undefined;
      const place = protobufText(`${file}:${line}:${column}`);
      return protobufText([comment, notes[of.op], place].filter((text) => text !== undefined).join('\n'));
    },
  };
}

/** What the source says in `///` above the statement of an operator, by the operator's path. */
function commentsOf({ nodes, outline }: Graph): ReadonlyMap<string, ProtobufText> {
  const steps = [...outline.definitions, outline.main].flatMap((definition) => everyStep(definition.steps));
  return new Map(
    steps.flatMap((step) => {
      if (step.kind !== 'operator' || step.documentation === undefined) return [];
      const { documentation } = step;
      const comment = protobufText(
        documentation.length > longestComment ? `${documentation.slice(0, longestComment)}…` : documentation,
      );
      return step.nodes.map((id) => [nodes[id]!.path, comment] as const);
    }),
  );
}
