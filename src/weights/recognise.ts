/** What a file is that is not one of weights, or that only `rnc weights` reads, and what to do about it. */
export interface Recognised {
  readonly reason: string;
  readonly help?: string;
}

const convertPickle = `a pickle can run any code when it is opened, so rnc never opens one; convert it once, in Python:
import torch, safetensors.torch
weights = torch.load("model.pt", map_location="cpu", weights_only=True)
safetensors.torch.save_file({name: weight.contiguous().clone() for name, weight in weights.items()}, "model.safetensors")`;

const starts: readonly (Recognised & { readonly magic: string })[] = [
  {
    magic: 'version https://git-lfs',
    reason: 'it is a Git LFS pointer, which only names the file',
    help: 'fetch the file itself with `git lfs pull`',
  },
  {
    magic: '\x89HDF\r\n\x1a\n',
    reason: 'it is HDF5, as Keras saves it',
    help: '`rnc weights convert FILE net.safetensors` makes safetensors of it',
  },
  { magic: '\x93NUMPY', reason: 'it is one NumPy array' },
  { magic: 'GGUF', reason: 'it is a GGUF model' },
  { magic: '\x1f\x8b', reason: 'it is compressed with gzip', help: 'unpack it first' },
];

/** Says what the first bytes of a file are; undefined where they are nothing known. Never called on sound files. */
export function recognise(bytes: Uint8Array): Recognised | undefined {
  const head = Array.from(bytes.subarray(0, 512), (byte) => String.fromCharCode(byte)).join('');
  if (head === '') return { reason: 'it is empty' };
  const known = starts.find(({ magic }) => head.startsWith(magic));
  if (known) return known.help ? { reason: known.reason, help: known.help } : { reason: known.reason };
  if (head.startsWith('PK\x03\x04')) return zip(head);
  // A pickle of protocol 2 to 5. PyTorch's old format starts with its magic number, pickled.
  if (bytes[0] === 0x80 && bytes[1]! >= 2 && bytes[1]! <= 5)
    return { reason: 'it is a PyTorch checkpoint (a pickle)', help: convertPickle };
  const text = head.trimStart().toLowerCase();
  if (/^<(!doctype|html|\?xml|head|body)/.test(text))
    return {
      reason: 'it is a web page, as a download that failed leaves it',
      help: 'open it in an editor to see what the server answered, and download again',
    };
  if (text.startsWith('{'))
    return {
      reason: 'it is JSON, such as the index of a checkpoint in several files',
      help: '`rnc weights convert FILE net.safetensors` makes one file of them',
    };
  return undefined;
}

/** The first file inside a ZIP tells whose it is: its name's length is at byte 26, the name at byte 30. */
function zip(head: string): Recognised {
  const length = head.charCodeAt(26) + 256 * head.charCodeAt(27);
  const name = head.slice(30, 30 + length);
  if (/\.pkl$|\/version$|\/\.format_version$|\/\.data\/serialization_id$/.test(name))
    return { reason: 'it is a PyTorch checkpoint (a ZIP around a pickle)', help: convertPickle };
  if (/^(metadata|config)\.json$/.test(name))
    return {
      reason: 'it is a Keras archive (a ZIP)',
      help: 'unpack it, and give the model.weights.h5 inside',
    };
  if (name.endsWith('.npy')) return { reason: 'it is an .npz archive of NumPy arrays' };
  return { reason: 'it is a ZIP archive' };
}
