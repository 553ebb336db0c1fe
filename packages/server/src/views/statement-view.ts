// SPDX-License-Identifier: Apache-2.0
/** What a reader wants of a statement beside its text. */
import { entryKeys } from '@cairn/lrs-adapter';
import type { Explanation, Text } from '@cairn/api/contract';
import { contextActivities, isActivity, type Score, type Statement } from '@cairn/xapi';

const slots = ['parent', 'grouping', 'category', 'other'] as const;

/** The evidence may speak of what the object belongs to: the quiz, not the attempt at it. */
function nameOf(
  { object, context }: Pick<Statement, 'object' | 'context'>,
  activityId: string | null,
): Text | null {
  const around = context ? slots.flatMap((slot) => contextActivities({ context }, slot)) : [];
  const named = isActivity(object) ? [object, ...around] : around;
  return named.find(({ id }) => id === activityId)?.definition?.name ?? null;
}
const pointsOf = ({ raw, max }: Score): Explanation['evidence'][number]['points'] =>
  raw === undefined || max === undefined ? null : { raw, max };

/** Of a statement that is not there any more. */
export const forgottenStatement = {
  verb: { id: '', display: null },
  name: null,
  by: null,
  points: null,
  entry: null,
} as const;

const textOf = (value: unknown) => (typeof value === 'string' ? value : null);
/** What stands in it beside the evidence itself; only of what Cairn has made is it to be believed. */
const entryOf = ({
  context,
}: Pick<Statement, 'context'>): NonNullable<Explanation['evidence'][number]['entry']> | null => ({
  enteredBy: textOf(context?.extensions?.[entryKeys.enteredBy]),
  issuer: textOf(context?.extensions?.[entryKeys.issuer]),
  reference: textOf(context?.extensions?.[entryKeys.reference]),
  note: textOf(context?.extensions?.[entryKeys.note]),
});

/** `text` is a statement that was accepted. */
export function statementView(text: string, activityId: string | null) {
  const statement = JSON.parse(text) as Statement;
  const { verb, context, result } = statement;
  return {
    verb: { id: verb.id, display: verb.display ?? null },
    name: nameOf(statement, activityId),
    by: context?.instructor?.name ?? null,
    points: pointsOf(result?.score ?? {}),
    entry: entryOf(statement),
  };
}
