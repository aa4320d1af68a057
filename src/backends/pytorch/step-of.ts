import type { Step } from '../../ir/outline.ts';

export type StepOf<K extends Step['kind']> = Extract<Step, { readonly kind: K }>;
