// SPDX-License-Identifier: Apache-2.0
/** Numbers and times as the reader writes them. */
import { firstTag } from '@cairn/widgets/language-tag';

const locale = firstTag([navigator.language]);
const counts = new Intl.NumberFormat(locale);
const moments = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
const spans = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

export const count = (value: number): string => counts.format(value);
export const moment = (instant: string): string => moments.format(new Date(instant));
/** "3 days ago". */
export function ago(instant: string, now: number): string {
  const seconds = Math.round((Date.parse(instant) - now) / 1000);
  for (const [unit, size] of units)
    if (Math.abs(seconds) >= size) return spans.format(Math.round(seconds / size), unit);
  return spans.format(seconds, 'second');
}
/** "3 minutes". */
export function span(seconds: number): string {
  const [unit, size] = units.find(([, one]) => seconds >= one) ?? (['second', 1] as const);
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(
    Math.max(0, Math.round(seconds / size)),
  );
}
/** The reader's language, else English, else any. */
export function textOf(text: Readonly<Record<string, string>> | null): string {
  if (!text) return '';
  const base = locale.split('-')[0] ?? 'en';
  const tag = Object.keys(text).find((one) => one.split('-')[0] === base);
  return text[tag ?? 'en'] ?? Object.values(text)[0] ?? '';
}
