// SPDX-License-Identifier: Apache-2.0
/** When people of the port work: early and late shifts that change weekly, an office, few at weekends. Local time of the port. */
import { Temporal } from 'temporal-polyfill';
import type { PersonPlan } from '../organisation/people.ts';

export const timeZone = 'Europe/London';
const dayMs = 86_400_000;
const hourMs = 3_600_000;
const noon = 12;

/** A calendar day is counted from 1970-01-01, a Thursday. */
export const dayOf = (at: number): number => Math.floor(at / dayMs);
/** 1 Monday … 7 Sunday. */
const weekdayOf = (day: number) => ((day + 3) % 7) + 1;
const weekOf = (day: number) => Math.floor((day + 3) / 7);

const noons = new Map<number, number>();
/** Clocks change at night: from noon one can count to any hour of a shift. Kept, since asking for a zone's time is dear. */
function noonOf(day: number): number {
  const known = noons.get(day);
  if (known !== undefined) return known;
  const date = Temporal.PlainDate.from('1970-01-01').add({ days: day });
  const at = date.toZonedDateTime({ timeZone, plainTime: { hour: noon } }).epochMilliseconds;
  noons.set(day, at);
  return at;
}

function startHour(rota: PersonPlan['rota'], day: number): number {
  if (rota === 'office') return 8;
  return (weekOf(day) + rota) % 2 === 0 ? 6 : 14;
}

/** Who else is at work then: whose shift is the same; the office is with the early one. */
export function atWorkWith({ rota }: PersonPlan, at: number): (other: PersonPlan) => boolean {
  const isLate = (one: PersonPlan['rota']) => startHour(one, dayOf(at)) === 14;
  const own = isLate(rota);
  return (other) => isLate(other.rota) === own;
}

/** Four of five things that would fall on a weekend happened on one of the five days before. */
function workday(next: () => number, day: number): number {
  const beyondFriday = weekdayOf(day) - 5;
  return beyondFriday > 0 && next() < 0.8 ? day - beyondFriday - Math.floor(next() * 5) : day;
}

/** Not in the first minutes of a shift, nor in its last half hour. */
const momentOf = (next: () => number, { rota }: PersonPlan, day: number): number =>
  noonOf(day) + (startHour(rota, day) - noon) * hourMs + Math.floor((20 + next() * 420) * 60_000);

export interface Moment {
  readonly next: () => number;
  readonly person: PersonPlan;
  /** The day that the sample is made for; it is left to who tries the sample. */
  readonly today: number;
  /** At least 1. */
  readonly daysAgo: number;
}
const dayBefore = ({ today, daysAgo }: Moment) => today - Math.max(1, Math.round(daysAgo));

/** A moment of the person's shift about so many days ago, ms since the epoch. */
export const onWorkday = (moment: Moment): number =>
  momentOf(moment.next, moment.person, workday(moment.next, dayBefore(moment)));

/** A moment of the person's shift on exactly that day, weekend or not. */
export const onThatDay = (moment: Moment): number => momentOf(moment.next, moment.person, dayBefore(moment));

/** ms since the epoch: ten o'clock of the last such weekday that lies at least so many days back. */
export const lessonOn = (weekday: number, today: number, daysBack: number): number => {
  const latest = today - daysBack;
  return noonOf(latest - ((weekdayOf(latest) - weekday + 7) % 7)) - 2 * hourMs;
};
