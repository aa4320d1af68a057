/** The name of an npm package (docs.npmjs.com, package.json, name): letters in lower case, digits and single hyphens, 214 at most. */
export function packageName(network: string): string {
  const name = network
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 214)
    .replace(/^-|-$/g, '');
  return name || 'network';
}
