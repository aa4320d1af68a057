import { Ajv } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';

/** TypeScript source of a function for each schema, by its name, compiled ahead of time: no code is made at run time. */
export function validatorModule(schemas: Readonly<Record<string, string>>): string {
  const ajv = new Ajv({
    code: { source: true, esm: true },
    allErrors: true,
    verbose: false,
    allowUnionTypes: true,
  });
  for (const [name, text] of Object.entries(schemas)) ajv.addSchema(JSON.parse(text) as object, name);
  const toSource = (standalone as unknown as { default: typeof standalone.default }).default;
  const imports = new Set<string>();
  const names = Object.fromEntries(Object.keys(schemas).map((name) => [`${name}Code`, name]));
  const source = toSource(ajv, names)
    .replace(/const (\w+) = require\("([^"]+)"\)\.default;?/g, (_, name: string, path: string) => {
      imports.add(
        `import ${name}Module from '${path}.js';\nconst ${name} = ${name}Module.default ?? ${name}Module;\n`,
      );
      return '';
    })
    .replace('"use strict";', '')
    .replace(/export const (\w+Code) =/g, 'const $1 =');
  if (source.includes('require(')) throw new Error('the standalone validator still requires a module');
  const functions = Object.keys(schemas).map((name) => `export const ${name}: Validator = ${name}Code;\n`);
  return `// @ts-nocheck: ajv's own output
${[...imports].join('')}${source}
export interface ValidationError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly message?: string;
  readonly params: Readonly<Record<string, unknown>>;
}
export type Validator = ((data: unknown) => boolean) & { errors?: readonly ValidationError[] | null };
${functions.join('')}`;
}
