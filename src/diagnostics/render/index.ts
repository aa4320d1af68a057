export { renderGithub } from './github.ts';
export { type HumanOptions, renderHuman, summary } from './human.ts';
export { renderJson } from './json.ts';
export type { Files } from './rendering.ts';
export { renderSarif } from './sarif.ts';
