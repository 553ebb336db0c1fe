// SPDX-License-Identifier: Apache-2.0
/** Small questions that everyone asks of a statement. */
import type {
  Activity,
  Actor,
  ContextSlot,
  Statement,
  StatementObject,
  StatementRef,
  SubStatement,
} from './statement.types.ts';

export const voidedVerb = 'http://adlnet.gov/expapi/verbs/voided';

export const isActivity = (object: StatementObject): object is Activity =>
  object.objectType === undefined || object.objectType === 'Activity';
export const isStatementRef = (object: StatementObject): object is StatementRef =>
  object.objectType === 'StatementRef';
export const isSubStatement = (object: StatementObject): object is SubStatement =>
  object.objectType === 'SubStatement';
export const isVoiding = (statement: Pick<Statement, 'verb'>): boolean => statement.verb.id === voidedVerb;

/** Id of the statement that this one voids, in lower case; null when it voids none. */
export function voidedId(statement: Statement): string | null {
  return isVoiding(statement) && isStatementRef(statement.object) ? statement.object.id.toLowerCase() : null;
}

export const contextSlots: readonly ContextSlot[] = ['parent', 'grouping', 'category', 'other'];
export const isActor = (object: StatementObject): object is Actor =>
  object.objectType === 'Agent' || object.objectType === 'Group';

/** A context slot as an array; senders also write a single object (Data 2.4.6.2). */
export function contextActivities(
  statement: Pick<Statement, 'context'>,
  slot: ContextSlot,
): readonly Activity[] {
  const value = statement.context?.contextActivities?.[slot];
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly Activity[]) : [value as Activity];
}
