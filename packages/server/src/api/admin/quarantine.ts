// SPDX-License-Identifier: Apache-2.0
/** `quarantine`: what could not be stored or processed, in one list; to be tried again, taken along, or dropped. */
import { once } from 'node:events';
import type {
  quarantineExportQuerySchema,
  quarantineIdsSchema,
  quarantineQuerySchema,
  QuarantineView,
} from '@cairn/api/contract';
import { retryQuarantined } from '@cairn/lrs-adapter';
import type { QuarantineEntry } from '@cairn/store';
import type { z } from 'zod';
import type { Handler } from '../context.ts';
import { pageOf } from './seen.ts';

/** For the API and the command line alike. */
export const quarantineView = (entry: QuarantineEntry): QuarantineView => ({
  id: entry.id,
  kind: entry.kind,
  sourceId: entry.sourceId,
  reason: { code: entry.code, message: entry.message, pointer: entry.pointer },
  since: new Date(entry.since).toISOString(),
  attempts: entry.attempts,
  statement: entry.text,
  isCut: entry.isCut,
});

const filterOf = ({ kind, source }: z.output<typeof quarantineExportQuerySchema>) => ({
  kind,
  sourceId: source,
});
const idsOf = (body: unknown) =>
  (body as z.output<typeof quarantineIdsSchema>).ids.map((id) => id.toLowerCase());

export const listQuarantine: Handler = async ({ query, services: { store } }) => {
  const filter = filterOf(query as z.output<typeof quarantineQuerySchema>);
  const { items, next } = await pageOf(query, (page) => store.quarantine.page({ ...filter, ...page }));
  return { items: items.map(quarantineView), next };
};
export const retryQuarantine: Handler = async ({ body, services: { store, url } }) => ({
  retried: await retryQuarantined({ store, url }, idsOf(body)),
});
export const dropQuarantine: Handler = async ({ body, services: { store } }) => ({
  dropped: await store.quarantine.drop(idsOf(body)),
});
export const exportQuarantine: Handler = async ({ query, response, services: { store } }) => {
  response.type('application/x-ndjson').set('Content-Disposition', 'attachment; filename="quarantine.jsonl"');
  response.flushHeaders();
  for await (const entry of store.quarantine.all(
    filterOf(query as z.output<typeof quarantineExportQuerySchema>),
  )) {
    if (response.destroyed) return undefined;
    if (!response.write(`${JSON.stringify(quarantineView(entry))}\n`))
      await Promise.race([once(response, 'drain'), once(response, 'close')]);
  }
  response.end();
  return undefined;
};
