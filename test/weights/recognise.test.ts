import { describe, expect, test } from 'vitest';
import { recognise } from '../../src/weights/recognise.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (unit) => unit.charCodeAt(0));

/** PKWARE’s APPNOTE, 4.3.7: the name’s length at byte 26, of the extra field at 28, the name at 30. */
function zipOf(name: string, behind = 'PK\x01\x02'): string {
  const length = String.fromCharCode(name.length % 256, Math.floor(name.length / 256));
  return `PK\x03\x04${'\0'.repeat(22)}${length}\0\0${name}${behind}`;
}

/** Where there is a way out, what it has to name. */
const known: readonly (readonly [what: string, file: string, reason: string, wayOut?: string])[] = [
  ['nothing', '', 'it is empty'],
  ['Git LFS', 'version https://git-lfs.github.com/spec/v1\n', 'a Git LFS pointer', 'git lfs pull'],
  ['HDF5', '\x89HDF\r\n\x1a\n\0', 'HDF5', 'rnc weights convert'],
  ['NumPy', '\x93NUMPY\x01\0', 'one NumPy array'],
  ['GGUF', 'GGUF\x03\0\0\0', 'a GGUF model'],
  ['gzip', '\x1f\x8b\x08', 'gzip', 'unpack it'],
  ...[2, 3, 4, 5].map(
    (protocol) =>
      [
        `a pickle of protocol ${protocol}`,
        `\x80${String.fromCharCode(protocol)}}q`,
        'a PyTorch checkpoint (a pickle)',
        'weights_only=True',
      ] as const,
  ),
  ...['model/data.pkl', 'a/version', 'a/.format_version', 'a/.data/serialization_id'].map(
    (name) =>
      [name, zipOf(name), 'a PyTorch checkpoint (a ZIP around a pickle)', 'weights_only=True'] as const,
  ),
  ...['metadata.json', 'config.json'].map(
    (name) => [name, zipOf(name), 'a Keras archive', 'model.weights.h5'] as const,
  ),
  ['npz', zipOf('conv1/kernel.npy'), 'an .npz archive'],
  ...[
    'x/config.json',
    'config.json.bak',
    'a.pkl.txt',
    'version',
    'a/version2',
    'a/.format_version.x',
    'a.npy2',
  ].map((name) => [name, zipOf(name), 'it is a ZIP archive'] as const),
  ['a/.data/serialization_id.x', zipOf('a/.data/serialization_id.x'), 'it is a ZIP archive'],
  ['a name of 258 characters', zipOf(`${'a'.repeat(254)}.npy`), 'an .npz archive'],
  ['a ZIP of text that ends with another name', zipOf('readme', 'a/data.pkl'), 'it is a ZIP archive'],
  ['HTML', '<!DOCTYPE html>', 'a web page', 'download again'],
  ['HTML behind blanks', '\n  <HTML>', 'a web page', 'download again'],
  ['XML', '<?xml version="1.0"?>', 'a web page', 'download again'],
  ['its head', '<head>', 'a web page', 'download again'],
  ['its body', '<body>', 'a web page', 'download again'],
  ['JSON', ' {"metadata"', 'JSON', 'rnc weights convert'],
];

const unknown = [
  '\0\0\0\0',
  'text',
  'a <html>',
  '[1]',
  '\x80\x01',
  '\x80\x06',
  '\x80',
  '\x7f\x02',
  '\x81\x03',
  'PK\x05\x06',
];

describe('recognise', () => {
  test.each(known.map(([what, ...row]) => [what, row] as const))('%s', (_, [file, reason, wayOut]) => {
    const found = recognise(bytes(file));
    expect(found?.reason).toContain(reason);
    if (wayOut === undefined) expect(found).not.toHaveProperty('help');
    else expect(found?.help).toContain(wayOut);
  });

  test.each(unknown)('%j is nothing known', (file) => {
    expect(recognise(bytes(file))).toBeUndefined();
  });

  test('only its first 512 bytes are looked at', () => {
    expect(recognise(bytes(`${' '.repeat(511)}{`))?.reason).toContain('JSON');
    expect(recognise(bytes(`${' '.repeat(512)}{`))).toBeUndefined();
  });
});
