// SPDX-License-Identifier: Apache-2.0
/**
 * Statements → evidence and dirty marks. Flow: inbox → [here] → fold. In this order, so that a crash anywhere repeats harmlessly:
 * evidence, what of it is voided, dirty marks. The caller clears the inbox flag last.
 */
import type { Evidence } from '@cairn/engine';
import {
  type IdentityLink,
  type MasteryKey,
  probeActivity,
  type Seen,
  standsAt,
  type Store,
  type StoredStatement,
  type Touched,
  type VersionedPolicy,
} from '@cairn/store';
import type { FailedRule } from './apply-rules.ts';
import type { Sources } from './known-sources.ts';
import { type PoliciesOf, type Read, readAll, type Refusal } from './read-statement.ts';

const subjectsOf = (touched: readonly Touched[]) => [...new Set(touched.map(({ subject }) => subject))];

/** Persons of the touched, whenever the link holds: a fold decides by date. */
export async function mark(
  store: Store,
  touched: readonly Touched[],
  policies: readonly VersionedPolicy[],
  links: readonly IdentityLink[],
): Promise<void> {
  const people = new Map<string, string[]>();
  for (const { identifier, personId } of links)
    people.set(identifier, [...(people.get(identifier) ?? []), personId]);
  const keys: MasteryKey[] = [];
  for (const { subject, competencyId: named } of touched)
    for (const personId of people.get(subject) ?? [])
      for (const policy of policies)
        for (const competencyId of [named, ...policy.replacements.successors(named)])
          if (policy.mastery(competencyId))
            keys.push({ policyVersion: policy.generationOf(competencyId), personId, competencyId });
  await store.mastery.markDirty(keys);
}

function seenOf({ stored, normal, voids }: Read, linked: ReadonlySet<string>): Seen {
  // Neither a void nor a probe tells of anything that somebody did.
  const isTelling = voids === null && normal.activity?.id !== probeActivity;
  return {
    statementId: stored.id,
    sourceId: stored.sourceId,
    occurredAt: normal.occurredAt,
    kind: normal.kind,
    activity: isTelling ? normal.activity : null,
    unknownSubjects: isTelling ? normal.subjects.filter((subject) => !linked.has(subject)) : [],
    subjectName: normal.subjectName,
  };
}

export interface Derived {
  /** Done but for their flag. */
  readonly seen: readonly Seen[];
  readonly refused: readonly Refusal[];
  readonly failed: readonly FailedRule[];
}
export interface Reading {
  readonly store: Store;
  readonly sources: Sources;
  /** What each statement is read by. */
  readonly policiesOf: PoliciesOf;
  /** What mastery is marked for. */
  readonly alive: readonly VersionedPolicy[];
  /** Which pieces are wanted; absent: all. */
  readonly only?: ((piece: Evidence) => boolean) | null;
}

export async function derive(
  { store, sources, policiesOf, alive, only = null }: Reading,
  statements: readonly StoredStatement[],
): Promise<Derived> {
  const { good, bad, failed } = readAll(
    statements,
    await sources(new Set(statements.map(({ sourceId }) => sourceId))),
    policiesOf,
  );
  const all = good.flatMap((one) => one.evidence);
  const evidence = only ? all.filter(only) : all;
  await store.evidence.add(evidence);
  // After the evidence is there: a void stored before finds it here, one stored later comes through the inbox itself.
  const withEvidence = [...new Set(evidence.map(({ statementId }) => statementId))];
  const voidedAt = await store.inbox.voidedAt(withEvidence);
  const withdrawals = [
    ...good.flatMap(({ stored, voids }) =>
      voids === null ? [] : [{ statementId: voids, at: stored.stored }],
    ),
    ...[...voidedAt].map(([statementId, at]) => ({ statementId, at })),
  ];
  const withdrawn = await store.evidence.withdraw(withdrawals);
  const touched = [...evidence, ...withdrawn];
  // Read after the evidence is written, so that a link made meanwhile is seen by one side.
  const subjects = new Set([...subjectsOf(touched), ...good.flatMap(({ normal }) => normal.subjects)]);
  const links = (await store.people.linksOf([...subjects])).filter((link) => standsAt(link, null));
  await mark(store, touched, alive, links);
  const linked = new Set(links.map(({ identifier }) => identifier));
  return { seen: good.map((one) => seenOf(one, linked)), refused: bad, failed };
}

/** After identities were linked, or links ended: marks what their evidence bears on, of whoever had it or has it now. */
export async function markLinked(
  store: Store,
  linked: readonly IdentityLink[],
  policies: readonly VersionedPolicy[],
): Promise<void> {
  const subjects = [...new Set(linked.map(({ identifier }) => identifier))];
  await mark(store, await store.evidence.touchedOf(subjects), policies, await store.people.linksOf(subjects));
}
