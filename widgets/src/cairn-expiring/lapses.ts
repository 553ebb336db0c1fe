// SPDX-License-Identifier: Apache-2.0
/** What is said of one lapse, in words: the same on rail, in list and table. */
import type { Expiring, GapView } from '@cairn/api/contract';
import { type Dates, daysBetween, lastDay, levelName, textIn } from '../standing/standing.ts';
import { words } from '../localisation/words.ts';

type Item = Expiring['items'][number];
export interface LapseRow {
  readonly id: string;
  readonly label: string;
  /** Level that is held, or was. */
  readonly level: string;
  readonly status: GapView['items'][number]['status'] | null;
  /** Whole days of the calendar from today to the last valid day; negative = past. */
  readonly days: number;
  readonly day: string;
  readonly text: string;
  readonly isSoon: boolean;
  readonly hasEnded: boolean;
  readonly ways: readonly string[];
}

/** Against the role where it asks; what has run out is so anyway. */
function statusOf({ kind, state, required }: Item): LapseRow['status'] {
  if (kind === 'expired') return 'expired';
  if (!required) return null;
  const gap = required.rank - (state.rank ?? 0);
  return gap <= 0 ? 'met' : gap === 1 ? 'near' : 'gap';
}

export function lapseRows(expiring: Expiring, locale: string, { day, inDays }: Dates): readonly LapseRow[] {
  const { at, timeZone, scales, items } = expiring;
  const levelOf = (item: Item, rank: number | null) => {
    const scale = scales.find(({ id }) => id === item.competency.scaleId);
    return scale ? levelName(scale, rank, locale) : '';
  };
  return items.map((item): LapseRow => {
    const { competency, state, kind, endsAt, changesAt, renewal } = item;
    // A level that fades is lost at that moment; a validity's last day is the one before its end.
    const end = kind === 'fades' ? Date.parse(endsAt) : lastDay(endsAt);
    const days = daysBetween(Date.parse(at), end, timeZone);
    const date = day(end, timeZone);
    const isInGrace = state.validity === 'grace';
    const text = {
      expired: () => words.expiredAgo(inDays(days), date),
      expires: () =>
        isInGrace
          ? words.graceUntil(day(lastDay(changesAt), timeZone))
          : words.expiresOn(inDays(Math.max(0, days)), date),
      fades: () => words.fadesOn(levelOf(item, state.next?.rank ?? null), inDays(days), date),
    }[kind]();
    return {
      id: competency.id,
      label: textIn(competency.label, locale),
      level: kind === 'expired' ? words.was(levelOf(item, state.rank)) : levelOf(item, state.rank),
      status: statusOf(item),
      days,
      day: date,
      text,
      isSoon: kind !== 'expired' && (isInGrace || days <= expiring.noticeDays),
      hasEnded: kind === 'expired',
      ways: renewal?.ways.map(({ sentence }) => sentence) ?? [],
    };
  });
}

/** The sentence before the picture. */
export function lapseSentence(rows: readonly LapseRow[], number: (value: number) => string): string {
  const ended = rows.filter(({ hasEnded }) => hasEnded);
  const soon = rows.filter(({ isSoon }) => isSoon);
  const [one, next] = [ended[0], soon[0]];
  return [
    ended.length === 1 && one
      ? words.oneExpired(one.label)
      : ended.length > 1
        ? words.someExpired(ended.length)
        : '',
    soon.length === 1 && next
      ? words.oneSoon(next.label)
      : soon.length > 1
        ? words.someSoon(number(soon.length))
        : words.nothingSoon(),
  ]
    .filter((text) => text !== '')
    .join(' ');
}
