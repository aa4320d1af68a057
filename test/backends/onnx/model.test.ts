import { describe, expect, it } from 'vitest';
import { descriptionOf } from '../../../src/backends/onnx/description.ts';
import { emitModel } from '../../../src/backends/onnx/emit.ts';
import { encodeModel } from '../../../src/backends/onnx/encode.ts';
import { lower } from '../../../src/backends/onnx/lower.ts';
import { modelOf } from '../../../src/backends/onnx/model.ts';
import type { Weights } from '../../../src/index.ts';
import { check, compile } from '../../../src/index.ts';
import { tensorsOf } from '../../../src/ir/graph.ts';
import type { GraphProto, NodeProto } from '../../../src/onnx-schema/onnx-ml_pb.js';
import { initialiseWeights } from '../../../src/weights/initialise.ts';
import { readSpec, specNames } from '../../corpus/specs.ts';
import { withRandomWeights } from '../../ir/passes/programs.ts';
import { onlyNetwork } from '../wgsl/emitted.ts';
import { operatorCases, sourceOf } from '../wgsl/operator-cases.ts';
import { asModel, emissionOf, emitModelOf, troublesIn } from './models.ts';
import { onnxCases } from './onnx-cases.ts';

const written = (text: string, name = 'net.resnet') => {
  const source = { name, text };
  const weights = initialiseWeights(tensorsOf(onlyNetwork(source)), 0);
  return emitModelOf(source, { weights });
};

const attributeOf = (node: NodeProto, name: string) => node.attribute.find((each) => each.name === name);

const small = `/// A tiny network.
/// Two lines.
network tiny {
  input 3 x 8 x 9
  /// The stem.
  conv1: conv 3x3, 4, stride 2
  bn1: batchnorm eps 2e-5, momentum 0.25
  relu
  fc: linear 5
}
`;

describe('a model', () => {
  const { model } = written(small);
  const graph = model.graph!;

  it('says what made it, from what, and what it is', () => {
    expect(model.producerName).toBe('rnc');
    expect(model.irVersion).toBe(7n);
    expect(model.opsetImport.map(({ domain, version }) => [domain, version])).toEqual([['', 13n]]);
    expect(model.docString).toBe('A tiny network.\nTwo lines.');
    expect(graph.name).toBe('tiny');
    // 3·4·9 + 4 + 4 + (4·4·5)·5 + 5 parameters; 108·20 + 400 MACs.
    expect(Object.fromEntries(model.metadataProps.map(({ key, value }) => [key, value]))).toEqual({
      source: 'net.resnet',
      network: 'tiny',
      form: 'training',
      input: '3×8×9',
      parameters: '521',
      macs: '2560',
    });
  });

  it('names nodes, values and initialisers by path', () => {
    expect(graph.node.map(({ name, opType }) => `${name} ${opType}`)).toEqual([
      'conv1 Conv',
      'bn1 BatchNormalization',
      'relu0 Relu',
      'fc/flatten Flatten',
      'fc Gemm',
    ]);
    expect(graph.initializer.map(({ name, dims }) => `${name} ${dims}`)).toEqual([
      'conv1.weight 4,3,3,3',
      'bn1.weight 4',
      'bn1.bias 4',
      'bn1.running_mean 4',
      'bn1.running_var 4',
      'fc.weight 5,80',
      'fc.bias 5',
    ]);
    expect(graph.node[1]!.input).toEqual([
      'conv1/output',
      'bn1.weight',
      'bn1.bias',
      'bn1.running_mean',
      'bn1.running_var',
    ]);
    expect(graph.node[0]!.docString).toBe('The stem.\nnet.resnet:6:10');
    expect(graph.node[2]!.docString).toBe('net.resnet:8:3');
  });

  it('gives every value a shape, the batch by name', () => {
    expect([...graph.input, ...graph.valueInfo, ...graph.output].map(shapeOf)).toEqual([
      'input batch,3,8,9',
      'conv1/output batch,4,4,5',
      'bn1/output batch,4,4,5',
      'relu0/output batch,4,4,5',
      'fc/flatten/output batch,80',
      'output batch,5',
    ]);
  });

  it('keeps batch normalisation, its momentum in ONNX’s sense', () => {
    const node = graph.node[1]!;
    expect(attributeOf(node, 'epsilon')!.f).toBe(Math.fround(2e-5));
    expect(attributeOf(node, 'momentum')!.f).toBe(0.75);
  });

  it('has none of it where it is folded', () => {
    const source = { name: 'net.resnet', text: small };
    const weights = initialiseWeights(tensorsOf(onlyNetwork(source)), 0);
    const folded = emitModelOf(source, { weights, fold: true }).model;
    expect(folded.graph!.node.map(({ opType }) => opType)).toEqual(['Conv', 'Relu', 'Flatten', 'Gemm']);
    expect(folded.graph!.initializer.map(({ name }) => name)).toEqual([
      'conv1.weight',
      'conv1.bias',
      'fc.weight',
      'fc.bias',
    ]);
    expect(folded.metadataProps.find(({ key }) => key === 'form')!.value).toBe('folded for inference');
  });

  it('has the same bytes each time', () => {
    const again = written(small).files[0]!.content as Uint8Array;
    expect(Buffer.compare(again, written(small).files[0]!.content as Uint8Array)).toBe(0);
  });
});

