import { halfPair } from './invisible.ts';

/** Text that may stand in a protobuf string, which is UTF-8. */
export type ProtobufText = string & { readonly language: 'protobuf' };

/** JavaScript's half of a surrogate pair has no UTF-8. */
export function protobufText(text: string): ProtobufText {
  return text.replace(halfPair, '\ufffd') as ProtobufText;
}
