import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const executable = '/usr/bin/chromium';
const advice = `tests in a browser need Chromium at ${executable}; on Debian: apt-get install chromium`;

export const hasChromium = existsSync(executable);
if (!hasChromium) {
  if (process.env.CI === 'true') throw new Error(advice);
  console.warn(`tests in a browser are skipped: ${advice}`);
}

/** Headless Chromium with WebGPU on its software adapter. */
export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: executable,
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--enable-unsafe-webgpu',
      '--use-webgpu-adapter=swiftshader',
      '--enable-features=Vulkan',
    ],
  });
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
};

/** Serves files by their path: from memory, or from the disk where the value is a file's name. */
export async function serve(
  files: ReadonlyMap<string, string | Uint8Array | { readonly disk: string }>,
): Promise<{ readonly origin: string; readonly close: () => void }> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const file = files.get(path);
    if (file === undefined) {
      response.writeHead(404).end();
      return;
    }
    const body = typeof file === 'object' && 'disk' in file ? readFileSync(file.disk) : file;
    response.writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, close: () => server.close() };
}
