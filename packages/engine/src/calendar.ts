// SPDX-License-Identifier: Apache-2.0
/** Validity in calendar units. Days end in the organisation's time zone; the last day counts wholly. */
import { Temporal } from 'temporal-polyfill';

/**
 * End of a validity that begins at `at` (ms) and lasts `period` ("P24M"): the start of the day after the last valid day.
 * Months clamp: 2024-02-29 + P12M ends with 2025-02-28. Pure: reads no clock.
 */
export function endOfValidity(at: number, period: string, timeZone: string): number {
  const day = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDate();
  return day.add(period).add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds;
}

/**
 * A moment a calendar period later, at the same time of day there: a grace that begins where a day does ends where one does,
 * through summer time and leap days. Months clamp.
 */
export function afterPeriod(at: number, period: string, timeZone: string): number {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).add(period)
    .epochMilliseconds;
}

/** More ends than these are not remembered. */
const mostKept = 20_000;

/** `afterPeriod` of one zone and period, remembered: ends of validity fall on few days, and a calendar is slow. */
export function periodAfter(period: string, timeZone: string): (at: number) => number {
  const known = new Map<number, number>();
  return (at) => {
    const found = known.get(at);
    if (found !== undefined) return found;
    if (known.size >= mostKept) known.clear();
    const end = afterPeriod(at, period, timeZone);
    known.set(at, end);
    return end;
  };
}

/** Whether days can end in this IANA zone. A bare offset is none: it knows no summer time. */
export function isTimeZone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}
