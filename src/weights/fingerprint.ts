interface Named {
  readonly name: string;
  readonly shape: readonly number[];
}

/**
 * 64 bits of the names and shapes of an architecture's tensors, in any order, written as hexadecimal digits. Linear
 * layers are left out, so that another number of classes makes no difference, and counters too.
 */
export function fingerprint(tensors: readonly Named[]): string {
  const linear = new Set(
    tensors.flatMap(({ name, shape }) => (shape.length === 2 ? [name.replace(/[^.]*$/, '')] : [])),
  );
  const lines = tensors
    .filter(({ name }) => !/(^|\.)num_batches_tracked$/.test(name) && !linear.has(name.replace(/[^.]*$/, '')))
    .map(({ name, shape }) => `${name} ${shape.join('×')}\n`)
    .sort();
  return hash(lines.join(''));
}

/** Two 32-bit FNV-1a hashes (Fowler, Noll and Vo) from different starts. */
function hash(text: string): string {
  const words = [0x811c9dc5, 0x9747b28c].map((start) => {
    let word = start;
    for (let index = 0; index < text.length; index++)
      word = Math.imul(word ^ text.charCodeAt(index), 0x01000193);
    return (word >>> 0).toString(16).padStart(8, '0');
  });
  return words.join('');
}
