import { homepage } from '../generated/version.ts';
import type { Code } from './catalogue.ts';
import { areaOf } from './explanation.ts';

/** Where a code is explained on the project's pages; undefined while the project has none. */
export function explanationUrl(code: Code, pages: string | undefined = homepage): string | undefined {
  const area = areaOf(code);
  return pages && `${pages.replace(/\/$/, '')}/docs/diagnostics/${area}.md#${code.slice(area.length + 1)}`;
}
