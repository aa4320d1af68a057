import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  extractWeights,
  inference,
  loadWeights,
  type Operators,
  readSafetensors,
  trainable,
  type WeightTensor,
  writeSafetensors,
} from '../../../templates/tfjs/runtime/runtime.js';
import { hasTorch } from '../../oracles/python.ts';
import { start, tf } from './engines.ts';

beforeAll(() => start('cpu'));

/** One of each layout; strides and pads that no layout error survives. */
function varied<Value>(nn: Operators<Value>, x: Value): Value {
  let y = nn.conv(x, 'dense', { kernel: [2, 3], filters: 4, bias: true });
  y = nn.batchnorm(y, 'norm', { epsilon: 1e-5, momentum: 0.9 });
  y = nn.conv(y, 'depthwise', { kernel: [3, 2], filters: 8, groups: 4 });
  y = nn.conv(y, 'grouped', { kernel: [1, 2], filters: 6, groups: 2 });
  y = nn.layerScale(y, 'gamma', { value: 1 });
  return nn.linear(y, 'fc', { units: 5 });
}
const shape = [7, 8, 3] as const;

const counted = (...shape: number[]): WeightTensor => ({
  shape,
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, index) =>
    Math.sin(index + shape.length),
  ),
});
const tensors = new Map<string, WeightTensor>([
  ['dense.weight', counted(4, 3, 2, 3)],
  ['dense.bias', counted(4)],
  ['norm.weight', counted(4)],
  ['norm.bias', counted(4)],
  ['norm.running_mean', counted(4)],
  ['norm.running_var', { shape: [4], data: Float32Array.of(1, 2, 3, 4) }],
  ['depthwise.weight', counted(8, 1, 3, 2)],
  ['grouped.weight', counted(6, 4, 1, 2)],
  ['gamma', counted(6, 1, 1)],
  ['fc.weight', counted(5, 6 * 4 * 4)],
  ['fc.bias', counted(5)],
]);
const without = (name: string) => new Map([...tensors].filter(([key]) => key !== name));
const reshaped = (name: string, ...shape: number[]) => new Map([...tensors, [name, counted(...shape)]]);

describe('loadWeights and extractWeights', () => {
  it('give back what was put in', async () => {
    const model = trainable(tf, 'varied', shape, varied);
    loadWeights(tf, model, tensors);
    const back = await extractWeights(tf, model);
    expect([...back.keys()].sort()).toEqual([...tensors.keys()].sort());
    for (const [name, tensor] of tensors) expect(back.get(name), name).toEqual(tensor);
  });

  it('find the tensors of a second model with the same layers, and take a plain object', async () => {
    trainable(tf, 'varied', shape, varied);
    const model = trainable(tf, 'varied', shape, varied);
    loadWeights(tf, model, Object.fromEntries(tensors));
    expect((await extractWeights(tf, model)).get('fc.bias')).toEqual(tensors.get('fc.bias'));
  });

  it('do not keep the caller’s arrays', async () => {
    const model = trainable(tf, 'varied', shape, varied);
    const bias = counted(5);
    loadWeights(tf, model, new Map([...tensors, ['fc.bias', bias]]));
    const before = [...bias.data];
    bias.data.fill(9);
    expect([...(await extractWeights(tf, model)).get('fc.bias')!.data]).toEqual(before);
  });
});

describe('weights that do not fit are refused by name, with both shapes', () => {
  const cases = [
    { title: 'missing', weights: without('norm.running_var'), message: "'norm.running_var' [4] is missing" },
    {
      title: 'misshapen',
      weights: reshaped('dense.weight', 4, 3, 3, 2),
      message: "'dense.weight' is [4×3×3×2], but the network needs [4×3×2×3]",
    },
    {
      title: 'of another head',
      weights: reshaped('fc.weight', 1000, 96),
      message: "'fc.weight' is [1000×96], but the network needs [5×96]",
    },
  ];
  it.each(cases)('$title', async ({ weights, message }) => {
    const before = tf.memory().numTensors;
    expect(() => inference(tf, weights, shape, varied)).toThrow(message);
    expect(tf.memory().numTensors, 'nothing stays uploaded').toBe(before);
    const model = trainable(tf, 'varied', shape, varied);
    const start = (await extractWeights(tf, model)).get('dense.bias');
    expect(() => loadWeights(tf, model, weights)).toThrow(message);
    expect((await extractWeights(tf, model)).get('dense.bias'), 'nothing was set').toEqual(start);
  });

  it('and so are inputs and architectures', () => {
    const forward = inference(tf, tensors, shape, varied);
    expect(() => forward(tf.zeros([1, 8, 7, 3]))).toThrow('[1×8×7×3], but the network takes [N×7×8×3]');
    const wrong = [
      {
        network: <V>(nn: Operators<V>, x: V) => nn.add(x, nn.globalAvgpool(x)),
        message: 'add: shapes differ: 3×7×8 and 3×1×1',
      },
      {
        network: <V>(nn: Operators<V>, x: V) => nn.conv(x, 'c', { kernel: 9, filters: 1 }),
        message: 'c: a kernel that covers 9',
      },
      {
        network: <V>(nn: Operators<V>, x: V) => nn.conv(x, 'c', { kernel: 1, filters: 4, groups: 2 }),
        message: 'c: 2 groups do not divide 3',
      },
      {
        network: <V>(nn: Operators<V>, x: V) => nn.concat(x, nn.globalAvgpool(x)),
        message: 'concat: sizes differ',
      },
      {
        network: <V>(nn: Operators<V>, x: V) => nn.multiply(nn.globalAvgpool(x), x),
        message: 'multiply: 3×7×8 does not broadcast to 3×1×1',
      },
    ];
    for (const { network, message } of wrong) {
      expect(() => inference(tf, {}, shape, network)).toThrow(message);
      expect(() => trainable(tf, 'wrong', shape, network)).toThrow(message);
    }
  });
});

