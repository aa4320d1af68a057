/** Why a case cannot be said in the language. The order is that of the table in docs/conformance.md. */
export const reasons = {
  file: 'The package holds the name of the model only, not the model',
  export: 'PyTorch’s exporter refuses the module',
  contradiction: 'A model that gives another shape than its example',
  operator: 'An operator that the language does not have',
  form: 'A form of an operator that the language does not have',
  type: 'Numbers that are not float32 or float64',
  range: 'Numbers outside of float32',
  kind: 'Values that are not tensors (sequences, optionals, strings)',
  rank: 'Three spatial axes',
  training: 'Training mode',
  outputs: 'Several outputs',
  empty: 'Tensors without elements',
  computed: 'Parameters that are computed by the network',
  arrangement: 'No arrangement of its axes as N×C×H×W',
  nothing: 'No operator is left: its axes are only renamed',
} as const;

export type Reason = keyof typeof reasons;

/** Thrown while a case is translated, and caught in one place. */
export class Refusal extends Error {
  readonly reason: Reason;
  constructor(reason: Reason, detail: string) {
    super(detail);
    this.reason = reason;
  }
}

export function refuse(reason: Reason, detail: string): never {
  throw new Refusal(reason, detail);
}
