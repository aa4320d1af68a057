import { hostileModels } from './hostile-models.ts';
import { hostileSafetensors } from './hostile-safetensors.ts';
import type { WeightsCase } from './weights-case.ts';

/** Every case of a file of weights. Those that another program must write are in test/weights/hostile-hdf5.test.ts. */
export const weightsCases: readonly WeightsCase[] = [...hostileSafetensors, ...hostileModels];
