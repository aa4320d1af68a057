/** How rnc is started as a process. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  /** Beside the editor's own. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface Choice {
  /** What `rnc.path` says; empty where it is not set. */
  readonly setting: string;
  /** The folders that are open, as paths. */
  readonly folders: readonly string[];
  /** Nothing that lies in a folder is run before its owner is trusted. */
  readonly trusted: boolean;
  /** The `cli.js` that comes with the extension. */
  readonly bundled: string;
  readonly exists: (path: string) => boolean;
  readonly join: (...parts: readonly string[]) => string;
  /** The program that the editor itself runs on, which is Node where it is told to be. */
  readonly editor: string;
}

/** The rnc of the setting, or the folder's own, or the extension's. */
export function chooseProgram({ setting, folders, trusted, bundled, exists, join, editor }: Choice): Program {
  const script = (path: string): Program => ({
    command: editor,
    args: [path],
    environment: { ELECTRON_RUN_AS_NODE: '1' },
  });
  if (trusted && setting !== '') {
    const [folder = ''] = folders;
    const path = setting.replace(/\$\{workspaceFolder\}/, folder);
    return /\.[cm]?js$/.test(path) ? script(path) : { command: path, args: [], environment: {} };
  }
  const own = trusted
    ? folders.map((folder) => join(folder, 'node_modules', 'rnc', 'dist', 'cli.js')).find(exists)
    : undefined;
  return script(own ?? bundled);
}
