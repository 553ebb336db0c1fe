// SPDX-License-Identifier: Apache-2.0
/**
 * Bytes of a text file → text. By its mark (BOM) where it has one; else UTF-8 where the bytes are that, else Windows-1252, as
 * spreadsheets in Europe still write it. A mark of UTF-8 before Windows-1252 is met too, and believed as far as it is true.
 */

// Part of the web platform and of every Node; named here since this package is compiled without their types.
declare const TextDecoder: new (
  label: string,
  options?: { readonly fatal?: boolean; readonly ignoreBOM?: boolean },
) => { readonly decode: (bytes: Uint8Array) => string };

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
export interface DecodedText {
  readonly text: string;
  readonly encoding: Encoding;
}

const marks: readonly { readonly encoding: Encoding; readonly bytes: readonly number[] }[] = [
  { encoding: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { encoding: 'utf-16le', bytes: [0xff, 0xfe] },
  { encoding: 'utf-16be', bytes: [0xfe, 0xff] },
];

export function decodeText(bytes: Uint8Array): DecodedText {
  const mark = marks.find((one) => one.bytes.every((byte, i) => bytes[i] === byte));
  const rest = bytes.subarray(mark?.bytes.length ?? 0);
  if (mark && mark.encoding !== 'utf-8')
    return { text: new TextDecoder(mark.encoding).decode(rest), encoding: mark.encoding };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(rest), encoding: 'utf-8' };
  } catch {
    return { text: new TextDecoder('windows-1252').decode(rest), encoding: 'windows-1252' };
  }
}