/** Writes with PyTorch the bytes of each float type, and says what float32 they are. */
const script = `
import json, struct, sys, torch
values = torch.tensor([0.0, -0.0, 1.0, -2.5, 65504.0, 6e-8, 1e-7, 3.14159, float("inf"), -float("inf"), 0.1])
header, blobs, expected, offset = {"__metadata__": {"format": "pt"}}, [], {}, 0
def put(name, dtype, tensor, raw):
    global offset
    header[name] = {"dtype": dtype, "shape": list(tensor.shape), "data_offsets": [offset, offset + len(raw)]}
    blobs.append(raw); offset += len(raw)
for name, dtype, kind in [("half", "F16", torch.float16), ("brain", "BF16", torch.bfloat16)]:
    t = values.to(kind).reshape(11, 1)
    put(name, dtype, t, t.view(torch.int16).numpy().tobytes())
    expected[name] = [repr(v) for v in t.float().flatten().tolist()]
t = values.double(); put("double", "F64", t, t.numpy().tobytes()); expected["double"] = [repr(v) for v in values.tolist()]
put("single", "F32", values, values.numpy().tobytes()); expected["single"] = [repr(v) for v in values.tolist()]
count = torch.tensor(7); put("bn.num_batches_tracked", "I64", count, count.numpy().tobytes())
text = json.dumps(header).encode()
open(sys.argv[1], "wb").write(struct.pack("<Q", len(text)) + text + b"".join(blobs))
print(json.dumps(expected))
`;

describe('safetensors', () => {
  it.skipIf(!hasTorch)(
    'reads F64, F32, F16 and BF16 as PyTorch widens them, at any alignment, and leaves integers out',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'rnc-safetensors-'));
      try {
        const file = join(folder, 'x.safetensors');
        const python = spawnSync('/usr/bin/python3', ['-c', script, file], { encoding: 'utf8' });
        expect(python.stderr).toBe('');
        const expected = JSON.parse(python.stdout) as Record<string, string[]>;
        const read = readSafetensors(readFileSync(file));
        expect([...read.keys()]).toEqual(['half', 'brain', 'double', 'single']);
        expect(read.get('half')!.shape).toEqual([11, 1]);
        for (const [name, values] of Object.entries(expected))
          expect([...read.get(name)!.data], name).toEqual(
            values.map((text) => Number(text.replace('inf', 'Infinity'))).map(Math.fround),
          );
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );

  it('writes what it reads, aligned to 8 bytes', () => {
    const file = writeSafetensors(tensors);
    expect(new DataView(file.buffer).getUint32(0, true) % 8).toBe(0);
    expect(readSafetensors(file)).toEqual(tensors);
    expect(readSafetensors(file.buffer)).toEqual(tensors);
  });

  it('writes a part of a larger array', () => {
    const part = { shape: [2], data: Float32Array.of(1, 2, 3, 4).subarray(1, 3) };
    expect([...readSafetensors(writeSafetensors({ part }).buffer).get('part')!.data]).toEqual([2, 3]);
  });

  it('refuses a file that was cut off', () => {
    const file = writeSafetensors(tensors);
    expect(() => readSafetensors(file.subarray(0, 5))).toThrow('cut off');
    expect(() => readSafetensors(file.subarray(0, 40))).toThrow('cut off');
    expect(() => readSafetensors(file.subarray(0, file.length - 4))).toThrow("'fc.bias'");
  });

  it.skipIf(!hasTorch)('has the bytes that the format’s description asks for, read in Python', () => {
    const folder = mkdtempSync(join(tmpdir(), 'rnc-safetensors-'));
    try {
      const file = join(folder, 'x.safetensors');
      writeFileSync(file, writeSafetensors(new Map([['a.b', counted(2, 3)]])));
      const reader = `
import json, struct, sys
raw = open(sys.argv[1], "rb").read(); n = struct.unpack("<Q", raw[:8])[0]; entry = json.loads(raw[8:8+n])["a.b"]
a, b = entry["data_offsets"]; print(json.dumps([entry["dtype"], entry["shape"], struct.unpack("<6f", raw[8+n+a:8+n+b])]))`;
      const python = spawnSync('/usr/bin/python3', ['-c', reader, file], { encoding: 'utf8' });
      expect(JSON.parse(python.stdout)).toEqual(['F32', [2, 3], [...counted(2, 3).data]]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
