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

/** What Windows-1252 has between 0x80 and 0x9F, where Latin-1 has nothing to show; five of them stand for nothing there either. */
const windowsLetters = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Some versions of Node take Windows-1252 for Latin-1: what they leave is put right here. */
const decodeWindows = (bytes: Uint8Array): string =>
  new TextDecoder('windows-1252')
    .decode(bytes)
    .replace(/[\u0080-\u009f]/g, (letter) => windowsLetters[letter.charCodeAt(0) - 0x80] ?? letter);

export function decodeText(bytes: Uint8Array): DecodedText {
  const mark = marks.find((one) => one.bytes.every((byte, i) => bytes[i] === byte));
  const rest = bytes.subarray(mark?.bytes.length ?? 0);
  if (mark && mark.encoding !== 'utf-8')
    return { text: new TextDecoder(mark.encoding).decode(rest), encoding: mark.encoding };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(rest), encoding: 'utf-8' };
  } catch {
    return { text: decodeWindows(rest), encoding: 'windows-1252' };
  }
}
