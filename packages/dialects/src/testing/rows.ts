// SPDX-License-Identifier: Apache-2.0
/** Readings as one short line each, so that a test shows a dialect's meaning at a glance. */
import type { Dialect, NormalStatement } from '../dialect.types.ts';
import { fixturesOf } from './fixtures.ts';

export const tail = (iri: string): string => iri.replace(/^.*[/:|]/, '');

/** Facts that are known, each with its name; what is unknown is left out. */
export function rowOf(normal: NormalStatement): string {
  const { verb, activity, kind, shownBy, success, completion, score } = normal;
  return [
    `${tail(verb)} ${activity ? tail(activity.id) : '–'}: ${kind}`,
    ...(shownBy === null ? [] : [`by ${shownBy}`]),
    ...(success === null ? [] : [success ? 'success' : 'failure']),
    ...(completion === null ? [] : [completion ? 'complete' : 'incomplete']),
    ...(score === null ? [] : [String(score)]),
  ].join(', ');
}

export const readingsOf = (dialect: Dialect): readonly NormalStatement[] =>
  fixturesOf(dialect.id).map((statement) =>
    dialect.normalise(statement, { id: 's', scaledRange: dialect.scaledRange }),
  );
