/** Files that are mutated together, and the tests that are to notice it. A folder, which ends with `/`, stands for its files. */
export interface MutationGroup {
  readonly name: string;
  readonly what: string;
  readonly sources: readonly string[];
  /** Without `.test.ts`: those that are quick, since they run hundreds of times. */
  readonly tests: readonly string[];
}

export const groups: readonly MutationGroup[] = [
  {
    name: 'shapes',
    what: 'shape rules of the operators, windows and padding',
    sources: ['src/ir/ops/', 'src/ir/shape.ts', 'src/ir/sliding.ts', 'src/ir/padding.ts'],
    tests: ['test/ir/{operators,operator-answers,window}', 'test/grammar/operator-table'],
  },
  {
    name: 'shortcuts',
    what: 'what a shortcut needs, and what is said where it cannot follow its path',
    sources: ['src/ir/residual.ts', 'src/ir/residual-mismatch.ts', 'src/ir/shortcuts.ts'],
    tests: ['test/ir/shortcuts*'],
  },
  {
    name: 'passes',
    what: 'passes that prepare a network for inference',
    sources: ['src/ir/passes/'],
    tests: ['test/ir/passes/{bounds,flatten,fold,for,remove,rewrite}*'],
  },
  {
    name: 'escapers',
    what: 'escapers of text for JavaScript, Python, WGSL, HTML, Markdown, CSV, protobuf, terminals and GitHub',
    sources: [
      'src/emission/escape.ts',
      'src/emission/identifiers.ts',
      'src/emission/invisible.ts',
      'src/emission/javascript.ts',
      'src/emission/package-name.ts',
      'src/emission/protobuf.ts',
      'src/emission/python.ts',
      'src/emission/wgsl.ts',
      'src/diagnostics/render/github.ts',
      'src/diagnostics/render/printable.ts',
    ],
    tests: [
      'test/emission/{escape,identifiers,javascript,package-name,python-text}',
      'test/diagnostics/{github,machine-formats,printable}',
    ],
  },
  {
    name: 'safetensors',
    what: 'the reader of safetensors',
    sources: [
      'src/weights/safetensors.ts',
      'src/weights/json.ts',
      'src/weights/duplicate-key.ts',
      'src/weights/format-fault.ts',
      'src/weights/recognise.ts',
      'src/weights/tensor.ts',
      'src/data/numbers.ts',
    ],
    tests: ['test/weights/{json,recognise,safetensors}', 'test/data/numbers'],
  },
];
