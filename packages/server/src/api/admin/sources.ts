// SPDX-License-Identifier: Apache-2.0
/** `sources`: who sends statements, and when they last did. */
import type { sourceRequestSchema, SourceView } from '@cairn/api/contract';
import { dialectById, dialects } from '@cairn/dialects';
import { ProblemError } from '@cairn/lrs-adapter';
import type { Source } from '@cairn/store';
import type { z } from 'zod';
import type { Handler } from '../context.ts';

const view = (
  source: Source,
  counts: {
    readonly statements: number;
    readonly lastStatementAt: number | null;
    readonly quarantined: number;
  },
): SourceView => ({
  id: source.id,
  title: source.title,
  key: source.key,
  dialect: source.dialect,
  scaledRange: source.scaledRange,
  scopes: [...source.scopes],
  createdAt: new Date(source.createdAt).toISOString(),
  lastStatementAt: counts.lastStatementAt === null ? null : new Date(counts.lastStatementAt).toISOString(),
  statements: counts.statements,
  quarantined: counts.quarantined,
});

export const listSources: Handler = async ({ services: { store } }) => {
  const [sources, activity, quarantined] = await Promise.all([
    store.sources.list(),
    store.sources.activity(),
    store.inbox.quarantinedBySource(),
  ]);
  const items = sources.map((source) => {
    const counts = activity.get(source.id) ?? { statements: 0, lastStatementAt: null };
    return view(source, { ...counts, quarantined: quarantined.get(source.id) ?? 0 });
  });
  return { items, next: null };
};

export const addSource: Handler = async ({ body, services: { store } }) => {
  const { id, title, dialect, scaledRange, scopes } = body as z.infer<typeof sourceRequestSchema>;
  const known = dialectById(dialect);
  if (!known)
    throw new ProblemError(
      400,
      'DIALECT_UNKNOWN',
      'No such dialect',
      `There are: ${dialects.map((one) => one.id).join(', ')}.`,
      [{ pointer: '/dialect', code: 'DIALECT_UNKNOWN', message: `"${dialect}" is not known.` }],
    );
  const { source, secret } = await store.sources.add({
    id,
    title,
    dialect,
    scaledRange: scaledRange ?? known.scaledRange,
    scopes,
  });
  return { ...view(source, { statements: 0, lastStatementAt: null, quarantined: 0 }), secret };
};
