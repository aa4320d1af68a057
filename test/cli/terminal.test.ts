import { expect, test } from 'vitest';
import { wantsColour } from '../../src/cli/terminal.ts';

const terminal = { isTTY: true };
const pipe = {};

// https://no-color.org: a value that is not empty; FORCE_COLOR as in Node’s own tty.
test.each<[string, { readonly isTTY?: boolean }, boolean | undefined, NodeJS.ProcessEnv, boolean]>([
  ['a terminal', terminal, undefined, {}, true],
  ['a pipe', pipe, undefined, {}, false],
  ['NO_COLOR on a terminal', terminal, undefined, { NO_COLOR: '1' }, false],
  ['an empty NO_COLOR', terminal, undefined, { NO_COLOR: '' }, true],
  ['FORCE_COLOR on a pipe', pipe, undefined, { FORCE_COLOR: '1' }, true],
  ['FORCE_COLOR=0 on a terminal', terminal, undefined, { FORCE_COLOR: '0' }, false],
  ['NO_COLOR against FORCE_COLOR', pipe, undefined, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
  ['--no-color against FORCE_COLOR', terminal, false, { FORCE_COLOR: '1' }, false],
  ['a dumb terminal', terminal, undefined, { TERM: 'dumb' }, false],
])('%s', (_, stream, flag, environment, expected) => {
  expect(wantsColour(stream, flag, environment)).toBe(expected);
});
