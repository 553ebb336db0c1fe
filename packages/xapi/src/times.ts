// SPDX-License-Identifier: Apache-2.0
/** Timestamps, durations, UUIDs as the standard writes them (xAPI 1.0.3 Data 4.4 to 4.6). Nothing here reads a clock. */

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
export const isUuid = (text: string): boolean => uuidPattern.test(text);

/** A date with or without hyphens, a time with or without colons; no week dates, no ordinal dates. */
const timestampPattern =
  /^(?=\d{4}-\d\d-|\d{8})(\d{4})-?(\d{2})-?(\d{2})(?:[T ](\d{2})(?::?(\d{2})(?::?(\d{2})(?:[.,](\d+))?)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;

const msIn400Years = 146_097 * 86_400_000;
const daysIn = (year: number, month: number) => new Date(Date.UTC(year + 400, month, 0)).getUTCDate();

function offsetMinutes(zone: string | undefined): number | null {
  if (zone === undefined || zone.toUpperCase() === 'Z') return 0;
  // RFC 3339 keeps -00:00 for "offset unknown"; the standard forbids it.
  if (/^-00(:?00)?$/.test(zone)) return null;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(':', '') || 0);
  if (hours > 23 || minutes > 59) return null;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

const isDate = (year: number, month: number, day: number) =>
  month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
/** 60 seconds: a leap second is a time. */
const isTime = (hour: number, minute: number, second: number) => hour <= 23 && minute <= 59 && second <= 60;

/**
 * ms since the epoch, or null when it is no ISO 8601 date and time. Without a zone it is read as UTC, a date alone as its
 * first moment: 1.0.3 asks for both only with SHOULD (Data 4.5).
 */
export function parseTimestamp(text: string): number | null {
  const match = timestampPattern.exec(text);
  if (!match) return null;
  const part = (i: number) => Number(match[i] ?? 0);
  const offset = offsetMinutes(match[8]);
  if (offset === null || !isDate(part(1), part(2), part(3)) || !isTime(part(4), part(5), part(6)))
    return null;
  const ms = Math.floor(Number(`0.${match[7] ?? 0}`) * 1000);
  // Date.UTC takes years below 100 for those of the 20th century; the calendar repeats every 400 years.
  const epoch = Date.UTC(part(1) + 400, part(2) - 1, part(3), part(4), part(5), part(6), ms);
  return epoch - msIn400Years - offset * 60_000;
}

const rfc3339Pattern = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/i;
/** Has the form of RFC 3339 5.6, a space instead of T included. That its numbers are a time, `parseTimestamp` says. */
export const isRfc3339 = (text: string): boolean => rfc3339Pattern.test(text);

/**
 * The same moment in UTC, in RFC 3339 with every digit of the fraction and never less than milliseconds. What is of that
 * form and in UTC already comes back as it is, and so does what is no timestamp.
 */
export function utcTimestamp(text: string): string {
  if (/Z$/i.test(text) && isRfc3339(text)) return text;
  const epoch = parseTimestamp(text);
  if (epoch === null) return text;
  const utc = new Date(epoch).toISOString();
  const fraction = /\d[.,](\d+)/.exec(text)?.[1] ?? '';
  // A year before 0 or after 9999, which only a change of zone can make, is none that RFC 3339 can write.
  return /^\d{4}-/.test(utc) ? `${utc.slice(0, -4)}${fraction.padEnd(3, '0')}Z` : text;
}

/**
 * The same time as written, where that is not what ISO 8601 has (RFC 3339 lets a space stand for T, and small letters): with T and
 * Z, and without spaces. What is no timestamp comes back as it is.
 */
export function isoTimestamp(text: string): string {
  const [, date, time, zone = ''] = /^([\d-]+)[T ]([\d:.,]+)\s*(Z|[+-][\d:]+)?$/i.exec(text) ?? [];
  return date === undefined || parseTimestamp(text) === null ? text : `${date}T${time}${zone.toUpperCase()}`;
}

const durationPattern =
  /^P(?:(\d+(?:[.,]\d+)?)W|(?=[\dT])(?:(\d+(?:[.,]\d+)?)Y)?(?:(\d+(?:[.,]\d+)?)M)?(?:(\d+(?:[.,]\d+)?)D)?(?:T(?=\d)(?:(\d+(?:[.,]\d+)?)H)?(?:(\d+(?:[.,]\d+)?)M)?(?:(\d+(?:[.,]\d+)?)S)?)?)$/;
const unitMs = [604_800_000, 31_556_952_000, 2_629_746_000, 86_400_000, 3_600_000, 60_000, 1000];

/** Length in ms (a year is 365.2425 days, a month a twelfth of it), or null when it is no ISO 8601 duration. */
export function parseDuration(text: string): number | null {
  const match = durationPattern.exec(text);
  // Only the smallest part that is written may have a fraction (Data 4.6, ISO 8601 4.4.3.2).
  if (!match || /[.,]\d+[A-Z].*\d/.test(text)) return null;
  return match
    .slice(1)
    .reduce((sum, part, i) => sum + (part ? Number(part.replace(',', '.')) * (unitMs[i] ?? 0) : 0), 0);
}

const hundredthsIn: Readonly<Record<string, bigint>> = {
  W: 60_480_000n,
  D: 8_640_000n,
  H: 360_000n,
  M: 6_000n,
};

/**
 * A duration for comparison at 0.01 s: what its last part has below that is cut off, never rounded. Units are not converted
 * (PT60S is not PT1M), and a duration without a fraction stays as it is. A fraction of a year or a month has no length in
 * seconds and stays too.
 */
export function cutDuration(text: string): string {
  const match = /^(.*\d)[.,](\d+)([WDHMS])$/.exec(text);
  const [, whole, fraction = '', unit = ''] = match ?? [];
  if (whole === undefined) return text;
  if (unit === 'S') {
    const kept = fraction.slice(0, 2).replace(/0+$/, '');
    return kept === '' ? `${whole}S` : `${whole}.${kept}S`;
  }
  const hundredths = unit === 'M' && !text.includes('T') ? undefined : hundredthsIn[unit];
  if (hundredths === undefined) return text;
  const digits = fraction.slice(0, 20);
  const kept = (BigInt(digits) * hundredths) / 10n ** BigInt(digits.length);
  return kept === 0n ? `${whole}${unit}` : `${whole}${unit}+${kept}`;
}
