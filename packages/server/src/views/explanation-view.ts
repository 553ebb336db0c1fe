// SPDX-License-Identifier: Apache-2.0
/** One competency of one person explained: in data, and in sentences of the reader's language. Shapes are the contract's. */
import type { Explanation } from '@cairn/api/contract';
import {
  createPersonMastery,
  entrySource,
  type Explained,
  type ExplainedEvidence,
  explain,
  isEntryRule,
  isOfStatement,
  type MasteryContext,
  nextLevel,
  type NextLevel,
  type Sentences,
  sentencesOf,
  withCarried,
} from '@cairn/engine';
import type { Store } from '@cairn/store';
import { competencyView, frameView } from './frame-view.ts';
import { type Frame, readEvidence, readMastery } from './mastery-reader.ts';
import { iso, isoOrNull, ownStateView, stateView } from './state-view.ts';
import { forgottenStatement, statementView } from './statement-view.ts';

type Piece = Explanation['evidence'][number];
type Viewed = ReturnType<typeof statementView>;

/** Statements and sources that the evidence names. */
async function readNamed(store: Store, { pieces }: Explained) {
  const ids = [...new Set(pieces.map(({ evidence }) => evidence.statementId))];
  const [statements, sources] = await Promise.all([store.statements.findMany(ids), store.sources.list()]);
  const texts = new Map(statements.map(({ id, text }) => [id, text]));
  const titles = new Map(sources.map(({ id, title }) => [id, title]));
  const viewed = new Map<string, Viewed>();
  for (const { evidence } of pieces) {
    const text = texts.get(evidence.statementId);
    viewed.set(
      evidence.id,
      text === undefined ? forgottenStatement : statementView(text, evidence.activityId),
    );
  }
  return {
    of: (evidenceId: string): Viewed => viewed.get(evidenceId) ?? forgottenStatement,
    textOf: (statementId: string) => texts.get(statementId) ?? '',
    titleOf: (sourceId: string) => titles.get(sourceId) ?? sourceId,
  };
}
type Named = Awaited<ReturnType<typeof readNamed>>;

function pieceView(
  { evidence: piece, effect, levelId, contribution, withheld }: ExplainedEvidence,
  { policy }: Frame,
  named: Named,
  sentence: string,
): Piece {
  const { verb, name, by, points, entry } = named.of(piece.id);
  return {
    id: piece.id,
    effect,
    sentence,
    contribution: contribution && { share: contribution.share, amount: contribution.amount },
    withheld: withheld && { ...withheld },
    kind: piece.kind,
    polarity: piece.polarity,
    value: piece.value,
    valuePath: piece.valuePath,
    levelId,
    weight: piece.weight,
    occurredAt: iso(piece.occurredAt),
    recordedAt: iso(piece.recordedAt),
    validTo: isoOrNull(piece.validTo),
    withdrawnAt: isoOrNull(piece.withdrawnAt),
    rule: {
      id: piece.ruleId,
      title: policy.ruleOf(piece)?.title ?? {},
      digest: piece.ruleDigest,
      policyVersion: policy.policy.version,
      publishedAt: iso(policy.policy.publishedAt),
    },
    activity: piece.activityId === null ? null : { id: piece.activityId, name },
    by,
    points,
    entry: piece.sourceId === entrySource ? entry : null,
    source: { id: piece.sourceId, title: named.titleOf(piece.sourceId) },
    verb,
    statement: { id: piece.statementId, text: named.textOf(piece.statementId) },
  };
}

function nextView(next: NextLevel | null, said: Sentences['next']): Explanation['next'] {
  return (
    next &&
    said && {
      levelId: next.level.id,
      isRenewal: next.isRenewal,
      sentence: said.title,
      // Where no way leads there, the one sentence says so.
      ways: said.ways.map((sentence, i) => ({
        sentence,
        steps: (next.ways[i] ?? []).map(({ ruleId, ...step }) => ({ rule: ruleId, ...step })),
      })),
    }
  );
}

const modelView = ({ model: { id, title, version, source } }: MasteryContext) => ({
  id,
  title,
  version,
  source,
});

/** What holds, roll-up included; of a competency that nothing is rolled up to, what its own evidence says. */
async function readStanding(store: Store, frame: Frame, id: string, { state, timeline }: Explained) {
  if (!frame.policy.policy.mapping.rollUps?.[id]) return { state, timeline, rollUp: null };
  const mastery = createPersonMastery(frame.policy, await readMastery(store, frame));
  return {
    state: mastery.stateAt(id, frame.at),
    timeline: mastery.timeline(id),
    rollUp: mastery.rollUpAt(id, frame.at),
  };
}

/** `locale`: one that `localeFor` gave. null: the policy has no such competency. */
export async function explanationView(
  store: Store,
  frame: Frame,
  competencyId: string,
  locale: string,
): Promise<Explanation | null> {
  const { policy, at } = frame;
  const context = policy.mastery(competencyId);
  const indexed = policy.frameworks.find(competencyId);
  if (!context || !indexed) return null;
  const predecessors = policy.replacements.predecessors(competencyId).map(({ id }) => id);
  const read = await readEvidence(store, frame, [competencyId, ...predecessors]);
  const evidence = withCarried(policy, competencyId, read).filter(
    ({ occurredAt }) => !frame.asOf || occurredAt <= at,
  );
  const explained = explain(evidence, at, context);
  const { state, timeline, rollUp } = await readStanding(store, frame, competencyId, explained);
  // Of the rules in force, for one that is switched off leads nowhere; what is entered by hand is no way that somebody can go.
  const rules = policy.rules.all.flatMap(({ rule }) =>
    !isEntryRule(rule) && (rule.competency === competencyId || isOfStatement(rule))
      ? [{ ...rule, competency: competencyId }]
      : [],
  );
  const next = nextLevel(explained, rules, context, { state, isRolledUp: rollUp !== null });
  const named = await readNamed(store, explained);
  const said = sentencesOf(
    {
      explained,
      context,
      next,
      rollUp,
      state,
      nameOf: (id) => named.of(id).name,
      labelOf: (id) => policy.frameworks.find(id)?.competency.label ?? null,
    },
    locale,
  );
  const { noticeDays } = context;
  return {
    ...frameView(frame, [indexed], null),
    competency: {
      ...competencyView(indexed),
      context: indexed.competency.context ?? null,
      indicators: indexed.competency.indicators.map(({ id, level, text }) => ({ id, levelId: level, text })),
    },
    state: stateView({ state, timeline, at, noticeDays }, rollUp),
    own: ownStateView({ state: explained.state, timeline: explained.timeline, at, noticeDays }),
    model: modelView(context),
    reasons: (explained.account?.reasons ?? []).map((reason) => ({ ...reason })),
    base: explained.account?.base ?? null,
    language: locale,
    sentences: [...said.standing],
    next: nextView(next, said.next),
    evidence: explained.pieces.map((one) =>
      pieceView(one, frame, named, said.ofEvidence.get(one.evidence.id) ?? ''),
    ),
    ways: rules.map(({ id, title, kind, level }) => ({ rule: id, title, kind, levelId: level ?? null })),
    history: timeline.segments.map(({ from, to, status, rank }) => ({
      from: iso(from),
      to: isoOrNull(to),
      status,
      rank,
    })),
  };
}