function shapeOf({ name, type }: GraphProto['input'][number]): string {
  if (type?.value.case !== 'tensorType') throw new Error(`${name} is no tensor`);
  return `${name} ${type.value.value.shape!.dim.map(({ value }) => value.value)}`;
}

describe('what engines get wrong is in no model', () => {
  const operators = [...operatorCases, ...onnxCases].flatMap((each) => {
    const graph = onlyNetwork(sourceOf(each));
    const { weights } = withRandomWeights(graph);
    const emission = (fold: boolean) => emissionOf(graph, weights as Weights, { fold });
    return [false, true].map((fold) => asModel(emitModel(emission(fold), 0).value).model);
  });
  const networks = specNames().map((network) => {
    const [graph] = check(readSpec(network), { network }).networks;
    const description = descriptionOf(emissionOf(graph!, new Map(), {}));
    const content = encodeModel(modelOf(lower(graph!), [], description));
    return asModel([{ path: `${network}.onnx`, content }]).model;
  });

  it('of operators', () => expect(operators.flatMap(troublesIn)).toEqual([]));
  it('of networks', () => expect(networks.flatMap(troublesIn)).toEqual([]));
});

describe('text from users', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is hostile.
  const comment = '"\'`${x}\\ */ --> </script> \u2028 \u0085 😀 { }';

  it('arrives as it is, but for halves of surrogate pairs', () => {
    const { model } = written(
      `/// ${comment}\nnetwork n {\n  input 3 x 4 x 4\n  /// ${comment}\n  relu\n}\n`,
      `${comment} \u0000 \ud800 \udfff`,
    );
    const name = `${comment} \u0000 \ufffd \ufffd`;
    expect(model.docString).toBe(comment);
    expect(model.metadataProps.find(({ key }) => key === 'source')!.value).toBe(name);
    expect(model.graph!.node[0]!.docString).toBe(`${comment}\n${name}:5:3`);
  });

  it('comes again in every copy of a block, and so not at any length', () => {
    const comment = '😀'.repeat(501);
    const text = `block f() {\n  /// ${comment}\n  relu\n}\nnetwork n {\n  input 3 x 4 x 4\n  repeat i in 50 { f() }\n}\n`;
    const { model } = written(text);
    const nodes = model.graph!.node;
    expect(nodes.length).toBe(50);
    // 500 faces are 1000 UTF-16 code units.
    for (const node of nodes) expect(node.docString).toBe(`${'😀'.repeat(500)}…\nnet.resnet:3:3`);
  });

  it('says where ONNX has no such operator', () => {
    const { model } = written('network n {\n  input 3 x 4 x 4\n  drop_path 0.5\n}\n');
    expect(model.graph!.node.map(({ opType, docString }) => [opType, docString])).toEqual([
      [
        'Identity',
        'Stochastic depth, which ONNX has no operator for; in inference it does nothing.\nnet.resnet:3:3',
      ],
    ]);
  });

  it('takes no name that the model needs', () => {
    const { model } = written(
      'network n {\n  input 3 x 4 x 4\n  input: layer_scale\n  relu\n  output: layer_scale\n}\n',
    );
    const { input, output, initializer } = model.graph!;
    expect(initializer.map(({ name }) => name)).toEqual(['input', 'output']);
    expect([...input, ...output].map(({ name }) => name)).toEqual(['input/value', 'output/value']);
  });
});

describe('without weights', () => {
  it('there is no model, and the reason', () => {
    const { files, diagnostics } = compile({ name: 'net.resnet', text: small }, { target: 'onnx' });
    expect(files).toEqual([]);
    expect(diagnostics.map(({ code, severity, message }) => [code, severity, message])).toEqual([
      [
        'target/unsupported',
        'error',
        'onnx cannot do this: an ONNX model holds its weights, and none were given',
      ],
    ]);
  });
});
