// SPDX-License-Identifier: Apache-2.0
/** Dirty mastery → folded mastery, many at once, by compare-and-set on the revision read. Flow: dirty marks → [here] → profile. */
import {
  foldMastery,
  type LinkedEvidence,
  type MasteryTimeline,
  nextShownChange,
  withCarried,
} from '@cairn/engine';
import {
  type DirtyMastery,
  evidenceOfPerson,
  type FoldedMastery,
  standsAt,
  type Store,
  type Touched,
  type VersionedPolicy,
} from '@cairn/store';
import { stableJson } from '@cairn/xapi';
import type { Log } from './log.ts';
import { groupBy } from './group-by.ts';
import { inHalves } from './in-halves.ts';

/** The evidence of so many is held at once. */
const heldAtOnce = 250;

const noTimeline: MasteryTimeline = {
  segments: [],
  evidenceCount: 0,
  lastEvidenceAt: null,
  lastEvidenceId: null,
};

function foldOne(
  dirty: DirtyMastery,
  linked: readonly LinkedEvidence[],
  policy: VersionedPolicy,
  now: number,
): FoldedMastery {
  const context = policy.mastery(dirty.competencyId);
  const evidence = withCarried(policy, dirty.competencyId, linked);
  const timeline = context ? foldMastery(evidence, context) : noTimeline;
  return {
    ...dirty,
    timeline,
    isChanged: stableJson(timeline) !== stableJson(dirty.timeline),
    nextChangeAt: nextShownChange(policy, dirty.competencyId, { evidence, timeline }, now),
  };
}

const pairOf = (subject: string, competencyId: string) => `${subject}\0${competencyId}`;

/** Three reads and one write, however many there are. */
async function fold(
  store: Store,
  dirty: readonly DirtyMastery[],
  policies: readonly VersionedPolicy[],
): Promise<void> {
  const links = groupBy(
    (await store.people.linksOfPeople([...new Set(dirty.map(({ personId }) => personId))])).filter((link) =>
      standsAt(link, null),
    ),
    ({ personId }) => personId,
  );
  // Of several that share what is folded, each gives the same.
  const policyOf = ({ competencyId, policyVersion }: DirtyMastery) =>
    policies.find(
      (policy) => policy.mastery(competencyId) && policy.generationOf(competencyId) === policyVersion,
    );
  /** Its own, and those in whose place it came. */
  const readFor = (one: DirtyMastery) => [
    one.competencyId,
    ...(policyOf(one)
      ?.replacements.predecessors(one.competencyId)
      .map(({ id }) => id) ?? []),
  ];
  const pairs = new Map<string, Touched>();
  for (const one of dirty)
    for (const competencyId of readFor(one))
      for (const { identifier } of links.get(one.personId) ?? [])
        pairs.set(pairOf(identifier, competencyId), { subject: identifier, competencyId });
  const evidence = groupBy(await store.evidence.ofPairs([...pairs.values()]), ({ subject, competencyId }) =>
    pairOf(subject, competencyId),
  );
  const now = await store.now();
  const folded = dirty.map((one): FoldedMastery => {
    const policy = policyOf(one);
    // What no version alive shows: the mark is cleared.
    if (!policy) return { ...one, isChanged: false, nextChangeAt: null };
    const own = links.get(one.personId) ?? [];
    const pieces = [...new Set(own.map(({ identifier }) => identifier))].flatMap((identifier) =>
      readFor(one).flatMap((id) => evidence.get(pairOf(identifier, id)) ?? []),
    );
    return foldOne(one, evidenceOfPerson(pieces, own, policy), policy, now);
  });
  await store.mastery.save(folded);
}

/**
 * Of these parts those that have waited longest; returns how many were taken. One that cannot be folded loses its mark and stays
 * as it was, until its next cause: it must not stand before the others for ever.
 */
export async function foldDirty(
  { store, log }: { readonly store: Store; readonly log: Log },
  policies: readonly VersionedPolicy[],
  { limit, parts }: { readonly limit: number; readonly parts: readonly number[] },
): Promise<number> {
  const dirty = await store.mastery.dirty(limit, parts);
  for (let from = 0; from < dirty.length; from += heldAtOnce)
    await inHalves(dirty.slice(from, from + heldAtOnce), {
      act: (some) => fold(store, some, policies),
      refuse: async (one, err) => {
        const { policyVersion, competencyId } = one;
        log.error({ err, policyVersion, competencyId }, 'a mastery cannot be folded; it stays as it was');
        await store.mastery.unmark(one);
      },
    });
  return dirty.length;
}
