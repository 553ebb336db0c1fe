// SPDX-License-Identifier: Apache-2.0
/** Dirty mastery → folded mastery, many at once, by compare-and-set on the revision read. Flow: dirty marks → [here] → profile. */
import {
  type CompiledPolicy,
  foldMastery,
  type LinkedEvidence,
  type MasteryTimeline,
  nextChange,
  withCarried,
} from '@cairn/engine';
import { type DirtyMastery, evidenceOfPerson, type FoldedMastery, type Store } from '@cairn/store';
import { stableJson } from '@cairn/xapi';
import type { Logger } from 'pino';
import { inHalves } from './in-halves.ts';

const noTimeline: MasteryTimeline = {
  segments: [],
  evidenceCount: 0,
  lastEvidenceAt: null,
  lastEvidenceId: null,
};

function foldOne(
  dirty: DirtyMastery,
  evidence: readonly LinkedEvidence[],
  policy: CompiledPolicy,
  now: number,
): FoldedMastery {
  const context = policy.mastery(dirty.competencyId);
  const timeline = context
    ? foldMastery(withCarried(policy, dirty.competencyId, evidence), context)
    : noTimeline;
  return {
    ...dirty,
    timeline,
    isChanged: stableJson(timeline) !== stableJson(dirty.timeline),
    nextChangeAt: nextChange(timeline, now),
  };
}

const groupBy = <T>(list: readonly T[], keyOf: (one: T) => string) => {
  const groups = new Map<string, T[]>();
  for (const one of list) {
    const group = groups.get(keyOf(one));
    if (group) group.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return groups;
};

/** Three reads and one write, however many there are. */
async function fold(
  store: Store,
  dirty: readonly DirtyMastery[],
  policies: readonly CompiledPolicy[],
): Promise<void> {
  const links = groupBy(
    await store.people.linksOfPeople([...new Set(dirty.map(({ personId }) => personId))]),
    ({ personId }) => personId,
  );
  const subjects = [...new Set([...links.values()].flat().map(({ identifier }) => identifier))];
  const alive = new Map(policies.map((policy) => [policy.policy.version, policy]));
  const readFor = ({ policyVersion, competencyId }: DirtyMastery) => [
    competencyId,
    ...(alive.get(policyVersion)?.replacements.predecessors(competencyId) ?? []).map(({ id }) => id),
  ];
  const evidence = groupBy(
    await store.evidence.ofSubjects(subjects, [...new Set(dirty.flatMap(readFor))]),
    ({ subject, competencyId }) => JSON.stringify([subject, competencyId]),
  );
  const now = await store.now();
  const folded = dirty.map((one): FoldedMastery => {
    const policy = alive.get(one.policyVersion);
    // Of a version that is not alive nothing is shown any more: the mark is cleared, the past stays.
    if (!policy) return { ...one, isChanged: false, nextChangeAt: null };
    const own = links.get(one.personId) ?? [];
    const pieces = [...new Set(own.map(({ identifier }) => identifier))].flatMap((identifier) =>
      readFor(one).flatMap((id) => evidence.get(JSON.stringify([identifier, id])) ?? []),
    );
    return foldOne(one, evidenceOfPerson(pieces, own, policy), policy, now);
  });
  await store.mastery.save(folded);
}

/**
 * Returns how many were taken. One that cannot be folded loses its mark and stays as it was, until its next cause: it must
 * not stand before the others for ever.
 */
export async function foldDirty(
  { store, log }: { readonly store: Store; readonly log: Logger },
  policies: readonly CompiledPolicy[],
  limit: number,
): Promise<number> {
  const dirty = await store.mastery.dirty(limit);
  await inHalves(dirty, {
    act: (some) => fold(store, some, policies),
    refuse: async (one, err) => {
      const { policyVersion, competencyId } = one;
      log.error({ err, policyVersion, competencyId }, 'a mastery cannot be folded; it stays as it was');
      await store.mastery.unmark(one);
    },
  });
  return dirty.length;
}
