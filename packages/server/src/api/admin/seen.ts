// SPDX-License-Identifier: Apache-2.0
/** `activities`, `unresolved`: what has come in, and of whom nobody is known. */
import type { activityQuerySchema, ActivityView, pageQuerySchema, UnresolvedView } from '@cairn/api/contract';
import { countRulesByActivity } from '@cairn/engine';
import type { z } from 'zod';
import type { Handler } from '../context.ts';

/** One page by offset: queues that people look through, not feeds that machines walk. */
export async function pageOf<T>(
  query: unknown,
  read: (page: { skip: number; limit: number }) => Promise<readonly T[]>,
): Promise<{ readonly items: readonly T[]; readonly next: string | null }> {
  const { cursor, limit } = query as z.infer<typeof pageQuerySchema>;
  const skip = Number(cursor ?? 0);
  const found = await read({ skip, limit: limit + 1 });
  return { items: found.slice(0, limit), next: found.length > limit ? String(skip + limit) : null };
}
const iso = (ms: number) => new Date(ms).toISOString();

export const listActivities: Handler = async ({ query, services: { store, policies } }) => {
  const { unmapped } = query as z.infer<typeof activityQuerySchema>;
  const policy = await policies.current();
  const rules = countRulesByActivity(policy?.policy.mapping.rules ?? []);
  const except = unmapped === 'true' ? [...rules.keys()] : undefined;
  const page = await pageOf(query, (place) => store.seen.activities({ ...place, except }));
  const ids = page.items.map(({ id }) => id);
  const evidence = policy && (await store.evidence.countByActivity(ids, policy));
  const items = page.items.map(
    ({ id, name, type, kinds, statements, firstAt, lastAt, sources }): ActivityView => ({
      id,
      name,
      type,
      kinds: [...kinds],
      statements,
      evidence: evidence?.get(id) ?? 0,
      rules: rules.get(id) ?? 0,
      firstAt: iso(firstAt),
      lastAt: iso(lastAt),
      sources: [...sources],
    }),
  );
  return { items, next: page.next };
};

export const listUnresolved: Handler = async ({ query, services: { store } }) => {
  const page = await pageOf(query, store.seen.unresolved);
  const items = page.items.map(({ firstAt, lastAt, names, sources, ...rest }): UnresolvedView => ({
    ...rest,
    names: [...names],
    sources: [...sources],
    firstAt: iso(firstAt),
    lastAt: iso(lastAt),
  }));
  return { items, next: page.next };
};
