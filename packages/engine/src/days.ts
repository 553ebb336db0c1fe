// SPDX-License-Identifier: Apache-2.0
/** Days as people write them, in the organisation's time zone. A day that something still holds on counts wholly. */
import { Temporal } from 'temporal-polyfill';

/** "2026-03-01" → its first moment there (ms); null: there is no such day. */
export function startOfDay(day: string, timeZone: string): number | null {
  try {
    if (!/^\d{4}-\d\d-\d\d$/.test(day)) return null;
    return Temporal.PlainDate.from(day).toZonedDateTime(timeZone).epochMilliseconds;
  } catch {
    return null;
  }
}

/** The first moment after a day (ms); null: there is no such day. */
export function endOfDay(day: string, timeZone: string): number | null {
  if (startOfDay(day, timeZone) === null) return null;
  return Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds;
}

/** The day that a moment lies in there. */
export const dayOf = (at: number, timeZone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDate().toString();
