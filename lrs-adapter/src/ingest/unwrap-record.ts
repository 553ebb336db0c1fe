// SPDX-License-Identifier: Apache-2.0
/** Learning Locker's own record (`fullDocument`) has the statement inside it, with much around that is not meant for others. */
import { type Fault, memberText, type ScannedStatement } from '@cairn/xapi';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The statement's exact text and value, when this is a record around one; else null. */
export function unwrapRecord({ text, value }: ScannedStatement): ScannedStatement | null {
  if (!isObject(value) || !isObject(value['statement']) || Object.hasOwn(value, 'actor')) return null;
  const inner = memberText(text, 'statement');
  return inner === null ? null : { text: inner, value: value['statement'] };
}

export const wrappedFault = (pointer: string): Fault => ({
  pointer,
  code: 'RECORD_WRAPPED',
  message:
    'This is a record with the statement inside it. Send the statement alone (in Learning Locker, leave "full document" off), or let the administrator set unwrapsRecords for this source.',
  rule: 'xAPI 1.0.3 Data 2.2',
});
