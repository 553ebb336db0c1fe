// SPDX-License-Identifier: Apache-2.0
/** Bytes of a file → what the formats look at: a JSON value, a text, or the bytes of a workbook. Flow: file → [here] → format. */
import type { Refused } from '../faults.ts';
import { refused } from '../faults.ts';
import { isPacked } from '../formats/xlsx/xlsx.ts';
import { decodeText } from './decode-text.ts';

export type OpenedDocument =
  | {
      readonly ok: true;
      readonly document: unknown;
      /** How its text was written; "bytes" of a workbook. */
      readonly encoding: string;
    }
  | Refused;

/** @param errorPlace says where a text stops being JSON: "line 3, column 12". */
export function openDocument(bytes: Uint8Array, errorPlace: (text: string) => string): OpenedDocument {
  if (bytes.length === 0)
    return refused([{ pointer: '', code: 'FILE_EMPTY', message: 'The file is empty.' }]);
  if (isPacked(bytes)) return { ok: true, document: bytes, encoding: 'bytes' };
  const { text, encoding } = decodeText(bytes);
  if (!/^\s*[[{]/.test(text.slice(0, 1000))) return { ok: true, document: text, encoding };
  try {
    return { ok: true, document: JSON.parse(text) as unknown, encoding };
  } catch {
    const message = `The file is no valid JSON: it goes wrong at ${errorPlace(text)}.`;
    return refused([{ pointer: '', code: 'JSON', message }]);
  }
}
