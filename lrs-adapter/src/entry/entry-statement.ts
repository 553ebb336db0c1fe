// SPDX-License-Identifier: Apache-2.0
/**
 * An entry as an xAPI statement in the words of the TLA and Learner Competency Management profiles. Its authority is Cairn; who
 * entered it, and what only Cairn asks for, stands in extensions. Flow: entry → [here] → ingest. Pure.
 */
import { entryCategory, entryKindKey } from '@cairn/engine';
import type { Competency } from '@cairn/frameworks';
import { ownAccount } from '@cairn/store';
import { type Account, type Statement, stableJson, voidedVerb } from '@cairn/xapi';
import { uuid5 } from '../ingest/derived-id.ts';
import type { Entry } from './entry.types.ts';

const verbs = 'https://w3id.org/xapi/tla/verbs/';
const competencyType = 'https://w3id.org/xapi/tla/activity-types/competency';
const expiresKey = 'https://w3id.org/xapi/comp/contextextensions/expires';
export const entryKeys = {
  note: 'urn:cairn:entry:note',
  issuer: 'urn:cairn:entry:issuer',
  reference: 'urn:cairn:entry:reference',
  enteredBy: 'urn:cairn:entry:entered-by',
  reason: 'urn:cairn:entry:reason',
} as const;

const iso = (ms: number) => new Date(ms).toISOString();
const account = (homePage: string, name: string): { readonly account: Account } => ({
  account: { homePage, name },
});

/**
 * The same for the same entry, whoever enters it and however often. `ordinal`: the next one once that entry was voided, since a
 * voided statement never comes back.
 */
export function entryId(entry: Entry, ordinal: number): string {
  const { personId, competencyId, kind, level, value, isShown, occurredAt, expiresAt, ...words } = entry;
  const content = [personId, competencyId, kind, level, value, isShown, occurredAt, expiresAt, words];
  return uuid5(`entry\0${ordinal}\0${stableJson(content)}`);
}

function resultOf({ value, isShown }: Entry): Pick<Statement, 'result'> {
  if (!isShown) return { result: { success: false } };
  return value === null ? {} : { result: { score: { scaled: value } } };
}

const said = (pairs: Readonly<Record<string, string | null>>) =>
  Object.fromEntries(Object.entries(pairs).filter(([, value]) => value !== null));

export function entryStatement(
  entry: Entry,
  {
    id,
    competency,
    enteredBy,
  }: { readonly id: string; readonly competency: Competency; readonly enteredBy: string },
): Statement {
  const { personId, competencyId, kind, level, isShown, occurredAt, expiresAt, assessor } = entry;
  const verb = kind === 'observation' || !isShown ? 'assessed' : 'achieved';
  return {
    id,
    actor: { objectType: 'Agent', ...account(ownAccount(personId).homePage, personId) },
    verb: { id: verbs + verb, display: { en: verb } },
    object: {
      objectType: 'Activity',
      id: competency.uri ?? `urn:cairn:competency:${encodeURIComponent(competencyId)}`,
      definition: { type: competencyType, name: competency.label },
    },
    ...resultOf(entry),
    timestamp: iso(occurredAt),
    context: {
      ...(assessor === null
        ? {}
        : {
            instructor: { objectType: 'Agent', name: assessor, ...account('urn:cairn:assessors', assessor) },
          }),
      contextActivities: { category: [{ objectType: 'Activity', id: entryCategory }] },
      extensions: {
        'urn:cairn:competency': competencyId,
        [entryKindKey]: kind,
        ...said({
          'urn:cairn:level': level,
          [expiresKey]: expiresAt === null ? null : iso(expiresAt),
          [entryKeys.issuer]: entry.issuer,
          [entryKeys.reference]: entry.reference,
          [entryKeys.note]: entry.note,
          [entryKeys.enteredBy]: enteredBy,
        }),
      },
    },
  };
}

/** What takes an entry back: by whom, and why. */
export const voidStatement = (target: string, by: string, reason: string): Statement => ({
  id: uuid5(`void\0${target}`),
  actor: { objectType: 'Agent', name: by, ...account('urn:cairn:administrators', by) },
  verb: { id: voidedVerb, display: { en: 'voided' } },
  object: { objectType: 'StatementRef', id: target },
  context: { extensions: { [entryKeys.reason]: reason } },
});
