// SPDX-License-Identifier: Apache-2.0
/** A body → the texts of its statements, to be taken one by one. What is wrong inside of one does not hide the others. */
import { itemTexts, scanStatements } from '@cairn/xapi';
import { unreadable } from './prepare-batch.ts';

/** These are of one statement, though the scan of the whole finds them. */
const ofOneStatement = new Set(['JSON_KEY_REPEATED', 'JSON_TOO_DEEP', 'JSON_STRING_TOO_LONG']);

/** @throws {ProblemError} 400 when the whole is no JSON, or neither an object nor an array. */
export function splitBody(body: string): readonly string[] {
  const scanned = scanStatements(body);
  if (scanned.ok) return scanned.items.map(({ text }) => text);
  if (!ofOneStatement.has(scanned.fault.code)) throw unreadable(scanned.fault);
  return itemTexts(body) ?? [body];
}
