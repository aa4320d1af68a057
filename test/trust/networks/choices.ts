/**
 * What a generator decides by: numbers, read one after the other. 0 always means the simplest thing, and so does everything behind the
 * last number, so that leaving numbers out or making them smaller leaves a simpler network.
 */
export class Choices {
  private readonly numbers: readonly number[];
  private at = 0;

  constructor(numbers: readonly number[]) {
    this.numbers = numbers;
  }

  /** A number from 0, below the limit. */
  below(limit: number): number {
    return (this.numbers[this.at++] ?? 0) % limit;
  }

  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  /** True once in so many times. */
  oneIn(times: number): boolean {
    return this.below(times) === times - 1;
  }

  pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)]!;
  }

  /** One of several, each as often as its weight says. */
  weighted<T>(values: readonly (readonly [weight: number, value: T])[]): T {
    let left = this.below(values.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, value] of values) {
      if (left < weight) return value;
      left -= weight;
    }
    throw new Error('nothing to choose from');
  }

  /** In another order; 0 leaves them as they are. */
  shuffled<T>(values: readonly T[]): readonly T[] {
    const left = [...values];
    return values.map(() => left.splice(this.below(left.length), 1)[0]!);
  }

  get ended(): boolean {
    return this.at >= this.numbers.length;
  }
}
