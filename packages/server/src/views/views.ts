// SPDX-License-Identifier: Apache-2.0
/** What the API says of a person, from mastery and policy: profile and gap. Shapes are the contract's. */
import type { GapView, Profile } from '@cairn/api/contract';
import {
  competenciesReadBy,
  type CompiledPolicy,
  createPersonMastery,
  defaultNoticeDays,
  foldForRole,
  gapOf,
  type MasteryTimeline,
  stateAt,
  withCarried,
} from '@cairn/engine';
import type { RoleProfile } from '@cairn/frameworks';
import type { Store } from '@cairn/store';
import { competencyView, frameView } from './frame-view.ts';
import { type Frame, readEvidence, readMastery } from './mastery-reader.ts';
import { iso, stateView } from './state-view.ts';

export const noticeDaysOf = (policy: CompiledPolicy, id: string) =>
  policy.mastery(id)?.noticeDays ?? defaultNoticeDays;

export async function profileView(
  store: Store,
  frame: Frame,
  frameworkId: string | undefined,
): Promise<Profile> {
  const { policy, at } = frame;
  const mastery = createPersonMastery(policy, await readMastery(store, frame));
  const shown = policy.frameworks.competencies.filter(
    ({ framework }) => frameworkId === undefined || framework.id === frameworkId,
  );
  return {
    ...frameView(frame, shown, mastery),
    frameworks: [...new Set(shown.map(({ framework }) => framework))].map(({ id, title, version }) => ({
      id,
      title,
      version,
    })),
    competencies: shown.map((one) => {
      const { id } = one.competency;
      const timeline = mastery.timeline(id);
      const state = mastery.stateAt(id, at);
      return {
        ...competencyView(one),
        frameworkId: one.framework.id,
        state: stateView(
          { state, timeline, at, noticeDays: noticeDaysOf(policy, id) },
          mastery.rollUpAt(id, at),
        ),
        sparkline: timeline.segments
          .filter(({ from }) => from <= at)
          .map(({ from, rank, status }) => ({
            at: iso(from),
            rank: status === 'expired' || status === 'revoked' ? null : rank,
          })),
      };
    }),
  };
}

/** Timelines of those requirements that the role reads by settings of its own. */
export async function timelinesForRole(store: Store, frame: Frame, role: RoleProfile) {
  const { policy, at, asOf } = frame;
  const ids = competenciesReadBy(policy, role.id);
  const before = ids.flatMap((id) => policy.replacements.predecessors(id).map((one) => one.id));
  const evidence = ids.length > 0 ? await readEvidence(store, frame, [...ids, ...before]) : [];
  return new Map(
    ids.flatMap((id): (readonly [string, MasteryTimeline])[] => {
      const own = withCarried(policy, id, evidence).filter(({ occurredAt }) => !asOf || occurredAt <= at);
      const timeline = foldForRole(policy, role.id, id, own);
      return timeline ? [[id, timeline]] : [];
    }),
  );
}

export async function gapView(store: Store, frame: Frame, role: RoleProfile): Promise<GapView> {
  const { policy, at } = frame;
  const [timelines, ofRole] = await Promise.all([
    readMastery(store, frame),
    timelinesForRole(store, frame, role),
  ]);
  const mastery = createPersonMastery(policy, timelines);
  const timelineOf = (id: string) => ofRole.get(id) ?? mastery.timeline(id);
  const gap = gapOf(role, policy.frameworks, (id) => {
    const own = ofRole.get(id);
    return own ? stateAt(own, at) : mastery.stateAt(id, at);
  });
  const items = gap.items.flatMap((item) => {
    const competency = policy.frameworks.find(item.competencyId);
    return competency ? [{ ...item, competency }] : [];
  });
  return {
    ...frameView(
      frame,
      items.map(({ competency }) => competency),
      mastery,
    ),
    role: { id: role.id, title: role.title },
    coverage: gap.coverage,
    fit: gap.fit,
    items: items.map((item) => {
      const { competencyId: id, state } = item;
      return {
        competency: competencyView(item.competency),
        required: { levelId: item.requiredLevelId, rank: item.requiredRank },
        gap: item.gap,
        status: item.status,
        weight: item.weight,
        mandatory: item.mandatory,
        state: stateView(
          { state, timeline: timelineOf(id), at, noticeDays: noticeDaysOf(policy, id) },
          mastery.rollUpAt(id, at),
        ),
      };
    }),
  };
}
