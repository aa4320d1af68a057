import { parse, type DefaultTreeAdapterTypes as Tree } from 'parse5';

export interface HtmlText {
  /** Elements with the names of their attributes, in order: what it does. */
  readonly shape: string;
  readonly attributes: readonly string[];
  readonly text: string;
}

/** A page as a browser reads it. */
export function readHtml(html: string): HtmlText {
  const elements: string[] = [];
  const attributes: string[] = [];
  const texts: string[] = [];
  const visit = (node: Tree.ChildNode | Tree.Document): void => {
    if ('tagName' in node) {
      elements.push(`${node.tagName}(${node.attrs.map(({ name }) => name).join(' ')})`);
      attributes.push(...node.attrs.map(({ value }) => value));
    } else if ('data' in node) elements.push('comment');
    else if ('value' in node) texts.push(node.value);
    if ('childNodes' in node) node.childNodes.forEach(visit);
  };
  visit(parse(html));
  return { shape: elements.join(' '), attributes, text: texts.join('\n') };
}
