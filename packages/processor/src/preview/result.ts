// SPDX-License-Identifier: Apache-2.0
/** What was counted → what is said of the draft: rules, competencies and people by name, and how long publishing would take. */
import {
  type Decider,
  type Evidence,
  rankShown,
  type SentenceLanguage,
  sentenceOf,
  type SaidInAll,
} from '@cairn/engine';
import { holdsAt, type PlannedDraft, standsAt, type Store } from '@cairn/store';
import type { Compared, CompetencyTally } from './compare-people.ts';
import { goneDigests } from './affected.ts';
import { changeKinds, noChanges, sumOf } from './mastery-change.ts';
import type {
  CompetencyPreview,
  LostStatement,
  MatchExample,
  PersonNamed,
  Preview,
  RoleReadingPreview,
  RulePreview,
  RuleReading,
} from './preview.types.ts';
import type { DraftReader, RuleTally } from './reading.ts';

export interface Counted {
  readonly store: Store;
  readonly now: number;
  readonly planned: PlannedDraft;
  readonly read: { readonly read: number; readonly aside: number };
  readonly reader: DraftReader;
  readonly compared: Compared;
  readonly mostCompetencies: number;
  /** Statements read a second, and seconds that comparing took. */
  readonly rates: { readonly read: number | null; readonly compared: number };
  /** Of performance.now(). */
  readonly began: number;
}

/** Publishing writes what a preview only counts: of a piece of evidence and of a mastery, measured (npm run bench -- preview). */
const secondsAPiece = 1 / 6000;
const secondsAMastery = 1 / 2500;

/** Names, each asked for once. */
function createNames(store: Store) {
  const known = new Map<string, PersonNamed>();
  async function byId(id: string): Promise<PersonNamed> {
    const there = known.get(id);
    if (there) return there;
    const named = { id, name: (await store.people.find(id))?.name ?? id };
    known.set(id, named);
    return named;
  }
  return {
    byId,
    bySubject: async (subject: string | null, at: number | null): Promise<PersonNamed | null> => {
      if (subject === null) return null;
      const links = (await store.people.linksOf([subject])).filter((link) => standsAt(link, null));
      const link = at === null ? links[0] : links.find((one) => holdsAt(one, at));
      return link ? byId(link.personId) : null;
    },
  };
}
type Names = ReturnType<typeof createNames>;

function saysOf({ condition, isNegated }: Decider): SaidInAll {
  const say = (language: SentenceLanguage) =>
    condition === null ? '' : sentenceOf(isNegated ? { not: condition } : condition, language);
  return { en: say('en'), de: say('de') };
}

async function exampleOf(piece: Evidence, { after }: PlannedDraft, names: Names): Promise<MatchExample> {
  const context = after.mastery(piece.competencyId);
  const rank = context ? rankShown(piece, context) : null;
  return {
    statementId: piece.statementId,
    person: await names.bySubject(piece.subject, piece.occurredAt),
    subject: piece.subject,
    value: piece.value,
    levelId: context?.scale.levels.find((level) => level.rank === rank)?.id ?? null,
    occurredAt: piece.occurredAt,
  };
}

async function readingOf(tally: RuleTally, planned: PlannedDraft, names: Names): Promise<RuleReading> {
  return {
    met: tally.met,
    notMet: tally.notMet,
    unknown: tally.unknown,
    unknownBy: [...tally.unknownBy.values()]
      .toSorted((a, b) => b.statements - a.statements)
      .map(({ decider, statements }) => ({ pointer: decider.pointer, says: saysOf(decider), statements })),
    noValue: [...tally.noValue].map(([reason, statements]) => ({ reason, statements })),
    failed: tally.failed,
    examples: await Promise.all(tally.examples.map((piece) => exampleOf(piece, planned, names))),
  };
}
const nothingRead: RuleReading = {
  met: 0,
  notMet: 0,
  unknown: 0,
  unknownBy: [],
  noValue: [],
  failed: 0,
  examples: [],
};

