// SPDX-License-Identifier: Apache-2.0
/**
 * An explanation in plain sentences. Flow: explanation → [here] → API, and through it widgets and command line, which so say the
 * same. One catalogue a language; levels, rules and competencies are named in the reader's language where they have a name in it.
 */
import type { Text } from '@cairn/frameworks';
import type { MasteryContext } from '../compiled-policy.ts';
import type { RollUpState } from '../mastery/roll-up/roll-up.ts';
import type { MasterySegment, MasteryState } from '../mastery.types.ts';
import type { Explained, ExplainedEvidence } from './explain.ts';
import { de } from './messages/de.ts';
import { en } from './messages/en.ts';
import type { Messages, Piece, Writer } from './messages/messages.types.ts';
import type { NextLevel } from './next-level.ts';
import { textIn } from './text-in.ts';

const catalogues = { en, de } as const satisfies Readonly<Record<string, Messages>>;
export type Language = keyof typeof catalogues;
export const languages = Object.keys(catalogues) as readonly Language[];

/** The first of these tags that there are sentences for, as it was asked for; English where there is none. */
export const localeFor = (tags: readonly string[]): string => tags.find(isSpoken) ?? 'en';

const baseOf = (tag: string) => tag.split('-')[0]?.toLowerCase() ?? '';
function isSpoken(tag: string): boolean {
  if (!languages.some((language) => language === baseOf(tag))) return false;
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    // Begins like a tag of ours, and is none.
    return false;
  }
}

export interface Told {
  readonly explained: Explained;
  readonly context: MasteryContext;
  readonly next: NextLevel | null;
  readonly rollUp: RollUpState | null;
  /** What holds, its roll-up included; the same as in `explained` where nothing is rolled up. */
  readonly state: MasteryState;
  /** Name of what a piece was about; null = the sender gave none. */
  readonly nameOf: (evidenceId: string) => Text | null;
  readonly labelOf: (competencyId: string) => Text | null;
}
export interface Sentences {
  /** How things stand, and why. */
  readonly standing: readonly string[];
  /** By id of the evidence. */
  readonly ofEvidence: ReadonlyMap<string, string>;
  /** What the next level would take: a heading, then one line a way. Empty: the highest is held. */
  readonly next: { readonly title: string; readonly ways: readonly string[] } | null;
}

interface Speaker {
  readonly locale: string;
  readonly say: Messages;
  readonly write: Writer;
  readonly told: Told;
}

function writerOf(locale: string, { scale, timeZone }: MasteryContext, say: Messages): Writer {
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone });
  const percents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const numbers = new Intl.NumberFormat(locale);
  const lists = new Intl.ListFormat(locale, { type: 'conjunction' });
  return {
    day: (at) => days.format(at),
    lastDay: (end) => days.format(end - 1),
    percent: (share) => percents.format(share),
    number: (value) => numbers.format(value),
    list: (parts) => lists.format(parts),
    level: (levelId) => {
      const level = scale.levels.find(({ id }) => id === levelId);
      return level ? `${numbers.format(level.rank)} ${textIn(level.name, locale)}` : say.noLevel;
    },
  };
}

/** "2 Applies"; what is below the first level, and what shows none, is said so. */
function levelText(
  { say, write }: Speaker,
  { levelId, rank }: Pick<MasterySegment, 'levelId' | 'rank'>,
): string {
  if (levelId !== null) return write.level(levelId);
  return rank === 0 ? say.belowFirst : say.noLevel;
}

function pieceIn(speaker: Speaker, { evidence, levelId, contribution, withheld }: ExplainedEvidence): Piece {
  const { say, told, locale } = speaker;
  const isBelow = levelId === null && (evidence.value !== null || evidence.polarity === 'negative');
  return {
    name: textIn(told.nameOf(evidence.id), locale) || (evidence.activityId ?? say.anActivity),
    at: evidence.occurredAt,
    level: levelText(speaker, { levelId, rank: isBelow ? 0 : null }),
    validTo: evidence.validTo,
    share: contribution?.share ?? null,
    amount: contribution?.amount ?? null,
    withheld,
  };
}

/** The one piece that the result stands on; null where there are several. */
function decisiveIn(speaker: Speaker): Piece | null {
  const counted = speaker.told.explained.pieces.filter(({ effect }) => effect === 'counts');
  const [only] = counted;
  return only && counted.length === 1 ? pieceIn(speaker, only) : null;
}

const isHeldNow = ({ status }: MasteryState) => status === 'proficient' || status === 'below';

