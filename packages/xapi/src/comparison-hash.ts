// SPDX-License-Identifier: Apache-2.0
/**
 * Are two statements of one id the same statement? By a hash of what must not differ (xAPI 1.0.3 Data 2.3.1): without id,
 * authority, stored, timestamp, version, attachments, verb display, activity definitions; members in any order. What says
 * nothing is left out: an empty `context` or `result`, or an empty part of one, equals none (Data 2.2 asks not to send it).
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { actorIdentifier } from './identifiers.ts';
import { stableJson } from './stable-json.ts';
import { contextActivities, isActivity, isStatementRef, isSubStatement } from './statement.ts';
import type {
  Actor,
  Context,
  ContextSlot,
  Result,
  Statement,
  StatementObject,
  SubStatement,
} from './statement.types.ts';
import { cutDuration } from './times.ts';
import { type VersionRules, versionRules, type XapiVersion } from './versions.ts';

const comparableActor = (actor: Actor): unknown => ({
  objectType: actor.objectType ?? 'Agent',
  identifier: actorIdentifier(actor),
  member: actor.member?.map(comparableActor).map(stableJson).sort(),
});

const isEmpty = (value: unknown) =>
  value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);

/** `fresh` with its empty objects and arrays taken out (in place: it is a copy); undefined when nothing is left. */
function withoutEmpty(fresh: Record<string, unknown>): unknown {
  let isAll = true;
  for (const key of Object.keys(fresh))
    if (isEmpty(fresh[key])) fresh[key] = undefined;
    else isAll = false;
  return isAll ? undefined : fresh;
}

function comparableResult(result: Result, rules: VersionRules): unknown {
  const { duration } = result;
  const isCut = rules.comparesDurationsCut && duration !== undefined;
  return withoutEmpty({ ...result, duration: isCut ? cutDuration(duration) : duration });
}

function idsIn(context: Context, slot: ContextSlot): readonly string[] | undefined {
  const activities = contextActivities({ context }, slot);
  return activities.length === 0 ? undefined : activities.map(({ id }) => id).sort();
}

function comparableSlots(context: Context): unknown {
  if (!context.contextActivities) return undefined;
  return withoutEmpty({
    parent: idsIn(context, 'parent'),
    grouping: idsIn(context, 'grouping'),
    category: idsIn(context, 'category'),
    other: idsIn(context, 'other'),
  });
}

const comparableRole = (actor: Actor, types: readonly string[] = []) =>
  stableJson([comparableActor(actor), [...types].sort()]);

/** What each member is compared by; one that is not named here is compared as it is. */
const comparableMembers: Readonly<Record<string, (context: Context) => unknown>> = {
  registration: ({ registration }) => registration?.toLowerCase(),
  instructor: ({ instructor }) => instructor && comparableActor(instructor),
  team: ({ team }) => team && comparableActor(team),
  contextActivities: comparableSlots,
  statement: ({ statement }) => statement?.id.toLowerCase(),
  contextAgents: ({ contextAgents }) =>
    contextAgents?.map((one) => comparableRole(one.agent, one.relevantTypes)).sort(),
  contextGroups: ({ contextGroups }) =>
    contextGroups?.map((one) => comparableRole(one.group, one.relevantTypes)).sort(),
};

/** Member by member: on the path of every statement a spread is dear. */
function comparableContext(context: Context): unknown {
  const fresh: Record<string, unknown> = {};
  for (const key of Object.keys(context))
    fresh[key] = Object.hasOwn(comparableMembers, key)
      ? comparableMembers[key]?.(context)
      : context[key as keyof Context];
  return withoutEmpty(fresh);
}

function comparableObject(object: StatementObject, rules: VersionRules): unknown {
  if (isSubStatement(object)) return comparable(object, rules);
  if (isActivity(object)) return { activity: object.id };
  if (isStatementRef(object)) return { ref: object.id.toLowerCase() };
  return comparableActor(object);
}

function comparable(statement: Statement | SubStatement, rules: VersionRules): unknown {
  const { actor, verb, object, result, context } = statement;
  return {
    actor: comparableActor(actor),
    verb: verb.id,
    object: comparableObject(object, rules),
    result: result && comparableResult(result, rules),
    context: context && comparableContext(context),
  };
}

/**
 * 16 bytes: SHA-256 of the normal form, cut. `digest` is SHA-256 of a text's UTF-8: where Node's own is at hand it is four
 * times as fast. The versions differ only for durations: a text in 1.0.3, cut at 0.01 s in 2.0.0.
 */
export function comparisonHash(
  statement: Statement,
  digest: (text: string) => Uint8Array = (text) => sha256(utf8ToBytes(text)),
  version: XapiVersion = '1.0.3',
): Uint8Array {
  return digest(stableJson(comparable(statement, versionRules[version]))).slice(0, 16);
}
