export interface PageParts {
  readonly title: string;
  /** The address of the page's script, which is picture-view.ts. */
  readonly script: string;
  /** Where the editor serves the extension's own files from. */
  readonly source: string;
}

/** The page beside the text: a picture, and a line for what is wrong. No script but the extension's own runs in it. */
export function picturePage({ title, script, source }: PageParts): string {
  const policy = `default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; script-src ${source}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escapeHtml(title)}</title>
<style>
  html, body { height: 100%; margin: 0; padding: 0; }
  body { display: flex; flex-direction: column; color: var(--vscode-foreground); background: var(--vscode-editor-background); }
  #problem { padding: 6px 12px; font: var(--vscode-font-size) var(--vscode-font-family); white-space: pre-wrap;
    color: var(--vscode-inputValidation-errorForeground, inherit); background: var(--vscode-inputValidation-errorBackground);
    border-bottom: 1px solid var(--vscode-inputValidation-errorBorder); }
  #problem[hidden] { display: none; }
  #view { flex: 1; overflow: auto; }
  #picture { padding: 12px; box-sizing: border-box; width: max-content; min-width: 100%; }
  #picture.old { opacity: 0.5; }
  #picture svg { display: block; margin: 0 auto; }
</style>
</head>
<body>
<div id="problem" role="status" hidden></div>
<div id="view" tabindex="0"><div id="picture"></div></div>
<script src="${escapeHtml(script)}"></script>
</body>
</html>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
