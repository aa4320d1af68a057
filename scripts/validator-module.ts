import { Ajv } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';

/** TypeScript source of `validateConfig`, compiled from the JSON Schema ahead of time: no code is made at run time. */
export async function validatorModule(schemas: readonly string[]): Promise<string> {
  const [text] = schemas;
  if (text === undefined) return 'export {};\n';
  const ajv = new Ajv({
    code: { source: true, esm: true },
    allErrors: true,
    verbose: false,
    allowUnionTypes: true,
  });
  const schema = JSON.parse(text) as object;
  const validate = ajv.compile(schema);
  const toSource = (standalone as unknown as { default: typeof standalone.default }).default;
  const imports: string[] = [];
  const source = toSource(ajv, validate)
    .replace(/const (\w+) = require\("([^"]+)"\)\.default;?/g, (_, name: string, path: string) => {
      imports.push(
        `import ${name}Module from '${path}.js';\nconst ${name} = ${name}Module.default ?? ${name}Module;\n`,
      );
      return '';
    })
    .replace('"use strict";', '')
    .replace(/export const validate = (\w+);export default \w+;/, 'const validate = $1;');
  if (source.includes('require(')) throw new Error('the standalone validator still requires a module');
  return `// @ts-nocheck: ajv's own output
${imports.join('')}${source}
export interface ValidationError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly message?: string;
  readonly params: Readonly<Record<string, unknown>>;
}
export const validateConfig: ((data: unknown) => boolean) & { errors?: readonly ValidationError[] | null } = validate;
`;
}
