// SPDX-License-Identifier: Apache-2.0
/** One person's mastery at a moment: as folded, or folded again from the evidence when the past is asked for. */
import { foldMastery, type LinkedEvidence, type MasteryTimeline, withCarried } from '@cairn/engine';
import {
  evidenceOfPerson,
  type IdentityLink,
  type Person,
  type Store,
  type VersionedPolicy,
} from '@cairn/store';
import { isComplete } from './completeness.ts';
import type { PolicyReader } from './policy-reader.ts';

/** Times are ms since the epoch. */
export interface AsOf {
  readonly at: number | null;
  readonly known: number | null;
}
export interface Frame {
  readonly person: Person;
  readonly policy: VersionedPolicy;
  /** The links of the person, ended ones included. */
  readonly links: readonly IdentityLink[];
  readonly at: number;
  readonly known: number | null;
  /** A past was asked for: live updates do not apply. */
  readonly asOf: boolean;
  /** Of what was recorded by `known` nothing waits: the answer stays as it is. True where no `known` was asked for. */
  readonly complete: boolean;
  /** Whom to turn to. */
  readonly contact: string | null;
}

export async function readEvidence(
  store: Store,
  { links, policy, known }: Frame,
  competencyIds?: readonly string[],
): Promise<readonly LinkedEvidence[]> {
  const subjects = [...new Set(links.map(({ identifier }) => identifier))];
  return evidenceOfPerson(await store.evidence.ofSubjects(subjects, competencyIds), links, policy, known);
}

export async function readMastery(store: Store, frame: Frame): Promise<ReadonlyMap<string, MasteryTimeline>> {
  const { policy, person } = frame;
  if (!frame.asOf) return store.mastery.ofPerson(policy, person.id);
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
  const [links, now] = await Promise.all([store.people.linksOfPeople([person.id]), store.now()]);
  // Before anything else is read: what is there when nothing waits any more is all of it.
  const complete = known === null || (await isComplete(store, links, known));
  const [policy, standing] = await Promise.all([
    known === null ? policies.current() : policies.knownBy(known),
    known === null ? links : store.people.linksOfPeople([person.id]),
  ]);
  return (
    policy && {
      person,
      policy,
      links: standing,
      at: at ?? now,
      known,
      asOf: at !== null || known !== null,
      complete,
      contact,
    }
  );
}
