// SPDX-License-Identifier: Apache-2.0
/**
 * Query keys: every value that a statement can be asked for, as a signed 64-bit hash of (kind, value). One index holds them
 * all. A value that is stored as itself is not repeated as "related": who asks for related asks for either kind.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { actorIdentifier } from './identifiers.ts';
import {
  contextActivities,
  contextSlots,
  isActivity,
  isActor,
  isStatementRef,
  isSubStatement,
} from './statement.ts';
import type { Actor, Statement, SubStatement } from './statement.types.ts';

export type QueryKind =
  | 'agent'
  | 'related-agent'
  | 'verb'
  | 'activity'
  | 'related-activity'
  | 'registration'
  | 'activity-type'
  | 'kind'
  | 'agent+verb';

// Verbs, activities and people repeat; hashing them again would be the dearest part of taking in a statement.
const cacheSize = 20_000;
// A count alone would let a sender of huge identifiers fill the memory.
const cachedCharacters = 500;
const cache = new Map<string, bigint>();

/** First eight bytes of SHA-256 of kind and values, as a signed number. */
export function queryKey(kind: QueryKind, ...values: readonly string[]): bigint {
  const text = `${kind}\0${values.join('\0')}`;
  const known = cache.get(text);
  if (known !== undefined) return known;
  const digest = sha256(utf8ToBytes(text));
  const key = new DataView(digest.buffer, digest.byteOffset).getBigInt64(0);
  if (text.length > cachedCharacters) return key;
  if (cache.size >= cacheSize) cache.clear();
  cache.set(text, key);
  return key;
}

const withMembers = (actors: readonly (Actor | undefined)[]): readonly Actor[] =>
  actors.flatMap((one) => (one ? [one, ...(one.member ?? [])] : []));
const personsIn = ({ actor, object }: Statement | SubStatement) =>
  isActor(object) ? [actor, object] : [actor];

function relatedActors(part: Statement | SubStatement): readonly Actor[] {
  const { instructor, team, contextAgents = [], contextGroups = [] } = part.context ?? {};
  return withMembers([
    ...personsIn(part),
    instructor,
    team,
    ...contextAgents.map(({ agent }) => agent),
    ...contextGroups.map(({ group }) => group),
  ]);
}

function relatedActivities(part: Statement | SubStatement): readonly string[] {
  const own = isActivity(part.object) ? [part.object.id] : [];
  return [
    ...own,
    ...contextSlots.flatMap((slot) => contextActivities(part, slot).map((activity) => activity.id)),
  ];
}

/** Identifiers that the statement is about outright: its actor, a person as its object, and the members of either (Comm 2.1.3). */
const agentsOf = (statement: Statement): ReadonlySet<string> =>
  new Set(withMembers(personsIn(statement)).flatMap((one) => actorIdentifier(one) ?? []));

function objectKeys({ object }: Statement): readonly bigint[] {
  if (!isActivity(object)) return [];
  const type = object.definition?.type;
  return [queryKey('activity', object.id), ...(type === undefined ? [] : [queryKey('activity-type', type)])];
}

function relatedKeys(
  statement: Statement,
  agents: ReadonlySet<string>,
  authority: Actor | undefined,
): readonly bigint[] {
  const { object } = statement;
  const own = isActivity(object) ? object.id : null;
  const parts = isSubStatement(object) ? [statement, object] : [statement];
  const named = [...parts.flatMap(relatedActors), ...withMembers([authority])];
  const actors = named.flatMap((one) => actorIdentifier(one) ?? []);
  const activities = parts.flatMap(relatedActivities);
  return [
    ...actors.filter((one) => !agents.has(one)).map((one) => queryKey('related-agent', one)),
    ...activities.filter((id) => id !== own).map((id) => queryKey('related-activity', id)),
  ];
}

export interface KeyExtras {
  /** What the statement's dialect says that it is. */
  readonly kind?: string;
  /** The authority that the LRS answers with, where it is not the sender's. */
  readonly authority?: Actor;
}

/**
 * Distinct keys of a statement. A statement that refers to another matches what that one matches (Comm 2.1.3): whoever
 * stores it adds the target's keys to its own, taken without `kind`, which is not asked for through a reference.
 */
export function queryKeys(statement: Statement, extra: KeyExtras = {}): readonly bigint[] {
  const { verb, context } = statement;
  const agents = agentsOf(statement);
  const keys = [
    queryKey('verb', verb.id),
    ...[...agents].flatMap((agent) => [queryKey('agent', agent), queryKey('agent+verb', agent, verb.id)]),
    ...objectKeys(statement),
    ...relatedKeys(statement, agents, extra.authority ?? statement.authority),
  ];
  if (context?.registration !== undefined)
    keys.push(queryKey('registration', context.registration.toLowerCase()));
  if (extra.kind !== undefined) keys.push(queryKey('kind', extra.kind));
  return [...new Set(keys)];
}

/** Target of a StatementRef object in lower case, or null. */
export function referencedId(statement: Statement): string | null {
  return isStatementRef(statement.object) ? statement.object.id.toLowerCase() : null;
}
