// SPDX-License-Identifier: Apache-2.0
/**
 * Until when a piece counts: the earliest of the rule's period, the competency's, and an end that the statement itself names.
 * Ends of periods are kept by day, for a calendar is slow and a statement is not alone on its day.
 */
import type { NormalStatement } from '@cairn/dialects';
import { Temporal } from 'temporal-polyfill';
import { endOfValidity } from '../calendar.ts';
import { extensionPrefix } from '../mapping/comparison.ts';
import { extensionValue } from '../mapping/fields.ts';
import type { Rule } from '../mapping/mapping-rule.schema.ts';
import { spanOf } from '../mapping/moments.ts';

const dayMs = 86_400_000;
const mostKept = 20_000;

/** Days since the epoch in a zone, where its offset stays the same over the whole UTC day; null: a day on which clocks change. */
function dayReader(timeZone: string): (at: number) => number | null {
  const offsets = new Map<number, number | null>();
  const offsetAt = (ms: number) =>
    Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone).offsetNanoseconds / 1e6;
  return (at) => {
    const utcDay = Math.floor(at / dayMs);
    let offset = offsets.get(utcDay);
    if (offset === undefined) {
      const first = offsetAt(utcDay * dayMs);
      offset = first === offsetAt((utcDay + 1) * dayMs - 1) ? first : null;
      if (offsets.size >= mostKept) offsets.clear();
      offsets.set(utcDay, offset);
    }
    return offset === null ? null : Math.floor((at + offset) / dayMs);
  };
}

export type EndOf = (at: number, period: string) => number;

/** `endOfValidity` of one zone, remembered by day. */
export function endsIn(timeZone: string): EndOf {
  const dayOf = dayReader(timeZone);
  const ends = new Map<string, Map<number, number>>();
  return (at, period) => {
    const day = dayOf(at);
    if (day === null) return endOfValidity(at, period, timeZone);
    const ofPeriod = ends.get(period) ?? new Map<number, number>();
    const known = ofPeriod.get(day);
    if (known !== undefined) return known;
    const end = endOfValidity(at, period, timeZone);
    if (ofPeriod.size >= mostKept) ofPeriod.clear();
    ends.set(period, ofPeriod.set(day, end));
    return end;
  };
}

/** When something ends that is said to hold until a moment, or on a day still; undefined: it cannot be read. */
export function endSaid(until: unknown, timeZone: string): number | undefined {
  const span = typeof until === 'string' ? spanOf(until, timeZone) : null;
  if (!span) return undefined;
  // A day counts wholly; a moment ends at itself.
  return span.to - span.from > 1 ? span.to : span.from;
}

/** End that the statement names; null: none. undefined: one that cannot be read, so nothing may stand on it. */
function namedEnd(
  { validUntil }: Rule,
  statement: NormalStatement,
  timeZone: string,
): number | null | undefined {
  if (validUntil === undefined) return null;
  const value = extensionValue(statement, validUntil.slice(extensionPrefix.length));
  return value === null ? null : endSaid(value, timeZone);
}

export interface ValiditySurroundings {
  readonly timeZone: string;
  readonly endOf: EndOf;
  /** Of the competency itself. */
  readonly validFor: string | undefined;
}

/** ms, null = no end, undefined = an end is named that cannot be read. */
export function validToOf(
  rule: Rule,
  statement: NormalStatement,
  { timeZone, endOf, validFor }: ValiditySurroundings,
): number | null | undefined {
  let end = namedEnd(rule, statement, timeZone);
  if (end === undefined) return undefined;
  for (const period of [rule.validFor, validFor])
    if (period !== undefined) end = Math.min(end ?? Infinity, endOf(statement.occurredAt, period));
  return end;
}
