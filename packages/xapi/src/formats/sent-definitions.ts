// SPDX-License-Identifier: Apache-2.0
/** What statements say of activities, wherever one stands in them: as object, in a context, in a SubStatement. */
import { contextActivities, contextSlots, isActivity, isSubStatement } from '../statement.ts';
import type { ActivityDefinition, Statement, SubStatement } from '../statement.types.ts';

/** Definitions as they were sent, by activity, in order. */
export type SentDefinitions = ReadonlyMap<string, readonly ActivityDefinition[]>;

function note(part: Statement | SubStatement, sent: Map<string, ActivityDefinition[]>): void {
  const own = isActivity(part.object) ? [part.object] : [];
  const slots = part.context?.contextActivities ? contextSlots : [];
  for (const { id, definition } of [...own, ...slots.flatMap((slot) => contextActivities(part, slot))]) {
    if (!definition) continue;
    const before = sent.get(id);
    if (before) before.push(definition);
    else sent.set(id, [definition]);
  }
}

export function sentDefinitions(statements: readonly Statement[]): SentDefinitions {
  const sent = new Map<string, ActivityDefinition[]>();
  for (const statement of statements) {
    note(statement, sent);
    if (isSubStatement(statement.object)) note(statement.object, sent);
  }
  return sent;
}
