/**
 * What a compiled network stands on. The network’s own file describes the architecture once, against `nn`; `trainable` turns that
 * description into a `tf.LayersModel`, `inference` into a folded and fused function. Nothing here imports TensorFlow.js: each
 * function takes the `tf` that the page or program already uses (the union package `@tensorflow/tfjs`, 4.22).
 */
export { inference } from './inference.js';
export { registerLayers } from './layers.js';
export { readSafetensors, writeSafetensors } from './safetensors.js';
export { trainable } from './trainable.js';
export { extractWeights, loadWeights } from './weights.js';
