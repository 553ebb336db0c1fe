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
/** Of each kind. */
const cacheSize = 10_000;
// A count alone would let a sender of huge identifiers fill the memory.
const cachedCharacters = 300;
const caches = new Map<QueryKind, Map<string, bigint>>();

function cacheOf(kind: QueryKind): Map<string, bigint> {
  let cache = caches.get(kind);
  if (!cache) caches.set(kind, (cache = new Map<string, bigint>()));
  return cache;
}

/** First eight bytes of SHA-256 of kind and values, as a signed number. */
export function queryKey(kind: QueryKind, ...values: readonly string[]): bigint {
  const [first = ''] = values;
  const text = values.length === 1 ? first : values.join('\0');
  const cache = cacheOf(kind);
  const known = cache.get(text);
  if (known !== undefined) return known;
  const digest = sha256(utf8ToBytes(`${kind}\0${text}`));
  const key = new DataView(digest.buffer, digest.byteOffset).getBigInt64(0);
  if (text.length > cachedCharacters) return key;
  if (cache.size >= cacheSize) cache.clear();
  cache.set(text, key);
  return key;
}

function addAgents(to: Set<string>, ...actors: readonly (Actor | undefined)[]): void {
  for (const actor of actors) {
    if (!actor) continue;
    const identifier = actorIdentifier(actor);
    if (identifier !== null) to.add(identifier);
    if (actor.member) addAgents(to, ...actor.member);
  }
}

function addPersons(to: Set<string>, { actor, object }: Statement | SubStatement): void {
  addAgents(to, actor, isActor(object) ? object : undefined);
}

/** Everyone and everything that a statement names beside what it is about: in its context and in its SubStatement. */
function addRelated(agents: Set<string>, activities: Set<string>, part: Statement | SubStatement): void {
  const { object, context } = part;
  addPersons(agents, part);
  if (isActivity(object)) activities.add(object.id);
  if (isSubStatement(object)) addRelated(agents, activities, object);
  if (!context) return;
  addAgents(agents, context.instructor, context.team);
  for (const { agent } of context.contextAgents ?? []) addAgents(agents, agent);
  for (const { group } of context.contextGroups ?? []) addAgents(agents, group);
  if (context.contextActivities)
    for (const slot of contextSlots) for (const { id } of contextActivities(part, slot)) activities.add(id);
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
  const { verb, object, context } = statement;
  const keys = new Set([queryKey('verb', verb.id)]);
  // Who it is about outright: its actor, a person as its object, and the members of either (Comm 2.1.3).
  const agents = new Set<string>();
  addPersons(agents, statement);
  for (const agent of agents) keys.add(queryKey('agent', agent)).add(queryKey('agent+verb', agent, verb.id));
  if (isActivity(object)) {
    keys.add(queryKey('activity', object.id));
    if (object.definition?.type !== undefined) keys.add(queryKey('activity-type', object.definition.type));
  }
  const named = new Set<string>();
  const activities = new Set<string>();
  addRelated(named, activities, statement);
  addAgents(named, extra.authority ?? statement.authority);
  for (const one of named) if (!agents.has(one)) keys.add(queryKey('related-agent', one));
  for (const id of activities)
    if (!isActivity(object) || id !== object.id) keys.add(queryKey('related-activity', id));
  if (context?.registration !== undefined)
    keys.add(queryKey('registration', context.registration.toLowerCase()));
  if (extra.kind !== undefined) keys.add(queryKey('kind', extra.kind));
  return [...keys];
}

/** Target of a StatementRef object in lower case, or null. */
export function referencedId(statement: Statement): string | null {
  return isStatementRef(statement.object) ? statement.object.id.toLowerCase() : null;
}
