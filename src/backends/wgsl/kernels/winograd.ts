import { winogradMatrices } from '../../../../templates/wgsl/runtime/winograd.js';
import { templates } from '../../../generated/templates.ts';
import type { Dispatch } from '../dispatch.ts';
import type { Convolution, Layer } from '../layer.ts';
import { packFilters, packVector } from '../pack.ts';
import { inputFields, type KernelContext, load, parameter, reading, u32, viewOf } from './context.ts';
import { ending } from './epilogue.ts';
import { invocationsOf, perQuad } from './per-quad.ts';
import type { Product } from './product.ts';
import { windowFields } from './window-fields.ts';

type ConvolutionLayer = Layer & { readonly computation: Convolution };

/** Whether Winograd's algorithm can compute it at all: 3×3, stride 1, in one group. */
export function fitsWinograd({ kernel, stride, dilation, groups }: Convolution): boolean {
  return groups === 1 && kernel.every((k) => k === 3) && [...stride, ...dilation].every((step) => step === 1);
}

/** Tiles of the output in one image, downwards and across. */
export function tilesOf(height: number, width: number, tile: 2 | 4): readonly [number, number] {
  return [Math.ceil(height / tile), Math.ceil(width / tile)];
}

/**
 * F(m×m, 3×3), Y = Aᵀ [U ⊙ (Bᵀ d B)] A (Lavin and Gray 2015, arXiv:1509.09308): the input's tiles are transformed, (m + 2)² products
 * over the channels follow, and the sums are transformed back. U = G g Gᵀ is made by the runtime while it loads.
 */
export function winograd(
  context: KernelContext,
  layer: ConvolutionLayer,
  tile: 2 | 4,
  compute: (product: Product) => readonly Dispatch[],
): readonly Dispatch[] {
  const { computation, paths: layers } = layer;
  const input = viewOf(context, layer.input);
  const output = viewOf(context, layer.output);
  const [, height, width] = output.shape;
  const size = tile + 2;
  const [down, across] = tilesOf(height, width, tile);
  const count = context.batch * down * across;
  const invocations = invocationsOf(context);
  const memory = (id: string, quads: number) => ({
    id: `${layers[0]} ${id}`,
    bytes: size * size * count * quads * 16,
  });
  const transformed = memory('transformed', input.quads);
  const products = memory('products', output.quads);
  const filters = packFilters(computation.filters, 1);
  // Extents that are uniforms keep drivers for processors from unrolling loops, which takes them seconds here.
  const grid = {
    size: u32(size),
    tile: u32(tile),
    tiles: u32(count),
    tiles_per_image: u32(down * across),
    tiles_across: u32(across),
  };
  const numbers = {
    size: String(size),
    tile: String(tile),
    invocations: String(invocations),
    ...transformLines(tile),
  };

  const before = perQuad(invocations, input.quads, count);
  const transformInput: Dispatch = {
    layers,
    name: `winograd${tile}_input`,
    comment: [
      `Bᵀ d B of every ${size}×${size} tile d of the input, ${tile} pixels apart`,
      'An invocation transforms 4 channels of a tile; `transformed` is [(m + 2)², tile, channel].',
    ],
    operands: [reading('input', input), { name: 'transformed', kind: 'write-scratch', scratch: transformed }],
    shape: {
      ...before.fields,
      ...inputFields(input),
      ...grid,
      pad_top: u32(computation.pad[0]),
      pad_left: u32(computation.pad[2]),
    },
    body: templates['wgsl/kernels/winograd-input']!({
      ...numbers,
      readInput: load('input', 'at', input.stored),
      rowOfColumns: rowOfColumns(size, 'u'),
    }),
    workgroups: before.workgroups,
    invocations,
  };

  // Each of the (m + 2)² products is a 1×1 convolution over a map of one row of tiles.
  const window = { kernel: [1, 1], stride: [1, 1], pad: [0, 0, 0, 0] } as const;
  const row = { stored: 'f32', offset: 0 } as const;
  const product: Product = {
    layers,
    formula:
      'Σ over channels of transformed input · transformed weights, for each of the (m + 2)² places of a tile',
    input: { name: 'input', kind: 'read-scratch', scratch: transformed },
    inputStored: 'f32',
    shape: {
      ...windowFields(
        window,
        {
          ...row,
          id: layer.input,
          shape: [input.shape[0], 1, count],
          quads: input.quads,
          stride: input.quads,
        },
        {
          ...row,
          id: layer.output,
          shape: [output.shape[0], 1, count],
          quads: output.quads,
          stride: output.quads,
        },
        1,
      ),
      input_group: u32(count * input.quads),
    },
    weights: {
      ...filters,
      winograd: { tile },
    },
    window,
    groups: size * size,
    pixels: count,
    channels: input.quads,
    quads: output.quads,
    finish: { kind: 'keep', operand: { name: 'products', kind: 'write-scratch', scratch: products } },
  };

  const after = perQuad(invocations, output.quads, count);
  const end = ending(context, output, layer.epilogue);
  const transformOutput: Dispatch = {
    layers,
    name: `winograd${tile}_output`,
    comment: [
      end.formula(
        `bias + Aᵀ m A, ${tile}×${tile} pixels of the output from the ${size}×${size} products m of a tile`,
      ),
      'An invocation computes 4 channels of a tile.',
    ],
    operands: [
      { name: 'products', kind: 'read-scratch', scratch: products },
      parameter('bias', packVector(computation.bias)),
      ...end.operands,
    ],
    shape: { ...after.fields, ...grid, out_height: u32(height), out_width: u32(width), ...end.shape },
    body: `${end.functions}\n${templates['wgsl/kernels/winograd-output']!({
      ...numbers,
      bias: load('bias', 'quad', context.dtype),
      rowOfColumns: rowOfColumns(size, 'y'),
    })}`,
    workgroups: after.workgroups,
    invocations,
  };
  return [transformInput, ...compute(product), transformOutput];
}

