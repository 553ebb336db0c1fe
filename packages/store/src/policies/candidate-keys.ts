// SPDX-License-Identifier: Apache-2.0
/**
 * Rule → the query keys that a statement must have one of to be met by it, so that a new rule reads its statements by index. What
 * is no key of a statement, or is another in the eyes of a dialect, rules nothing out.
 */
import type { Condition, FieldCondition } from '@cairn/engine';
import { queryKey } from '@cairn/xapi';

/** They call an activity something else than the statement does, so its key does not lead there. */
export const renamingDialects: ReadonlySet<string> = new Set(['articulate']);

/** Of an activity wherever it stands: what a statement is about may be the parent of its object. */
const anywhere = (id: string) => [queryKey('activity', id), queryKey('related-activity', id)];
const byField: Readonly<Record<string, (value: string) => readonly bigint[]>> = {
  activity: anywhere,
  parent: anywhere,
  grouping: anywhere,
  category: anywhere,
  other: anywhere,
  verb: (id) => [queryKey('verb', id)],
};

function keysOfField({ field, op, value, ignoreCase }: FieldCondition): readonly bigint[] | null {
  const toKeys = Object.hasOwn(byField, field) ? byField[field] : undefined;
  if (!toKeys || ignoreCase === true || (op !== 'eq' && op !== 'in')) return null;
  const values = [value].flat().filter((one) => typeof one === 'string');
  return values.flatMap(toKeys);
}

/** A verb is shared by very many statements: taken only where nothing else is there. */
const breadth = (condition: Condition, keys: readonly bigint[]): number =>
  keys.length + ('field' in condition && condition.field === 'verb' ? 1_000_000 : 0);

/** null: any statement may meet it. */
export function candidateKeys(condition: Condition): readonly bigint[] | null {
  if ('all' in condition) {
    const parts = condition.all.flatMap((part) => {
      const keys = candidateKeys(part);
      return keys === null ? [] : [{ keys, breadth: breadth(part, keys) }];
    });
    return parts.sort((a, b) => a.breadth - b.breadth)[0]?.keys ?? null;
  }
  if ('any' in condition) {
    const parts = condition.any.map(candidateKeys);
    return parts.some((keys) => keys === null) ? null : parts.flatMap((keys) => keys ?? []);
  }
  return 'field' in condition ? keysOfField(condition) : null;
}
