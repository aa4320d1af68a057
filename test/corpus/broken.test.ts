import { expect, test } from 'vitest';
import { applyFixes } from '../../src/diagnostics/apply-fixes.ts';
import { check, report } from '../../src/index.ts';
import { publishedNumbers } from './published-numbers.ts';
import { readSpec, specNames } from './specs.ts';

interface Found {
  readonly code: string;
  /** What the diagnostic points at. */
  readonly at: string;
  readonly help: RegExp;
  readonly message?: RegExp;
}

const unpadded: Found = {
  code: 'shape/residual-mismatch',
  at: 'conv 3x3, width, stride stride, pad 0',
  message: /256×54×54 and 64×56×56/, // PyTorch: “size of tensor a (54) must match the size of tensor b (56)”
  help: /`pad 1` keeps every row and column/,
};
const maxpool: Found = {
  code: 'value/missing-argument',
  at: 'maxpool',
  help: /write `maxpool 3x3, stride 2`/,
};
const avgpool: Found = { code: 'value/missing-argument', at: 'avgpool', help: /write `avgpool global`/ };
const bias = (at: string): Found => ({ code: 'lint/bias-before-batchnorm', at, help: /leave `bias` out/ });

const mistakes: Readonly<Record<string, readonly Found[]>> = {
  as_published: [maxpool, unpadded, avgpool],
  unpadded: [unpadded],
  undefined_pools: [maxpool, avgpool],
  biased: [
    bias('conv 7x7, 64, stride 2, pad 3, bias'),
    bias('conv 1x1, width, bias'),
    bias('conv 3x3, width, stride stride, pad 1, bias'),
    bias('conv 1x1, width * 4, bias'),
    bias('conv 1x1, join.channels, stride join.stride, bias'),
  ],
  no_activation: [
    {
      code: 'lint/linear-residual',
      at: 'conv 3x3, width, stride stride, pad 1',
      message: /3 convolutions, so together they are one linear map/,
      help: /`relu` behind each batchnorm but the last/,
    },
  ],
};

test('every broken spec is told what is wrong with it', () => {
  expect(specNames('broken')).toEqual(Object.keys(mistakes).sort());
});

test.each(Object.entries(mistakes))('%s: each mistake is found once, and mended', (name, expected) => {
  const spec = readSpec(`broken/${name}`);
  const { diagnostics, files } = check(spec);
  expect(diagnostics.map(({ code, span }) => ({ code, at: spec.text.slice(span.start, span.end) }))).toEqual(
    expected.map(({ code, at }) => ({ code, at })),
  );
  for (const [index, { message, help }] of expected.entries()) {
    expect(diagnostics[index]!.message).toMatch(message ?? /./);
    expect(diagnostics[index]!.help).toMatch(help);
  }

  const mended = applyFixes(diagnostics, files).files.get(spec.name)!;
  const { reports, diagnostics: left } = report(mended);
  expect(left).toEqual([]);
  const { parameters, macs } = reports[0]!;
  const { parameters: trainable, buffers, macs: published } = publishedNumbers.resnet101!;
  expect({ ...parameters, macs }).toMatchObject({ trainable, buffers, macs: published });
  expect(activations(mended.text)).toBe(activations(readSpec('resnet101_from_scratch').text));
});

test('the biases of the biased form are the parameters that Keras’s ResNet101 has beyond torchvision’s', () => {
  const { parameters } = report(readSpec('broken/biased')).reports[0]!;
  expect(parameters.trainable).toBe(publishedNumbers.keras_resnet101!.parameters);
});

/** `relu` has no parameters and no MACs, so it is counted in the text. */
function activations(text: string): number {
  return text.match(/^\s*relu$/gm)?.length ?? 0;
}