/** The transforms as WGSL; rows that differ by the sign of a point share their even and their odd part. */
function transformLines(tile: 2 | 4): {
  readonly inputLines: readonly string[];
  readonly outputLines: readonly string[];
} {
  const { inputTransform, outputTransform } = winogradMatrices(tile);
  const size = tile + 2;
  const pairs = Array.from({ length: tile / 2 }, (_, pair) => 2 * pair + 1);
  const inputLines = pairs.flatMap((row) => [
    `let even${row} = ${combination(inputTransform[row]!, 'd', 0)};`,
    `let odd${row} = ${combination(inputTransform[row]!, 'd', 1)};`,
  ]);
  const inner = pairs.flatMap((row) => [`even${row} + odd${row}`, `even${row} - odd${row}`]);
  const first = combination(inputTransform[0]!, 'd');
  const last = combination(inputTransform[size - 1]!, 'd');
  const sums = pairs.flatMap((row) => [
    `let sum${row} = m[${row}] + m[${row + 1}];`,
    `let difference${row} = m[${row}] - m[${row + 1}];`,
  ]);
  const outputs = outputTransform.map((coefficients, power) => {
    const terms = pairs.map((row) =>
      term(coefficients[row]!, power % 2 === 0 ? `sum${row}` : `difference${row}`),
    );
    if (power === 0) terms.unshift('m[0]');
    if (power === tile - 1) terms.push(`m[${size - 1}]`);
    return joined(terms);
  });
  return {
    inputLines: [...inputLines, `return array<vec4f, ${size}>(${[first, ...inner, last].join(', ')});`],
    outputLines: [...sums, `return array<vec4f, ${tile}>(${outputs.join(', ')});`],
  };
}

/** One row of what the columns became. */
function rowOfColumns(size: number, row: string): string {
  return Array.from({ length: size }, (_, column) => `columns[${column}][${row}]`).join(', ');
}

/** Σ coefficient · name[index], of all indices or of the even or odd ones. */
function combination(coefficients: readonly number[], name: string, parity?: 0 | 1): string {
  return joined(
    coefficients.flatMap((coefficient, index) =>
      coefficient === 0 || (parity !== undefined && index % 2 !== parity)
        ? []
        : [term(coefficient, `${name}[${index}]`)],
    ),
  );
}

function term(coefficient: number, value: string): string {
  if (coefficient === 1) return value;
  return coefficient === -1 ? `-${value}` : `${coefficient} * ${value}`;
}

function joined(terms: readonly string[]): string {
  return terms.join(' + ').replaceAll('+ -', '- ');
}
