/** A piece of memory and the steps between which its content matters, both included. */
export interface Piece {
  readonly id: string;
  readonly bytes: number;
  readonly from: number;
  readonly to: number;
  /** Steps that read it, and that write it. */
  readonly reads: readonly number[];
  readonly writes: readonly number[];
}

export interface MemoryPlan {
  /** Bytes of each slab. */
  readonly slabs: readonly number[];
  readonly ranges: ReadonlyMap<string, { readonly slab: number; readonly offset: number }>;
}

/** Offsets of storage bindings are multiples of this in WebGPU's default limits. */
export const alignment = 256;

/**
 * Puts pieces into few buffers (slabs), each where nothing else lives at the same time. WebGPU forbids a dispatch to read and to write
 * one buffer, even at ranges apart, so a piece never lies in a slab from which a step that writes it reads, or the other way round.
 * Greedy: large pieces first, each where it enlarges its slab least.
 */
export function planMemory(pieces: readonly Piece[]): MemoryPlan {
  const slabs: { bytes: number; placed: { piece: Piece; offset: number }[] }[] = [];
  const ranges = new Map<string, { slab: number; offset: number }>();
  const order = [...pieces].sort((a, b) => b.bytes - a.bytes || a.from - b.from);
  for (const piece of order) {
    let best: { slab: number; offset: number; growth: number } | undefined;
    for (const [slab, { bytes, placed }] of slabs.entries()) {
      if (placed.some((other) => excludes(other.piece, piece))) continue;
      const offset = firstGap(placed, piece);
      const growth = Math.max(0, offset + piece.bytes - bytes);
      if (best === undefined || growth < best.growth) best = { slab, offset, growth };
    }
    // A new slab costs the whole piece; where pieces only exclude each other, there is no other way.
    if (best === undefined) {
      slabs.push({ bytes: 0, placed: [] });
      best = { slab: slabs.length - 1, offset: 0, growth: piece.bytes };
    }
    const target = slabs[best.slab]!;
    target.placed.push({ piece, offset: best.offset });
    target.bytes = Math.max(target.bytes, align(best.offset + piece.bytes));
    ranges.set(piece.id, { slab: best.slab, offset: best.offset });
  }
  return { slabs: slabs.map(({ bytes }) => bytes), ranges };
}

export function align(bytes: number): number {
  return Math.ceil(bytes / alignment) * alignment;
}

/** Some step reads the one and writes the other. */
function excludes(a: Piece, b: Piece): boolean {
  return a.reads.some((step) => b.writes.includes(step)) || b.reads.some((step) => a.writes.includes(step));
}

/** The lowest offset at which the piece meets nothing that lives at the same time. */
function firstGap(
  placed: readonly { readonly piece: Piece; readonly offset: number }[],
  piece: Piece,
): number {
  const alive = placed
    .filter((other) => other.piece.from <= piece.to && piece.from <= other.piece.to)
    .sort((a, b) => a.offset - b.offset);
  let offset = 0;
  for (const other of alive) {
    if (other.offset >= offset + piece.bytes) break;
    offset = Math.max(offset, align(other.offset + other.piece.bytes));
  }
  return offset;
}
