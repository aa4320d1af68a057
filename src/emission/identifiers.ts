/** Hands out identifiers of a language, each once. `spell` makes a valid identifier of a name. */
export class Identifiers {
  private readonly taken: Set<string>;
  /** Counters whose loop has ended. */
  private readonly idle = new Set<string>();
  private readonly spell: (name: string) => string;

  constructor(taken: Iterable<string>, spell: (name: string) => string) {
    this.taken = new Set(taken);
    this.spell = spell;
  }

  fresh(name: string): string {
    return this.first(name, (candidate) => !this.taken.has(candidate));
  }

  /**
   * For the variable of a loop: one loop after another counts with `i`, and what else is called `i` stays apart, since the loop may stand
   * in it. `beside` are the names of other code that counts with the same variable.
   */
  counter(name: string, beside?: Identifiers): string {
    const counter = this.first(
      name,
      (candidate) => this.counts(candidate) && beside?.counts(candidate) !== false,
    );
    for (const names of [this, beside]) {
      names?.taken.add(counter);
      names?.idle.delete(counter);
    }
    return counter;
  }

  /** Gives a counter back when its loop ends. */
  release(counter: string): void {
    this.idle.add(counter);
  }

  private counts(name: string): boolean {
    return this.idle.has(name) || !this.taken.has(name);
  }

  private first(name: string, isFree: (candidate: string) => boolean): string {
    const base = this.spell(name);
    let candidate = base;
    for (let number = 2; !isFree(candidate); number++) candidate = `${base}${number}`;
    this.taken.add(candidate);
    return candidate;
  }
}
