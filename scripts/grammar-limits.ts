import { defaultLimits, limitNames, limitTable } from '../src/diagnostics/limits.ts';

/** The limits as the reference lists them. */
export function limitRows(): string {
  const rows = limitNames.map(
    (name) => `| \`${name}\` | ${limitTable[name].counts} | ${defaultLimits[name].toLocaleString('en-US')} |`,
  );
  return ['| | what is counted | at most |', '|---|---|---|', ...rows].join('\n');
}

/** The schema of rnc.config.json with the limits that there are; the rest of it is written by hand. */
export function withLimits(schema: string): string {
  const value = JSON.parse(schema);
  value.properties.limits.properties = Object.fromEntries(
    limitNames.map((name) => {
      const { counts } = limitTable[name];
      const description = `${counts[0]!.toUpperCase()}${counts.slice(1)}: ${defaultLimits[name]}.`;
      return [name, { $ref: '#/definitions/limit', description }];
    }),
  );
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