function standingIn(speaker: Speaker): readonly string[] {
  const { say, write, told } = speaker;
  const { explained, state } = told;
  const level = levelText(speaker, state);
  if (state.status === 'expired') return [say.expired(level, write.lastDay(state.expiredAt ?? explained.at))];
  if (state.status === 'revoked') return [say.revoked(level, write.day(state.expiredAt ?? explained.at))];
  if (state.status === 'unknown') {
    const ahead = explained.validity === 'pending' ? explained.foreseen : null;
    if (ahead) return [say.pending(levelText(speaker, ahead), write.day(ahead.from))];
    return [explained.account ? say.tooLittle : say.unknown];
  }
  const decisive = isHeldNow(explained.state) ? decisiveIn(speaker) : null;
  return [decisive ? say.heldBecause(level, decisive.name, write.day(decisive.at)) : say.held(level)];
}

/** Narrowed by its code, each reason goes to its own sentence. */
function reasonsIn({ say, write, told }: Speaker): readonly string[] {
  const { explained } = told;
  const isAlone = explained.read.length === 1;
  return (explained.account?.reasons ?? [])
    .filter(({ code }) => !isAlone || !['latest', 'highest', 'average', 'recency-weighted'].includes(code))
    .map((reason) => (say.reason[reason.code] as (reason: unknown, write: Writer) => string)(reason, write));
}

function timeIn(speaker: Speaker): readonly string[] {
  const { say, write, told } = speaker;
  const { explained, state, context } = told;
  const { validTo } = state;
  const until = explained.timeline.segments.find(({ from }) => from > explained.at)?.from;
  const falls = explained.foreseen;
  const isFading = state.fade !== undefined && falls && falls.rank !== null && falls.status !== 'expired';
  const fade = isFading ? [say.fades(levelText(speaker, falls), write.day(falls.from))] : [];
  if (!isHeldNow(state) || state.rank === 0) return [];
  if (validTo === null) return fade;
  if (explained.validity === 'grace' && until !== undefined)
    return [say.grace(write.lastDay(validTo), write.lastDay(until)), ...fade];
  const isSoon = validTo - explained.at <= context.noticeDays * 86_400_000;
  return [isSoon ? say.expiring(write.lastDay(validTo)) : say.validUntil(write.lastDay(validTo)), ...fade];
}

function rollUpIn({ say, write, told, locale }: Speaker): readonly string[] {
  const { rollUp } = told;
  if (!rollUp) return [];
  const names = (ids: readonly string[]) =>
    write.list(ids.map((id) => textIn(told.labelOf(id), locale) || id));
  const { isMet, isLapsed, missing, unknown, coverage, score, proficient, total } = rollUp;
  return [
    isMet === true
      ? say.rollUpMet(proficient, total)
      : missing.length === 0
        ? ''
        : isLapsed
          ? say.rollUpLapsed(names(missing))
          : say.rollUpNotMet(names(missing)),
    unknown.length > 0 ? say.rollUpUnknown(names(unknown)) : '',
    score === null ? '' : say.rollUpMean(write.percent(score)),
    unknown.length > 0 ? say.rollUpCoverage(write.percent(coverage)) : '',
  ].filter((sentence) => sentence !== '');
}

function evidenceIn(speaker: Speaker, one: ExplainedEvidence, decisive: Piece | null): string {
  const { say, write, told } = speaker;
  const piece = pieceIn(speaker, one);
  if (one.effect === 'counts' && !isHeldNow(told.explained.state)) return say.towards(piece, write);
  if (one.effect === 'counts' && decisive) return say.decides(piece, write);
  if (one.effect === 'superseded' && decisive)
    return say.supersededBy(piece.level, decisive.name, write.day(decisive.at));
  return say.effect[one.effect](piece, write);
}

function nextIn({ say, write, told, locale }: Speaker): Sentences['next'] {
  const { next } = told;
  if (!next) return null;
  const level = write.level(next.level.id);
  const untried = next.untried.map(({ title, ruleId }) => say.untried(textIn(title, locale) || ruleId));
  const ways = next.ways.map((way) =>
    write.list(
      way.map(({ pieces, title, ruleId, score, mostScore }) =>
        say.step(pieces, textIn(title, locale) || ruleId, {
          from: score === null ? null : write.percent(score),
          to: mostScore === null ? null : write.percent(mostScore),
        }),
      ),
    ),
  );
  return {
    title: next.isRenewal ? say.renewal(level) : say.next(level),
    ways: ways.length + untried.length > 0 ? [...ways, ...untried] : [say.noWay],
  };
}

/** `locale`: a tag that `localeFor` gave. Days are those of the organisation's zone. */
export function sentencesOf(told: Told, locale: string): Sentences {
  const say = catalogues[baseOf(locale) as Language];
  const speaker: Speaker = { locale, say, write: writerOf(locale, told.context, say), told };
  const decisive = decisiveIn(speaker);
  return {
    standing: [...standingIn(speaker), ...reasonsIn(speaker), ...timeIn(speaker), ...rollUpIn(speaker)],
    ofEvidence: new Map(
      told.explained.pieces.map((one) => [one.evidence.id, evidenceIn(speaker, one, decisive)]),
    ),
    next: nextIn(speaker),
  };
}
