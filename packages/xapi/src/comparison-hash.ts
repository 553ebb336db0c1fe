// SPDX-License-Identifier: Apache-2.0
/**
 * Are two statements of one id the same statement? By a hash of what must not differ (xAPI 1.0.3 Data 2.3.1): without id,
 * authority, stored, timestamp, version, verb display, activity definitions and file addresses; members in any order.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { actorIdentifier } from './identifiers.ts';
import { stableJson } from './stable-json.ts';
import { contextActivities, isActivity, isSubStatement } from './statement.ts';
import type {
  Actor,
  Context,
  ContextSlot,
  Statement,
  StatementObject,
  SubStatement,
} from './statement.types.ts';

const comparableActor = (actor: Actor): unknown => ({
  objectType: actor.objectType ?? 'Agent',
  identifier: actorIdentifier(actor),
  member: actor.member?.map(comparableActor).map(stableJson).sort(),
});

function comparableObject(object: StatementObject): unknown {
  if (isSubStatement(object)) return comparable(object);
  if (isActivity(object)) return { activity: object.id };
  if (object.objectType === 'StatementRef') return { ref: (object as { id: string }).id.toLowerCase() };
  return comparableActor(object);
}

function comparableContext(context: Context): unknown {
  const { registration, instructor, team, contextActivities: slots, statement, ...rest } = context;
  const activities =
    slots &&
    (Object.keys(slots) as ContextSlot[]).map((slot) => [
      slot,
      contextActivities({ context }, slot)
        .map((one) => one.id)
        .sort(),
    ]);
  return {
    ...rest,
    registration: registration?.toLowerCase(),
    instructor: instructor && comparableActor(instructor),
    team: team && comparableActor(team),
    activities: activities && Object.fromEntries(activities),
    statement: statement?.id.toLowerCase(),
  };
}

function comparable(statement: Statement | SubStatement): unknown {
  const { actor, verb, object, result, context, attachments } = statement;
  return {
    actor: comparableActor(actor),
    verb: verb.id,
    object: comparableObject(object),
    result,
    context: context && comparableContext(context),
    attachments: attachments?.map(({ fileUrl: _address, ...rest }) => rest),
  };
}

/** 16 bytes: SHA-256 of the normal form, cut. `digest` is SHA-256 of a text's UTF-8: where Node's own is at hand it is four times as fast. */
export function comparisonHash(
  statement: Statement,
  digest: (text: string) => Uint8Array = (text) => sha256(utf8ToBytes(text)),
): Uint8Array {
  return digest(stableJson(comparable(statement))).slice(0, 16);
}
