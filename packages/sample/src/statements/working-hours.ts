// SPDX-License-Identifier: Apache-2.0
/** When people of the port work: early and late shifts that change weekly, an office, few at weekends. Local time of the port. */
import { Temporal } from 'temporal-polyfill';
import type { PersonPlan } from '../organisation/people.ts';

export const timeZone = 'Europe/London';
const dayMs = 86_400_000;

/** Weeks since one that began on a Monday. */
const weekOf = (day: Temporal.PlainDate) =>
  Math.floor(Temporal.PlainDate.from('2024-01-01').until(day).total('days') / 7);

function startHour(rota: PersonPlan['rota'], day: Temporal.PlainDate): number {
  if (rota === 'office') return 8;
  return (weekOf(day) + rota) % 2 === 0 ? 6 : 14;
}

/** Whether both are at work together that day; the office is with the early shift. */
export function shareShift(a: PersonPlan, b: PersonPlan, at: number): boolean {
  const day = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDate();
  const isLate = ({ rota }: PersonPlan) => startHour(rota, day) === 14;
  return isLate(a) === isLate(b);
}

/** Four of five things that would fall on a weekend happened on one of the five days before. */
function workday(next: () => number, day: Temporal.PlainDate): Temporal.PlainDate {
  const beyondFriday = day.dayOfWeek - 5;
  return beyondFriday > 0 && next() < 0.8
    ? day.subtract({ days: beyondFriday + Math.floor(next() * 5) })
    : day;
}

function momentOf(next: () => number, { rota }: PersonPlan, day: Temporal.PlainDate): number {
  const sinceStart = Math.floor((20 + next() * 420) * 60_000);
  return (
    day.toZonedDateTime({ timeZone, plainTime: { hour: startHour(rota, day) } }).epochMilliseconds +
    sinceStart
  );
}
const dayBefore = (today: number, daysAgo: number) =>
  Temporal.Instant.fromEpochMilliseconds(today - Math.max(1, Math.round(daysAgo)) * dayMs)
    .toZonedDateTimeISO('UTC')
    .toPlainDate();

export interface Moment {
  readonly next: () => number;
  readonly person: PersonPlan;
  /** ms since the epoch: the start of the day that the sample is made for. */
  readonly today: number;
  /** At least 1: the day itself is left to who tries the sample. */
  readonly daysAgo: number;
}
/** A moment of the person's shift about so many days ago, ms since the epoch. */
export const onWorkday = ({ next, person, today, daysAgo }: Moment): number =>
  momentOf(next, person, workday(next, dayBefore(today, daysAgo)));

/** A moment of the person's shift on exactly that day, weekend or not. */
export const onThatDay = ({ next, person, today, daysAgo }: Moment): number =>
  momentOf(next, person, dayBefore(today, daysAgo));
