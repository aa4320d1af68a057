/** Text, line by line, without the ends of the lines. */
export type Lines = readonly string[];

/** Lines with the `///` lines that document them in front. */
export function documented(documentation: string | undefined, lines: Lines): Lines {
  return [...printDocumentation(documentation), ...lines];
}

export function printDocumentation(documentation: string | undefined): Lines {
  if (documentation === undefined) return [];
  return documentation.split('\n').map((line) => `/// ${line}`.trimEnd());
}
