/**
 * Runs a network that rnc compiled to WebGPU. The plan says what there is to do; nothing here depends on the network. No dependencies:
 * browsers, Deno, and Node with a GPU object from the npm package `webgpu`.
 */
export { GpuError } from './errors.js';
export { loadProgram } from './network.js';
