/** Hands out identifiers of a language, each once. `spell` makes a valid identifier of a name. */
export class Identifiers {
  private readonly taken: Set<string>;
  private readonly spell: (name: string) => string;

  constructor(taken: Iterable<string>, spell: (name: string) => string) {
    this.taken = new Set(taken);
    this.spell = spell;
  }

  fresh(name: string): string {
    const base = this.spell(name);
    let candidate = base;
    for (let number = 2; this.taken.has(candidate); number++) candidate = `${base}${number}`;
    this.taken.add(candidate);
    return candidate;
  }

  /** Gives a name back when its scope ends, so that one loop after another counts with `i`. */
  release(name: string): void {
    this.taken.delete(name);
  }
}
