/** The text of a network and the values of its tensors, as they grow. */
export interface NetworkText {
  /** Writes a statement that works on the value `on`; gives the label of its own. Tensors are named below that; '' is the label itself. */
  write(statement: string, on: string, tensors?: Tensors): string;
  readonly operators: () => number;
  /** The whole file, whose result is the value `result`. */
  finish(name: string, result: string): string;
  readonly weights: Map<string, Weight>;
}

export interface Weight {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export type Tensors = Readonly<
  Record<string, { readonly shape: readonly number[]; readonly data: ArrayLike<number> }>
>;

export const inputLabel = 'given';

export function networkText(input: readonly [number, number, number]): NetworkText {
  const lines = [`${inputLabel}: input ${input.join(' x ')}`];
  const weights = new Map<string, Weight>();
  let last = inputLabel;
  let operators = 0;
  return {
    weights,
    operators: () => operators,
    write(statement, on, tensors = {}) {
      if (on !== last) lines.push(`from ${on}`);
      operators++;
      last = `v${operators}`;
      lines.push(`${last}: ${statement}`);
      for (const [name, { shape, data }] of Object.entries(tensors))
        weights.set(name === '' ? last : `${last}.${name}`, { shape, data: new Float32Array(data) });
      return last;
    },
    finish(name, result) {
      const end = result === last ? [] : [`from ${result}`];
      return `network ${name} {\n${[...lines, ...end].map((line) => `  ${line}\n`).join('')}}\n`;
    },
  };
}