/** In the order of the draft, then those that it removes. */
async function rulesOf({ store, planned, reader }: Counted, names: Names): Promise<readonly RulePreview[]> {
  const { before, after, changes, digests } = planned;
  const removed = new Set(changes.removed);
  const piecesOf = (ruleId: string) => before?.digestsOfPieces(ruleId) ?? [];
  const ids = before?.policy.mapping.rules.map(({ id }) => id) ?? [];
  const there = await store.evidence.countByRule(ids.flatMap(piecesOf));
  const had = (ruleId: string) => piecesOf(ruleId).reduce((sum, one) => sum + (there.get(one) ?? 0), 0);
  const isNew = new Set(digests);
  const kind = new Map<string, RulePreview['change']>([
    ...changes.added.map((id) => [id, 'added'] as const),
    ...changes.changed.map((id) => [id, 'changed'] as const),
  ]);
  const kept: RulePreview[] = [];
  for (const { id, competency } of after.policy.mapping.rules) {
    const tally = reader.tallies.get(id);
    const isRead = isNew.has(after.digestOf(id));
    kept.push({
      ruleId: id,
      competencyId: competency,
      change: kind.get(id) ?? 'unchanged',
      evidence: { before: had(id), after: isRead ? (tally?.evidence ?? 0) : had(id) },
      reading: isRead ? (tally ? await readingOf(tally, planned, names) : nothingRead) : null,
    });
  }
  const gone = (before?.policy.mapping.rules ?? []).flatMap(({ id, competency }): readonly RulePreview[] =>
    removed.has(id)
      ? [
          {
            ruleId: id,
            competencyId: competency,
            change: 'removed',
            evidence: { before: had(id), after: 0 },
            reading: null,
          },
        ]
      : [],
  );
  return [...kept, ...gone];
}

/** What people gain and lose first. */
const inOrder = (examples: CompetencyTally['examples']) =>
  examples.toSorted((a, b) => changeKinds.indexOf(a.change) - changeKinds.indexOf(b.change));

async function competencyOf(
  competencyId: string,
  { people, proficient, examples }: CompetencyTally,
  names: Names,
): Promise<CompetencyPreview> {
  return {
    competencyId,
    people,
    proficient,
    examples: await Promise.all(
      inOrder(examples).map(async ({ personId, change, before, after }) => ({
        person: await names.byId(personId),
        change,
        before: { status: before.status, levelId: before.levelId },
        after: { status: after.status, levelId: after.levelId },
      })),
    ),
  };
}

function totalOf(tallies: Iterable<CompetencyTally>) {
  const total = noChanges();
  for (const { people } of tallies) for (const kind of changeKinds) total[kind] += people[kind];
  return total;
}

async function publicationOf({ store, planned, read, reader, compared, rates }: Counted) {
  const { digests, keys, readTo } = planned;
  const statementsToRead = digests.length === 0 ? 0 : await store.candidates.count(keys, readTo);
  const pieces = [...reader.tallies.values()].reduce((sum, { evidence }) => sum + evidence, 0);
  const share = read.read === 0 ? 0 : Math.min(1, statementsToRead / read.read);
  const reading = rates.read === null ? 0 : statementsToRead / rates.read;
  const writing = pieces * share * secondsAPiece + compared.masteries * secondsAMastery;
  return {
    statementsToRead,
    masteriesToFold: compared.masteries,
    seconds: Math.ceil(reading + writing),
  };
}

type Tallied = Pick<CompetencyTally, 'people'>;
/** Those in which something changes, the most people first. */
const changingOf = <T extends Tallied>(
  all: Iterable<readonly [string, T]>,
): readonly (readonly [string, T])[] =>
  [...all]
    .filter(([, { people }]) => sumOf(people) > 0)
    .toSorted(([a, one], [b, other]) => sumOf(other.people) - sumOf(one.people) || (a < b ? -1 : 1));

async function roleReadingsOf({ compared, mostCompetencies }: Counted, names: Names) {
  const found: RoleReadingPreview[] = [];
  const changing = changingOf(
    compared.roles.map((one) => [JSON.stringify([one.roleId, one.competencyId]), one] as const),
  );
  for (const [, { roleId, competencyId, holders, ...tally }] of changing.slice(0, mostCompetencies))
    found.push({ roleId, holders, ...(await competencyOf(competencyId, tally, names)) });
  return found;
}

export async function resultOf(counted: Counted): Promise<Preview> {
  const { store, now, planned, read, reader, compared, mostCompetencies, rates, began } = counted;
  const names = createNames(store);
  const changing = changingOf(compared.competencies);
  const lost = goneDigests(planned).size > 0 ? reader.lost() : { count: 0, examples: [] };
  const lostExamples: LostStatement[] = [];
  for (const { statementId, ruleIds, subject } of lost.examples)
    lostExamples.push({ statementId, ruleIds, person: await names.bySubject(subject, null) });
  const competencies: CompetencyPreview[] = [];
  for (const [id, tally] of changing.slice(0, mostCompetencies))
    competencies.push(await competencyOf(id, tally, names));
  return {
    at: now,
    comparedWith: planned.before?.policy.version ?? null,
    changes: planned.changes,
    statements: { read: read.read, lost: lost.count, lostExamples, aside: read.aside },
    rules: await rulesOf(counted, names),
    competencies,
    moreCompetencies: Math.max(0, changing.length - mostCompetencies),
    people: totalOf(compared.competencies.values()),
    roles: await roleReadingsOf(counted, names),
    publication: await publicationOf(counted),
    took: { seconds: (performance.now() - began) / 1000, statementsPerSecond: rates.read },
  };
}
