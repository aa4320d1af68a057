import type { Operator } from '../step.ts';
import * as activations from './activations.ts';
import * as constants from './constants.ts';
import { Conv } from './convolution.ts';
import { Add, Concat, Div, Mean, Mul, Neg, Sub, Sum } from './joins.ts';
import * as normalisation from './normalisation.ts';
import { Pad } from './padding.ts';
import {
  AveragePool,
  GlobalAveragePool,
  GlobalMaxPool,
  MaxPool,
  ReduceMax,
  ReduceMean,
  ReduceSum,
} from './pooling.ts';
import { Gemm, MatMul } from './products.ts';
import { Flatten, Reshape, Squeeze, Transpose, Unsqueeze } from './reshaping.ts';
import { Resize, Upsample } from './resizing.ts';

/** How every operator of ONNX that the language can say is written in it. */
export const operators: ReadonlyMap<string, Operator> = new Map(
  Object.entries({
    Conv,
    MaxPool,
    AveragePool,
    GlobalMaxPool,
    GlobalAveragePool,
    ReduceMax,
    ReduceMean,
    ReduceSum,
    Gemm,
    MatMul,
    ...normalisation,
    ...activations,
    Add,
    Sub,
    Sum,
    Mean,
    Mul,
    Div,
    Neg,
    Concat,
    Pad,
    Upsample,
    Resize,
    Reshape,
    Flatten,
    Transpose,
    Squeeze,
    Unsqueeze,
    ...constants,
  }),
);
