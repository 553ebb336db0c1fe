// SPDX-License-Identifier: Apache-2.0
/**
 * Why did this statement count, or not? Whom it speaks of, what each rule of a version says to it, and what became of the
 * evidence that it gave. Writes nothing. Flow: statement → [here] → explanation.
 */
import {
  type EvidenceEffect,
  explain,
  type SaidInAll,
  whyNot,
  type WhyNot,
  withCarried,
} from '@cairn/engine';
import {
  evidenceOfPerson,
  holdsAt,
  type IdentityLink,
  standsAt,
  type Store,
  type StoredStatement,
  type VersionedPolicy,
} from '@cairn/store';
import { readAll } from '../read-statement.ts';
import { effectSentences, stateSentences, type StatementState } from './why-words.ts';

export interface WhySubject {
  readonly subject: string;
  /** null: nobody is known by it, for the time of the statement. */
  readonly person: { readonly id: string; readonly name: string } | null;
}
export interface WhyEvidence {
  readonly ruleId: string;
  readonly competencyId: string;
  readonly subject: string;
  readonly person: WhySubject['person'];
  readonly levelId: string | null;
  /** null: nobody is known whose it could be. */
  readonly effect: EvidenceEffect | null;
  readonly withheld: string | null;
  readonly says: SaidInAll;
}
export interface WhyStatement {
  readonly statementId: string;
  readonly sourceId: string;
  /** ms since the epoch; null: it never was. */
  readonly stored: number | null;
  readonly voidedAt: number | null;
  /** In force; null: none is. */
  readonly version: string | null;
  readonly state: StatementState;
  readonly says: SaidInAll;
  readonly subjects: readonly WhySubject[];
  /** null: it tells of nothing that somebody did, or cannot be read, or no version is in force. */
  readonly why: WhyNot | null;
  /** What it gave under the version in force. */
  readonly evidence: readonly WhyEvidence[];
}

interface Frame {
  readonly store: Store;
  readonly policy: VersionedPolicy;
  readonly now: number;
}

/** Of one statement alone: each subject with its links, whenever they hold. */
async function subjectsOf(
  store: Store,
  identifiers: readonly string[],
  at: number,
): Promise<readonly (WhySubject & { readonly link: IdentityLink | null })[]> {
  const links = (await store.people.linksOf(identifiers)).filter((link) => standsAt(link, null));
  return Promise.all(
    identifiers.map(async (subject) => {
      const link = links.find((one) => one.identifier === subject && holdsAt(one, at)) ?? null;
      const person = link && (await store.people.find(link.personId));
      return { subject, link, person: person && { id: person.id, name: person.name } };
    }),
  );
}

/** What became of each piece in its person's mastery. */
async function evidenceOf(
  { store, policy, now }: Frame,
  statementId: string,
  subjects: readonly WhySubject[],
): Promise<readonly WhyEvidence[]> {
  const own = (await store.evidence.ofStatements([statementId])).filter(policy.isInForce);
  return Promise.all(
    own.map(async (piece): Promise<WhyEvidence> => {
      const { ruleId, competencyId, subject } = piece;
      const person = subjects.find((one) => one.subject === subject)?.person ?? null;
      const context = policy.mastery(competencyId);
      const told = { ruleId, competencyId, subject, person };
      if (!person || !context)
        return { ...told, levelId: null, effect: null, withheld: null, says: effectSentences(null, null) };
      const links = await store.people.linksOfPeople([person.id]);
      const identifiers = [...new Set(links.map(({ identifier }) => identifier))];
      const before = policy.replacements.predecessors(competencyId).map((one) => one.id);
      const all = await store.evidence.ofSubjects(identifiers, [competencyId, ...before]);
      const pieces = withCarried(policy, competencyId, evidenceOfPerson(all, links, policy));
      const explained = explain(pieces, now, context).pieces.find(({ evidence }) => evidence.id === piece.id);
      const effect = explained?.effect ?? null;
      return {
        ...told,
        levelId: explained?.levelId ?? null,
        effect,
        withheld: explained?.withheld?.reason ?? null,
        says: effectSentences(effect, explained?.withheld ?? null),
      };
    }),
  );
}

async function stateOf(store: Store, { id }: StoredStatement): Promise<'waiting' | 'aside' | 'processed'> {
  if ((await store.inbox.setAside([id])).has(id)) return 'aside';
  return (await store.inbox.isWaiting(id)) ? 'waiting' : 'processed';
}

const nothing = { subjects: [], why: null, evidence: [] } as const;

/** Of a text that could not be stored: its id is that of its entry in the quarantine. */
async function whyRefused(
  store: Store,
  id: string,
  policy: VersionedPolicy | null,
): Promise<WhyStatement | null> {
  const [entry] = await store.quarantine.find([id]);
  if (entry?.kind !== 'refused') return null;
  return {
    statementId: id,
    sourceId: entry.sourceId,
    stored: null,
    voidedAt: null,
    version: policy?.policy.version ?? null,
    state: 'refused',
    says: stateSentences('refused', entry.message),
    ...nothing,
  };
}

/** null: there is no such statement. */
export async function whyStatement(
  store: Store,
  id: string,
  policy: VersionedPolicy | null,
): Promise<WhyStatement | null> {
  const stored = await store.statements.find(id);
  if (!stored) return whyRefused(store, id, policy);
  const [source, now, voids, at] = await Promise.all([
    store.sources.find(stored.sourceId),
    store.now(),
    store.inbox.voidedAt([id]),
    stateOf(store, stored),
  ]);
  const { good, bad } = readAll([stored], new Map(source ? [[source.id, source]] : []), () => []);
  const [read] = good;
  const voidedAt = voids.get(id) ?? null;
  const told = {
    statementId: id,
    sourceId: stored.sourceId,
    stored: stored.stored,
    voidedAt,
    version: policy?.policy.version ?? null,
  };
  if (!read) {
    const [refusal] = bad;
    return { ...told, ...nothing, state: 'unreadable', says: stateSentences('unreadable', refusal?.message) };
  }
  if (read.voids !== null)
    return { ...told, ...nothing, state: 'voiding', says: stateSentences('voiding', read.voids) };
  const { normal } = read;
  const subjects = await subjectsOf(store, normal.subjects, normal.occurredAt);
  const known = new Set(subjects.filter(({ link }) => link).map(({ subject }) => subject));
  const state = policy ? at : 'nothing-published';
  return {
    ...told,
    state,
    says: stateSentences(state),
    subjects: subjects.map(({ subject, person }) => ({ subject, person })),
    why: policy && whyNot(policy, normal, { at: now, isKnown: (one) => known.has(one), voidedAt }),
    evidence: policy ? await evidenceOf({ store, policy, now }, id, subjects) : [],
  };
}
