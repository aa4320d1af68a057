import { existsSync } from 'node:fs';
import { describe } from 'vitest';

/** Chromium's CPU driver, whose registers have 4 lanes: the adapter of every Chromium without a GPU. */
const swiftshader = '/usr/lib/chromium/vk_swiftshader_icd.json';
const hasSwiftShader = existsSync(swiftshader);
if (!hasSwiftShader) {
  const advice = `tests on SwiftShader need its Vulkan driver at ${swiftshader}; on Debian: apt-get install chromium`;
  if (process.env.CI === 'true') throw new Error(advice);
  console.warn(`tests on SwiftShader are skipped: ${advice}`);
}

// This file has a process of its own, and the Vulkan loader reads the variable when the package `webgpu` is loaded.
process.env.VK_ICD_FILENAMES = swiftshader;
const { testOperators } = await import('./test-operators.ts');

// The kernels for GPUs take this driver ten times as long to compile, and lavapipe has run them.
describe.skipIf(!hasSwiftShader)('on SwiftShader', () => testOperators({ tiles: false }));
