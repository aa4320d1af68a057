import MarkdownIt from 'markdown-it';

export interface MarkdownText {
  /** The kinds of its tokens, in order: headings, tables, code; a link, a picture, HTML or emphasis is one too. */
  readonly shape: string;
  readonly texts: readonly string[];
}

// As GitHub does: HTML passes, addresses with a scheme become links, and there are tables.
const markdown = new MarkdownIt({ html: true, linkify: true });
markdown.linkify.set({ fuzzyLink: false });

/** A document as GitHub's dialect of CommonMark reads it. */
export function readMarkdown(text: string): MarkdownText {
  const kinds: string[] = [];
  const texts: string[] = [];
  for (const token of markdown.parse(text, {})) {
    if (token.type !== 'inline') kinds.push(token.type);
    if (token.type === 'fence' || token.type === 'code_block') texts.push(token.content);
    let run = '';
    for (const child of token.children ?? []) {
      if (child.type === 'text' || child.type === 'text_special' || child.type === 'code_inline')
        run += child.content;
      if (!child.type.startsWith('text')) kinds.push(child.type);
      if (child.type === 'code_inline') texts.push(child.content);
    }
    texts.push(run);
  }
  return { shape: kinds.join(' '), texts };
}
