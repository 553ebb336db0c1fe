// SPDX-License-Identifier: Apache-2.0
/**
 * Query keys: every value that a statement can be asked for, as a signed 64-bit hash of (kind, value). One index holds them
 * all. A value that is stored as itself is not repeated as "related": who asks for related asks for either kind.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { actorIdentifier } from './identifiers.ts';
import { contextActivities, isActivity, isStatementRef, isSubStatement } from './statement.ts';
import type { Actor, ContextSlot, Statement, SubStatement } from './statement.types.ts';

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
const cache = new Map<string, bigint>();

/** First eight bytes of SHA-256 of kind and values, as a signed number. */
export function queryKey(kind: QueryKind, ...values: readonly string[]): bigint {
  const text = `${kind}\0${values.join('\0')}`;
  const known = cache.get(text);
  if (known !== undefined) return known;
  const digest = sha256(utf8ToBytes(text));
  const key = new DataView(digest.buffer, digest.byteOffset).getBigInt64(0);
  if (cache.size >= cacheSize) cache.clear();
  cache.set(text, key);
  return key;
}

const slots: readonly ContextSlot[] = ['parent', 'grouping', 'category', 'other'];

function relatedActors(statement: Statement | SubStatement): readonly Actor[] {
  const { actor, object, context } = statement;
  const inObject = object.objectType === 'Agent' || object.objectType === 'Group' ? [object] : [];
  const named = [actor, ...inObject, context?.instructor, context?.team, (statement as Statement).authority];
  return named.flatMap((one) => (one ? [one, ...(one.member ?? [])] : []));
}

function relatedActivities(statement: Statement | SubStatement): readonly string[] {
  const own = isActivity(statement.object) ? [statement.object.id] : [];
  return [
    ...own,
    ...slots.flatMap((slot) => contextActivities(statement, slot).map((activity) => activity.id)),
  ];
}

/** Distinct keys of a statement; `kind` is what its dialect says that it is. */
export function queryKeys(statement: Statement, extra: { readonly kind?: string } = {}): readonly bigint[] {
  const keys = new Set<bigint>([queryKey('verb', statement.verb.id)]);
  const { object, context } = statement;
  const identifier = actorIdentifier(statement.actor);
  const agents = new Set<string>(identifier === null ? [] : [identifier]);
  if (object.objectType === 'Agent' || object.objectType === 'Group') {
    const other = actorIdentifier(object);
    if (other !== null) agents.add(other);
  }
  for (const agent of agents)
    keys.add(queryKey('agent', agent)).add(queryKey('agent+verb', agent, statement.verb.id));
  if (isActivity(object)) {
    keys.add(queryKey('activity', object.id));
    if (object.definition?.type !== undefined) keys.add(queryKey('activity-type', object.definition.type));
  }
  const parts = isSubStatement(object) ? [statement, object] : [statement];
  for (const part of parts) {
    for (const actor of relatedActors(part)) {
      const related = actorIdentifier(actor);
      if (related !== null && !agents.has(related)) keys.add(queryKey('related-agent', related));
    }
    for (const id of relatedActivities(part))
      if (!isActivity(object) || id !== object.id) keys.add(queryKey('related-activity', id));
  }
  if (context?.registration !== undefined)
    keys.add(queryKey('registration', context.registration.toLowerCase()));
  if (extra.kind !== undefined) keys.add(queryKey('kind', extra.kind));
  return [...keys];
}

/** Target of a StatementRef object in lower case, or null. */
export function referencedId(statement: Statement): string | null {
  return isStatementRef(statement.object) ? statement.object.id.toLowerCase() : null;
}
