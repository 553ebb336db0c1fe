// SPDX-License-Identifier: Apache-2.0
/** `people/{person}/evidence`: what did not come from an LMS, entered by an administrator or by who may observe, and taken back. */
import type { EntryRequest, EntryView, voidEntryQuerySchema } from '@cairn/api/contract';
import { type CompiledPolicy, endOfDay, entryKindKey, startOfDay } from '@cairn/engine';
import {
  enterEvidence,
  type Entry,
  entriesOf,
  entryFaults,
  entryKeys,
  ProblemError,
  voidEntry,
} from '@cairn/lrs-adapter';
import type { StoredStatement } from '@cairn/store';
import type { Statement } from '@cairn/xapi';
import type { z } from 'zod';
import { type Caller, observablePerson, readablePerson } from '../auth/caller.ts';
import { type ApiContext, callerOf, type Handler } from '../context.ts';

/** As it stands in the statement. */
export const nameOfCaller = (caller: Caller): string =>
  caller.kind === 'admin' ? caller.session.email : `${caller.person?.name} (${caller.person?.id})`;

/** @throws {ProblemError} 404: what is entered is of competencies, and there are none. */
export async function policyOfEntries({ services: { policies } }: ApiContext): Promise<CompiledPolicy> {
  const policy = await policies.current();
  if (policy) return policy;
  throw new ProblemError(
    404,
    'NOTHING_PUBLISHED',
    'No mapping is in force',
    'Publish frameworks and a mapping first: what is entered is of their competencies.',
  );
}

/** Of a day its first moment, or the first after it; the schema has seen that it is a moment. */
const momentOf = (text: string, timeZone: string, ofDay: typeof startOfDay): number =>
  ofDay(text, timeZone) ?? Date.parse(text);

/** For the API and the command line alike. `timeZone`: in which days end. */
export function entryOf(personId: string, asked: EntryRequest, timeZone: string): Entry {
  const { occurredAt, expiresAt } = asked;
  return {
    personId,
    competencyId: asked.competency,
    kind: asked.kind,
    level: asked.level ?? null,
    value: asked.value ?? null,
    isShown: asked.shown,
    occurredAt: momentOf(occurredAt, timeZone, startOfDay),
    expiresAt: expiresAt === undefined ? null : momentOf(expiresAt, timeZone, endOfDay),
    assessor: asked.assessor ?? null,
    issuer: asked.issuer ?? null,
    reference: asked.reference ?? null,
    note: asked.note ?? null,
  };
}

/** Who observes in a portal enters what they have seen themselves. @throws {ProblemError} OBSERVATION_ONLY. */
function asCaller(caller: Caller, entry: Entry): Entry {
  if (caller.kind === 'admin') return entry;
  const name = caller.person?.name ?? null;
  if (entry.kind === 'observation' && (entry.assessor === null || entry.assessor === name))
    return { ...entry, assessor: name };
  throw new ProblemError(
    403,
    'OBSERVATION_ONLY',
    'Only what you have seen yourself',
    'With the right to observe you enter observations of your own. Certificates, and what others have seen, an administrator enters.',
  );
}

export const enterEvidenceOf: Handler = async (context) => {
  const { store, url } = context.services;
  const caller = callerOf(context);
  const person = await observablePerson(caller, context.params['person'] ?? '', store.people);
  const policy = await policyOfEntries(context);
  const asked = entryOf(person.id, context.body as EntryRequest, policy.policy.timeZone);
  const entry = asCaller(caller, asked);
  const faults = entryFaults(entry, policy, await store.now());
  if (faults.length > 0)
    throw new ProblemError(
      400,
      'ENTRY',
      'This would never count',
      'Mend what `errors` lists. Nothing was entered.',
      faults,
    );
  const enteredBy = nameOfCaller(caller);
  const [placed] = await enterEvidence({ store, url, policy, enteredBy }, [entry]);
  return { statement: placed?.id ?? '', existed: placed?.isThere ?? false };
};

const textOf = (value: unknown) => (typeof value === 'string' ? value : null);

/** For the API and the command line alike. */
export function entryView({ id, text, stored, timestamp, voided }: StoredStatement): EntryView {
  const { context, result } = JSON.parse(text) as Statement;
  const said = (key: string) => textOf(context?.extensions?.[key]);
  const expires = said('https://w3id.org/xapi/comp/contextextensions/expires');
  return {
    statement: id,
    competency: said('urn:cairn:competency') ?? '',
    kind: said(entryKindKey) ?? '',
    level: said('urn:cairn:level'),
    value: result?.score?.scaled ?? null,
    shown: result?.success !== false,
    occurredAt: new Date(timestamp).toISOString(),
    expiresAt: expires,
    assessor: context?.instructor?.name ?? null,
    issuer: said(entryKeys.issuer),
    reference: said(entryKeys.reference),
    note: said(entryKeys.note),
    enteredBy: said(entryKeys.enteredBy),
    enteredAt: new Date(stored).toISOString(),
    voided,
  };
}

const personOf = (context: ApiContext) =>
  readablePerson(callerOf(context), context.params['person'] ?? '', context.services.store.people);

export const listEntries: Handler = async (context) => {
  const { id } = await personOf(context);
  return { items: (await entriesOf(context.services.store, id)).map(entryView), next: null };
};

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const voidEvidence: Handler = async (context) => {
  const { store, url } = context.services;
  const { id } = await personOf(context);
  const statementId = (context.params['statement'] ?? '').toLowerCase();
  if (!uuid.test(statementId))
    throw new ProblemError(404, 'ENTRY_UNKNOWN', 'There is no such entry', 'The id is no UUID.');
  const { reason } = context.query as z.output<typeof voidEntryQuerySchema>;
  await voidEntry({ store, url }, { personId: id, statementId, by: nameOfCaller(callerOf(context)), reason });
};
