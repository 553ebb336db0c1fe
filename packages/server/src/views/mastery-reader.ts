// SPDX-License-Identifier: Apache-2.0
/** One person's mastery at a moment: as folded, or folded again from the evidence when the past is asked for. */
import {
  type CompiledPolicy,
  foldMastery,
  knownBy,
  type LinkedEvidence,
  type MasteryTimeline,
  withCarried,
} from '@cairn/engine';
import { evidenceOfPerson, type Person, type Store } from '@cairn/store';
import type { PolicyReader } from './policy-reader.ts';

/** Times are ms since the epoch. */
export interface AsOf {
  readonly at: number | null;
  readonly known: number | null;
}
export interface Frame {
  readonly person: Person;
  readonly policy: CompiledPolicy;
  readonly at: number;
  readonly known: number | null;
  /** A past was asked for: live updates do not apply. */
  readonly asOf: boolean;
  /** Whom to turn to. */
  readonly contact: string | null;
}

export async function readEvidence(
  store: Store,
  { person, policy, known }: Frame,
  competencyIds?: readonly string[],
): Promise<readonly LinkedEvidence[]> {
  const links = await store.people.linksOfPeople([person.id]);
  const subjects = [...new Set(links.map(({ identifier }) => identifier))];
  const evidence = evidenceOfPerson(await store.evidence.ofSubjects(subjects, competencyIds), links, policy);
  return known === null ? evidence : knownBy(evidence, known);
}

export async function readMastery(store: Store, frame: Frame): Promise<ReadonlyMap<string, MasteryTimeline>> {
  const { policy, person } = frame;
  if (!frame.asOf) return store.mastery.ofPerson(policy.policy.version, person.id);
  const byCompetency = new Map<string, LinkedEvidence[]>();
  for (const piece of await readEvidence(store, frame))
    // What had not happened by then is no part of that day's picture.
    if (piece.occurredAt <= frame.at)
      byCompetency.set(piece.competencyId, [...(byCompetency.get(piece.competencyId) ?? []), piece]);
  const ids = new Set([...byCompetency.keys()].flatMap((id) => [id, ...policy.replacements.successors(id)]));
  return new Map(
    [...ids].flatMap((id) => {
      const context = policy.mastery(id);
      const pieces = [id, ...policy.replacements.predecessors(id).map((one) => one.id)].flatMap(
        (one) => byCompetency.get(one) ?? [],
      );
      return context ? [[id, foldMastery(withCarried(policy, id, pieces), context)] as const] : [];
    }),
  );
}

/** null: nothing is published yet, or was by then. */
export async function readFrame(
  store: Store,
  policies: PolicyReader,
  person: Person,
  { at, known }: AsOf,
  contact: string | null,
): Promise<Frame | null> {
  const [policy, now] = await Promise.all([
    known === null ? policies.current() : policies.knownBy(known),
    store.now(),
  ]);
  return policy && { person, policy, at: at ?? now, known, asOf: at !== null || known !== null, contact };
}
