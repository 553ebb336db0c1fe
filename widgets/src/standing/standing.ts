// SPDX-License-Identifier: Apache-2.0
/** What is said of one competency, in words: level, status, fact. The same in row, ladder, chart and table. */
import type { Explanation, GapView, Profile, ScaleView, StateView, Text } from '@cairn/api/contract';
import type { Status } from '../drawing/marks.ts';
import { dates, numbers } from '../localisation/formats.ts';
import { words } from '../localisation/words.ts';

export interface Standing {
  readonly id: string;
  readonly label: string;
  readonly statement: string;
  readonly groupId: string | null;
  readonly scale: ScaleView;
  readonly state: StateView;
  readonly requiredRank: number | null;
  /** null = no role asks for it, and nothing is to be said but its level. */
  readonly status: Status | null;
  readonly gap: number | null;
}

/** The reader's language, else its base, else English, else any. */
export function textIn(text: Text | null | undefined, locale: string): string {
  if (!text) return '';
  const base = locale.split('-')[0] ?? locale;
  const own = Object.keys(text).find((tag) => tag.toLowerCase() === locale.toLowerCase());
  const near = Object.keys(text).find((tag) => tag.split('-')[0] === base);
  return text[own ?? near ?? 'en'] ?? Object.values(text)[0] ?? '';
}

/** "2 Applies". */
export function levelName(scale: ScaleView, rank: number | null, locale: string): string {
  if (rank === null) return words.noEvidence();
  if (rank === 0) return words.belowFirst();
  const level = scale.levels.find((one) => one.rank === rank);
  return level ? `${numbers(locale).format(rank)} ${textIn(level.name, locale)}` : String(rank);
}
/** Its time has run out, or it was taken back: nothing is held now. */
export const hasEnded = ({ status }: StateView): boolean => status === 'expired' || status === 'revoked';

export function heldText({ scale, state }: Standing, locale: string): string {
  const name = levelName(scale, state.rank, locale);
  return hasEnded(state) && state.rank !== null ? words.was(name) : name;
}
/** The organisation's last day of a validity: it ends with the day before `validTo` there, wherever the reader is. */
export const lastDay = (validTo: string): number => Date.parse(validTo) - 1;
/** Days of the calendar in that zone. */
export function daysBetween(from: number, to: number, timeZone: string): number {
  const written = dates('en-CA', { timeZone, dateStyle: 'short' });
  return Math.round((Date.parse(written.format(to)) - Date.parse(written.format(from))) / 86_400_000);
}

/** How the reader's language writes days. */
export interface Dates {
  readonly day: (ms: number, timeZone: string) => string;
  /** "in 23 days", "tomorrow", "19 days ago". */
  readonly inDays: (days: number) => string;
}
export interface Fact {
  readonly text: string;
  /** Its end is near: an hourglass and bold. */
  readonly isSoon: boolean;
}
const calm = (text: string): Fact => ({ text, isSoon: false });

/** What is held no longer. */
function endOf({ status, expiredAt }: StateView, timeZone: string, { day }: Dates): string {
  if (expiredAt === null) return '';
  return status === 'expired'
    ? words.expiredOn(day(lastDay(expiredAt), timeZone))
    : words.revokedOn(day(Date.parse(expiredAt), timeZone));
}
/** null: its end is not near. */
function soonOf(
  { validity, validTo, next }: StateView,
  { at, timeZone }: Moment,
  { day, inDays }: Dates,
): string | null {
  if (validity === 'grace' && next) return words.graceUntil(day(lastDay(next.at), timeZone));
  if (validity !== 'expiring' || validTo === null) return null;
  return words.expires(inDays(Math.max(0, daysBetween(Date.parse(at), lastDay(validTo), timeZone))));
}

type Moment = Pick<Profile, 'at' | 'timeZone'>;
export function factOf({ status, state, gap }: Standing, moment: Moment, dates: Dates): Fact {
  if (state.status === 'unknown') return calm('');
  if (hasEnded(state)) return calm(endOf(state, moment.timeZone, dates));
  const soon = soonOf(state, moment, dates);
  if (soon !== null) return { text: soon, isSoon: true };
  if ((status === 'near' || status === 'gap') && gap !== null) return calm(words.levelsToGo(gap));
  return calm(
    state.validTo === null
      ? words.noEnd()
      : words.validUntil(dates.day(lastDay(state.validTo), moment.timeZone)),
  );
}

