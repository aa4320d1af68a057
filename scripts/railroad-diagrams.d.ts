/** What scripts/grammar-railroad.ts uses of this package, which has no types of its own. */
declare module 'railroad-diagrams' {
  interface Element {
    readonly width: number;
  }
  interface DiagramElement extends Element {
    format(padding: number): DiagramElement;
    toString(): string;
  }
  const railroad: {
    Diagram(...items: readonly Element[]): DiagramElement;
    Sequence(...items: readonly Element[]): Element;
    Choice(normal: number, ...items: readonly Element[]): Element;
    Optional(item: Element, skip?: 'skip'): Element;
    OneOrMore(item: Element, repeat?: Element): Element;
    ZeroOrMore(item: Element, repeat?: Element, skip?: 'skip'): Element;
    Terminal(text: string): Element;
    NonTerminal(text: string): Element;
    Skip(): Element;
  };
  export default railroad;
}
