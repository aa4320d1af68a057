import type { ClientCapabilities, InitializeParams } from 'vscode-languageserver';

/** The editor at the other end: what it can do, and what its user wants. */
export interface Client {
  readonly capabilities: ClientCapabilities;
  readonly settings: Settings;
}

/** The initialization options, each with its default where it is not given. */
export interface Settings {
  /** Shapes at the ends of lines. */
  readonly inlayHints: boolean;
  /** Totals above networks and blocks. */
  readonly codeLens: boolean;
}

const defaults: Settings = { inlayHints: true, codeLens: true };

export const unknownClient: Client = { capabilities: {}, settings: defaults };

export function clientOf({ capabilities, initializationOptions }: InitializeParams): Client {
  const given: unknown = initializationOptions;
  const settings = Object.fromEntries(
    Object.entries(defaults).map(([name, byDefault]) => {
      const value = isRecord(given) ? given[name] : undefined;
      return [name, typeof value === 'boolean' ? value : byDefault];
    }),
  );
  return { capabilities: capabilities ?? {}, settings: settings as unknown as Settings };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** Whether the editor asks for diagnostics; then they are not also sent unasked, for it would show them twice. */
export function asksForDiagnostics({ capabilities }: Client): boolean {
  return capabilities.textDocument?.diagnostic?.relatedDocumentSupport === true;
}
