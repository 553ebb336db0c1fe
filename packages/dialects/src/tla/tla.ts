// SPDX-License-Identifier: Apache-2.0
/**
 * Claims of competence: the TLA Master Object Model (ADL 2021) and the Learner Competency Management profile (2023), both under
 * https://w3id.org/xapi/tla/. They name the competency themselves. Evidence entered into Cairn speaks the same vocabulary.
 */
import { contextActivities, type Statement } from '@cairn/xapi';
import type { Claim, Dialect, NormalActivity, NormalStatement, StatementKind } from '../dialect.types.ts';
import { contentOf } from '../normal-statement.ts';
import { readByVocabulary, shownByOf } from '../vocabulary.ts';
import { wordOf } from '../words.ts';

const verbs = 'https://w3id.org/xapi/tla/verbs/';
const profile = 'https://w3id.org/xapi/learnercompetency';
const confidenceKey = 'https://w3id.org/xapi/tla/extensions/confidence';
const expiresKey = 'https://w3id.org/xapi/comp/contextextensions/expires';
/** By these a sender that knows Cairn names its ids; Cairn's own entries do. */
const competencyKey = 'urn:cairn:competency';
const levelKey = 'urn:cairn:level';

interface Act {
  readonly kind: StatementKind;
  readonly claims: 'gives' | 'ends' | 'nothing';
}
const gives = (kind: StatementKind): Act => ({ kind, claims: 'gives' });

const actOf: Readonly<Record<string, Act>> = {
  assessed: gives('grading'),
  asserted: gives('attestation'),
  validated: gives('attestation'),
  inferred: gives('attestation'),
  verified: gives('attestation'),
  qualified: gives('attestation'),
  conferred: gives('attestation'),
  certified: gives('attestation'),
  achieved: gives('attestation'),
  revoked: { kind: 'attestation', claims: 'ends' },
  forfeited: { kind: 'attestation', claims: 'ends' },
  // Which grant has expired only the grant's own statement says; a renewal made in time must not end by it.
  expired: { kind: 'administration', claims: 'nothing' },
  planned: { kind: 'other', claims: 'nothing' },
  deselected: { kind: 'other', claims: 'nothing' },
  located: { kind: 'other', claims: 'nothing' },
  contextualized: { kind: 'other', claims: 'nothing' },
};

type Reading = Omit<NormalStatement, 'dialect'>;

const act = (verb: string): Act | null => {
  if (!verb.startsWith(verbs)) return null;
  const word = wordOf(verb);
  return Object.hasOwn(actOf, word) ? (actOf[word] ?? null) : null;
};

/** Badges, jobs and courses are none; without a type the verb says what its object is. */
const isCompetency = ({ type }: NormalActivity) => type === null || wordOf(type) === 'competency';

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** −1 (sure that not) to 1 (certain) as 0 to 1; anything else is unknown. */
const beliefOf = (confidence: unknown): number | null =>
  typeof confidence === 'number' && confidence >= -1 && confidence <= 1 ? (confidence + 1) / 2 : null;

/** What is no text says that there is an end, and not when. */
const untilOf = (expires: unknown): string | null => (expires === undefined ? null : (textOf(expires) ?? ''));

/** The object, or where that is a person, a statement, a badge or a job, the competencies among the groupings. */
function competenciesOf(
  object: NormalActivity | null,
  { groupings, extensions }: Reading,
): readonly string[] {
  const own = textOf(extensions[competencyKey]);
  if (own !== null) return [own];
  if (object && isCompetency(object)) return [object.id];
  const grouped = groupings.filter(({ type }) => type !== null && wordOf(type) === 'competency');
  return [...new Set(grouped.map(({ id }) => id))];
}

function claimOf({ claims }: Act, object: NormalActivity | null, plain: Reading): Claim | null {
  const competencies = claims === 'nothing' ? [] : competenciesOf(object, plain);
  if (competencies.length === 0) return null;
  return {
    competencies,
    isEnd: claims === 'ends',
    level: textOf(plain.extensions[levelKey]),
    until: untilOf(plain.extensions[expiresKey]),
    belief: beliefOf(plain.extensions[confidenceKey]),
  };
}

function readClaim(plain: Reading, { object }: Statement, found: Act): Reading {
  const isReference = object.objectType === 'StatementRef';
  // Achieved of a statement is a goal that was reached: the profile has the competency in a statement of its own.
  const { kind, claims } =
    isReference && wordOf(plain.verb) === 'achieved'
      ? ({ kind: 'other', claims: 'nothing' } as const)
      : found;
  const isActivity = object.objectType === undefined || object.objectType === 'Activity';
  const claim = claimOf({ kind, claims }, isActivity ? plain.activity : null, plain);
  return {
    ...plain,
    kind,
    shownBy: shownByOf({ kind, type: plain.activity?.type ?? null, completion: plain.completion }),
    ...(claim && { claim }),
  };
}

/** Some senders put the profile's id as a category's type, which its text and its JSON disagree on. */
const isOfProfile = (statement: Statement) =>
  contextActivities(statement, 'category').some(
    ({ id, definition }) => id === profile || definition?.type === profile,
  );

export const tla: Dialect = {
  id: 'tla',
  version: 1,
  title: 'TLA and Learner Competency Management',
  scaledRange: '0..1',
  recognise: (statement) => (isOfProfile(statement) ? 0.95 : act(statement.verb.id) ? 0.8 : 0),
  normalise: (statement, source) => {
    const plain = readByVocabulary(statement, source);
    const found = act(plain.verb);
    return { ...(found ? readClaim(plain, statement, found) : plain), dialect: 'tla@1' };
  },
  stableContent: contentOf,
};
