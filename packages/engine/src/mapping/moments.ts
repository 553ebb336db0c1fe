// SPDX-License-Identifier: Apache-2.0
/**
 * Days and moments in conditions: "2026-03-01" is the whole day in the organisation's time zone, "2026-03-01T09:00:00Z" that
 * moment. Pure: reads no clock.
 */
import { parseTimestamp } from '@cairn/xapi';
import { Temporal } from 'temporal-polyfill';

/** Half-open [from, to), ms since the epoch. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const dayPattern = /^\d{4}-\d{2}-\d{2}$/;
const startsAsMoment = /^\d{4}-\d{2}-\d{2}[T ]/;

/** Whether a text is meant as a day or a moment: so it is compared, not letter by letter. */
export const isMoment = (text: string): boolean =>
  (dayPattern.test(text) || startsAsMoment.test(text)) && parseTimestamp(text) !== null;

/** The time that a text speaks of; null when it is no day and no moment. */
export function spanOf(text: string, timeZone: string): Span | null {
  const moment = isMoment(text) ? parseTimestamp(text) : null;
  if (moment === null) return null;
  if (!dayPattern.test(text)) return { from: moment, to: moment + 1 };
  const day = Temporal.PlainDate.from(text);
  const startOf = (date: Temporal.PlainDate) => date.toZonedDateTime(timeZone).epochMilliseconds;
  return { from: startOf(day), to: startOf(day.add({ days: 1 })) };
}
