// SPDX-License-Identifier: Apache-2.0
/** What the API says of a person, from mastery and policy: profile, gap, explanation. Shapes are the contract's. */
import type { Explanation, GapView, Profile, ScaleView, StateView } from '@cairn/api/contract';
import {
  entrySource,
  explain,
  foldMastery,
  gapOf,
  type MasteryState,
  type MasteryTimeline,
  stateAt,
  unknownState,
} from '@cairn/engine';
import type { IndexedCompetency, RoleProfile, Scale } from '@cairn/frameworks';
import type { Store } from '@cairn/store';
import { type Frame, readEvidence, readMastery } from './mastery-reader.ts';
import { forgottenStatement, statementView } from './statement-view.ts';

const iso = (ms: number) => new Date(ms).toISOString();
const isoOrNull = (ms: number | null) => (ms === null ? null : iso(ms));

/** From how many days before its end a validity is said to end soon. */
const noticeDays = 60;

const scaleView = ({ id, name, levels }: Scale): ScaleView => ({
  id,
  name,
  levels: levels.map((level) => ({
    id: level.id,
    rank: level.rank,
    name: level.name,
    proficient: level.proficient,
  })),
});
const competencyView = ({ competency, groupId, scale }: IndexedCompetency) => ({
  id: competency.id,
  code: competency.code,
  label: competency.label,
  statement: competency.statement,
  kind: competency.kind,
  groupId,
  scaleId: scale.id,
});

function stateView(state: MasteryState, timeline: MasteryTimeline | undefined): StateView {
  return {
    status: state.status,
    levelId: state.levelId,
    rank: state.rank,
    score: state.score,
    since: isoOrNull(state.since),
    validTo: isoOrNull(state.validTo),
    expiredAt: isoOrNull(state.expiredAt),
    evidenceCount: timeline?.evidenceCount ?? 0,
    countedCount: state.countedCount,
    lastEvidenceAt: isoOrNull(timeline?.lastEvidenceAt ?? null),
  };
}

function frameView({ person, policy, at, known, asOf, contact }: Frame, shown: readonly IndexedCompetency[]) {
  const scales = new Map(shown.map(({ scale }) => [scale.id, scale]));
  const groupIds = new Set(shown.map(({ groupId }) => groupId));
  return {
    person: { id: person.id, name: person.name },
    at: iso(at),
    known: isoOrNull(known),
    asOf,
    policyVersion: policy.policy.version,
    timeZone: policy.policy.timeZone,
    noticeDays,
    contact,
    scales: [...scales.values()].map(scaleView),
    groups: policy.frameworks.groups
      .filter(({ competency }) => groupIds.has(competency.id))
      .map(({ competency, framework }) => ({
        id: competency.id,
        code: competency.code,
        label: competency.label,
        frameworkId: framework.id,
      })),
  };
}

export async function profileView(
  store: Store,
  frame: Frame,
  frameworkId: string | undefined,
): Promise<Profile> {
  const timelines = await readMastery(store, frame);
  const shown = frame.policy.frameworks.competencies.filter(
    ({ framework }) => frameworkId === undefined || framework.id === frameworkId,
  );
  return {
    ...frameView(frame, shown),
    frameworks: [...new Set(shown.map(({ framework }) => framework))].map(({ id, title, version }) => ({
      id,
      title,
      version,
    })),
    competencies: shown.map((one) => {
      const timeline = timelines.get(one.competency.id);
      return {
        ...competencyView(one),
        frameworkId: one.framework.id,
        state: stateView(timeline ? stateAt(timeline, frame.at) : unknownState, timeline),
        sparkline: (timeline?.segments ?? [])
          .filter(({ from }) => from <= frame.at)
          .map(({ from, rank, status }) => ({ at: iso(from), rank: status === 'expired' ? null : rank })),
      };
    }),
  };
}

export async function gapView(store: Store, frame: Frame, role: RoleProfile): Promise<GapView> {
  const timelines = await readMastery(store, frame);
  const gap = gapOf(role, frame.policy.frameworks, (id) => {
    const timeline = timelines.get(id);
    return timeline ? stateAt(timeline, frame.at) : unknownState;
  });
  const items = gap.items.flatMap((item) => {
    const competency = frame.policy.frameworks.find(item.competencyId);
    return competency ? [{ ...item, competency }] : [];
  });
  return {
    ...frameView(
      frame,
      items.map(({ competency }) => competency),
    ),
    role: { id: role.id, title: role.title },
    coverage: gap.coverage,
    fit: gap.fit,
    items: items.map((item) => ({
      competency: competencyView(item.competency),
      required: { levelId: item.requiredLevelId, rank: item.requiredRank },
      gap: item.gap,
      status: item.status,
      weight: item.weight,
      mandatory: item.mandatory,
      state: stateView(item.state, timelines.get(item.competencyId)),
    })),
  };
}

/** null: the policy has no such competency. */
export async function explanationView(
  store: Store,
  frame: Frame,
  competencyId: string,
): Promise<Explanation | null> {
  const { policy, at } = frame;
  const context = policy.mastery(competencyId);
  const indexed = policy.frameworks.find(competencyId);
  if (!context || !indexed) return null;
  const evidence = (await readEvidence(store, frame, [competencyId])).filter(
    ({ occurredAt }) => !frame.asOf || occurredAt <= at,
  );
  const timeline = foldMastery(evidence, context);
  const [statements, sources] = await Promise.all([
    store.statements.findMany([...new Set(evidence.map(({ statementId }) => statementId))]),
    store.sources.list(),
  ]);
  const texts = new Map(statements.map(({ id, text }) => [id, text]));
  const titles = new Map(sources.map(({ id, title }) => [id, title]));
  return {
    ...frameView(frame, [indexed]),
    competency: {
      ...competencyView(indexed),
      context: indexed.competency.context ?? null,
      indicators: indexed.competency.indicators.map(({ id, level, text }) => ({ id, levelId: level, text })),
    },
    state: stateView(stateAt(timeline, at), timeline),
    model: { id: context.model.id, title: context.model.title, version: context.model.version },
    evidence: explain(evidence, timeline, at, context).map(({ evidence: piece, effect, levelId }) => {
      const text = texts.get(piece.statementId);
      const { verb, name, by, points, entry } =
        text === undefined ? forgottenStatement : statementView(text, piece.activityId);
      return {
        id: piece.id,
        effect,
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
          title: policy.ruleByDigest(piece.ruleDigest)?.title ?? {},
          digest: piece.ruleDigest,
          policyVersion: policy.policy.version,
          publishedAt: iso(policy.policy.publishedAt),
        },
        activity: piece.activityId === null ? null : { id: piece.activityId, name },
        by,
        points,
        entry: piece.sourceId === entrySource ? entry : null,
        source: { id: piece.sourceId, title: titles.get(piece.sourceId) ?? piece.sourceId },
        verb,
        statement: { id: piece.statementId, text: text ?? '' },
      };
    }),
    ways: policy.policy.mapping.rules
      .filter(({ competency }) => competency === competencyId)
      .map(({ id, title, kind, level }) => ({ rule: id, title, kind, levelId: level ?? null })),
    history: timeline.segments.map(({ from, to, status, rank }) => ({
      from: iso(from),
      to: isoOrNull(to),
      status,
      rank,
    })),
  };
}
