import { parseJson } from '../../../../src/cli/read-json.ts';
import { validateConfig, validateTuning } from '../../../../src/generated/validators.ts';
import { readJsonModel } from '../../../../src/weights/json-model.ts';
import { expectThat, saysWhat } from '../expect-diagnostics.ts';
import { expectWeights } from '../expect-weights.ts';
import { sibling } from '../siblings.ts';

/**
 * Every JSON that rnc reads: the configuration, a tuning table, an index of shards, a TensorFlow.js model. A graph is made of text
 * alone: rnc has no reader of a network that was written down in another form.
 */
export function fuzz(data: Buffer): void {
  for (const validate of [validateConfig, validateTuning]) {
    const { value, problem } = parseJson(data, validate, 'a.json');
    if (problem === undefined)
      expectThat(
        validate(value) && Object.getPrototypeOf(value) === Object.prototype,
        'what passes is an object',
      );
    else expectThat(problem.startsWith('a.json') && saysWhat(problem, data), `“${problem}” says what`);
  }
  expectWeights(readJsonModel(Uint8Array.from(data), sibling), data);
}