/** Profile and gap as one list: first what the role asks for, in the profile's order. */
export function standingsOf(profile: Profile, gap: GapView | null, locale: string): readonly Standing[] {
  const scales = new Map(profile.scales.map((scale) => [scale.id, scale]));
  const items = new Map(gap?.items.map((item) => [item.competency.id, item]));
  return profile.competencies.flatMap((competency): Standing[] => {
    const scale = scales.get(competency.scaleId);
    if (!scale) return [];
    const item = items.get(competency.id);
    return [
      {
        id: competency.id,
        label: textIn(competency.label, locale),
        statement: textIn(competency.statement, locale),
        groupId: competency.groupId,
        scale,
        state: item?.state ?? competency.state,
        requiredRank: item?.required.rank ?? null,
        status: item?.status ?? null,
        gap: item?.gap ?? null,
      },
    ];
  });
}
export function standingsOfGap({ items, scales }: GapView, locale: string): readonly Standing[] {
  return items.flatMap(({ competency, state, required, status, gap }): Standing[] => {
    const scale = scales.find(({ id }) => id === competency.scaleId);
    return scale
      ? [
          {
            id: competency.id,
            label: textIn(competency.label, locale),
            statement: textIn(competency.statement, locale),
            groupId: competency.groupId,
            scale,
            state,
            requiredRank: required.rank,
            status,
            gap,
          },
        ]
      : [];
  });
}

/** One competency by itself; null when its scale is not there. */
export function standingOfExplanation(
  { competency, state, scales }: Explanation,
  gap: GapView | null,
  locale: string,
): Standing | null {
  const scale = scales.find(({ id }) => id === competency.scaleId);
  const item = gap?.items.find((one) => one.competency.id === competency.id);
  return scale
    ? {
        id: competency.id,
        label: textIn(competency.label, locale),
        statement: textIn(competency.statement, locale),
        groupId: competency.groupId,
        scale,
        state: item?.state ?? state,
        requiredRank: item?.required.rank ?? null,
        status: item?.status ?? null,
        gap: item?.gap ?? null,
      }
    : null;
}

/** As it is compared in a search: whatever its case and accents. */
const folded = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
/** Every word of what is looked for is in its label or statement. */
export function isFound(
  { label, statement }: Pick<Standing, 'label' | 'statement'>,
  wanted: string,
): boolean {
  const text = folded(`${label} ${statement}`);
  return folded(wanted)
    .split(/\s+/)
    .every((word) => text.includes(word));
}

export const statuses = ['met', 'near', 'gap', 'expired', 'unknown'] as const satisfies readonly Status[];

/** Before the gap chart: what is furthest from what is asked. */
export function gapSentence(standings: readonly Standing[]): string {
  const short = standings
    .filter(({ status }) => status === 'gap' || status === 'near')
    .toSorted((a, b) => (b.gap ?? 0) - (a.gap ?? 0));
  const [widest] = short;
  if (widest) return words.widestGap(widest.label, words.levelsToGo(widest.gap ?? 0));
  return standings.every(({ status }) => status === 'met') ? words.meetsAll(standings.length) : '';
}

/** The sentence that comes before every picture. */
export function summary(standings: readonly Standing[]): string {
  const asked = standings.filter(({ status }) => status !== null);
  const of = (wanted: Status) => asked.filter(({ status }) => status === wanted);
  const [met, near, expired, unknown] = [of('met'), of('near'), of('expired'), of('unknown')];
  const gaps = of('gap').toSorted((a, b) => (b.gap ?? 0) - (a.gap ?? 0));
  const [short, widest, lapsed] = [near[0], gaps[0], expired[0]];
  return [
    met.length === asked.length
      ? words.meetsAll(asked.length)
      : met.length === 0
        ? words.asksFor(asked.length)
        : words.meets(met.length, asked.length),
    near.length === 1 && short
      ? words.oneShort(short.label)
      : near.length > 1
        ? words.someShort(near.length)
        : '',
    widest
      ? gaps.length === 1
        ? words.oneGap(widest.label)
        : words.someGaps(gaps.length, widest.label)
      : '',
    expired.length === 1 && lapsed
      ? words.oneExpired(lapsed.label)
      : expired.length > 1
        ? words.someExpired(expired.length)
        : '',
    unknown.length === 1 ? words.oneUnknown() : unknown.length > 1 ? words.someUnknown(unknown.length) : '',
  ]
    .filter((text) => text !== '')
    .join(' ');
}
