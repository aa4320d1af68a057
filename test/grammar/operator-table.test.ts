import { expect, it } from 'vitest';
import { operatorTable } from '../../scripts/grammar-operators.ts';
import { reference } from './reference.ts';

it('the reference says of every operator what its table says', () => {
  expect(reference).toContain(operatorTable());
});
