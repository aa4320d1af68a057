import { realpathSync } from 'node:fs';
import { plural } from '../diagnostics/wording.ts';
import { escapeTerminal } from '../emission/escape.ts';
import { inPyTorchSpelling, maybeFlattened, type Tensors } from '../weights/align.ts';
import { type ChosenNetwork, chooseNetwork } from './choose-network.ts';
import { exitCodes, stop } from './exit.ts';
import type { NetworkFlags } from './network-options.ts';
import { refuseNetworkWithoutSpec } from './network-options.ts';
import { type OpenedWeights, openWeights } from './read-weights.ts';
import { note } from './terminal.ts';
import { formOf, writeWeights } from './write-weights.ts';

export interface ConvertFlags extends NetworkFlags {
  readonly spec?: string;
  readonly names: 'pytorch' | 'keras';
  readonly shards?: number;
  readonly force?: true;
  readonly color?: boolean;
}

export async function convertWeights(from: string, to: string, flags: ConvertFlags): Promise<void> {
  const form = formOf(to);
  if (flags.shards !== undefined && form === 'safetensors')
    stop(2, `${to} is one file; --shards wants a name that ends in .safetensors.index.json`);
  if (flags.names === 'keras' && flags.spec === undefined)
    stop(2, '--names keras needs the network: add --spec');
  if (flags.names === 'keras' && form === 'tfjs')
    stop(2, '--names is for safetensors; a model has its own names');
  if (form === 'tfjs' && flags.spec === undefined)
    stop(2, 'a TensorFlow.js model has the network in it: add --spec with the .resnet file');

  refuseNetworkWithoutSpec(flags);

  const network = flags.spec === undefined ? undefined : await chooseNetwork(flags.spec, flags);
  if (network === undefined && flags.spec !== undefined) return;
  const opened = await openWeights(from, flags.color);
  const tensors = opened && (await tensorsOf(opened, from, network, flags));
  if (!tensors) {
    process.exitCode = exitCodes.wrongInput;
    return;
  }
  noteRounding(opened);
  const inputs = [...opened.inputs.map((path) => realpathSync(path)), ...(network?.paths ?? [])];
  const { shards, force = false } = flags;
  const written = { form, to, tensors, network, inputs, shards, force };
  const files = await writeWeights(written);
  note(`rnc: wrote ${plural(tensors.size, 'tensor')} to ${files}\n`);
}

async function tensorsOf(
  { file }: OpenedWeights,
  from: string,
  network: ChosenNetwork | undefined,
  { names, color }: ConvertFlags,
): Promise<Tensors | undefined> {
  if (network === undefined) {
    const [layer] = maybeFlattened(file);
    if (layer !== undefined)
      note(
        `rnc: if ${escapeTerminal(layer)} reads a feature map of several positions, its columns stay in Keras’s order, channels last; --spec puts them in PyTorch’s\n`,
      );
    return inPyTorchSpelling(file);
  }
  const { graph } = network;
  const { fitWeights } = await import('./weights.ts');
  const tensors = await fitWeights(graph, file, from, color);
  if (names === 'pytorch' || tensors === undefined) return tensors;
  const { inKerasSpelling } = await import('../weights/keras-spelling.ts');
  return inKerasSpelling(graph, tensors);
}

function noteRounding({ file }: OpenedWeights): void {
  const wide = [...file.dtypes].filter(([name, dtype]) => dtype === 'F64' && file.tensors.has(name)).length;
  if (wide > 0)
    note(`rnc: ${plural(wide, 'float64 tensor')} ${wide === 1 ? 'was' : 'were'} rounded to float32\n`);
}
