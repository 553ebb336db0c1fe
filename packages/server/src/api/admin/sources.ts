// SPDX-License-Identifier: Apache-2.0
/** `sources`: who sends statements, with which keys, what their requests may be like, and how it goes. */
import type { sourceChangesSchema, sourceRequestSchema, SourceView } from '@cairn/api/contract';
import { dialectById, dialects } from '@cairn/dialects';
import { newSource, ProblemError } from '@cairn/lrs-adapter';
import {
  isFailing,
  isFull,
  quarantineLimit,
  type QuarantineUsage,
  type Source,
  type SourceCredential,
  type SourceFigures,
  type SourceHealth,
  type Store,
} from '@cairn/store';
import type { z } from 'zod';
import type { Handler } from '../context.ts';
import { figuresView } from './figures-view.ts';
import { type PullSeen, pullView } from './pull-view.ts';

interface Counts {
  readonly statements: number;
  readonly lastStatementAt: number | null;
  readonly quarantined: number;
  readonly waiting: QuarantineUsage | undefined;
  readonly health: SourceHealth | undefined;
  readonly lately: SourceFigures | undefined;
  readonly pull: PullSeen | undefined;
}
const nothing: Counts = {
  statements: 0,
  lastStatementAt: null,
  quarantined: 0,
  waiting: undefined,
  health: undefined,
  lately: undefined,
  pull: undefined,
};

const iso = (ms: number) => new Date(ms).toISOString();
const isoOrNull = (ms: number | null) => (ms === null ? null : iso(ms));

const credentialView = ({ key, createdAt, lastUsedAt, revokedAt, expiresAt }: SourceCredential) => ({
  key,
  createdAt: iso(createdAt),
  lastUsedAt: isoOrNull(lastUsedAt),
  revokedAt: isoOrNull(revokedAt),
  expiresAt: isoOrNull(expiresAt),
});

const isFullOf = ({ settings }: Source, { waiting }: Counts) => isFull(waiting, quarantineLimit(settings));

function stateOf(source: Source, counts: Counts): SourceView['state'] {
  const { health, lastStatementAt } = counts;
  if (source.pausedAt !== null) return 'paused';
  if ((health && isFailing(health)) || isFullOf(source, counts)) return 'failing';
  return lastStatementAt === null ? 'silent' : 'active';
}
function faultOf({ health }: Counts): SourceView['lastFault'] {
  if (!health || health.reason === null || health.badAt === null) return null;
  return { ...health.reason, at: iso(health.badAt), inARow: health.badInARow };
}

const view = (source: Source, counts: Counts): SourceView => ({
  id: source.id,
  title: source.title,
  preset: source.preset,
  dialect: source.dialect,
  scaledRange: source.scaledRange,
  scopes: [...source.scopes],
  settings: { ...source.settings, authorities: [...source.settings.authorities] },
  credentials: source.credentials.map(credentialView),
  createdAt: iso(source.createdAt),
  state: stateOf(source, counts),
  lastFault: faultOf(counts),
  lastStatementAt: isoOrNull(counts.lastStatementAt),
  statements: counts.statements,
  quarantined: counts.quarantined,
  isQuarantineFull: isFullOf(source, counts),
  lately: counts.lately ? figuresView(counts.lately) : null,
  pull: counts.pull ? pullView(counts.pull, source, Date.now()) : null,
});

/** How the sources are, for the API and the command line alike. */
export async function sourceViews(store: Store): Promise<readonly SourceView[]> {
  const [sources, activity, quarantined, waiting, health, pulls, pushed, pulled] = await Promise.all([
    store.sources.list(),
    store.sources.activity(),
    store.quarantine.countBySource(),
    store.quarantine.usage(),
    store.sourceHealth.all(),
    store.pulls.list(),
    store.sourceFigures.lately('push'),
    store.sourceFigures.lately('pull'),
  ]);
  const pullOf = new Map(
    pulls.map((pull) => [pull.sourceId, { pull, lately: pulled.get(pull.sourceId) }] as const),
  );
  return sources.map((source) =>
    view(source, {
      ...(activity.get(source.id) ?? { statements: 0, lastStatementAt: null }),
      quarantined: quarantined.get(source.id) ?? 0,
      waiting: waiting.get(source.id),
      health: health.get(source.id),
      lately: pushed.get(source.id),
      pull: pullOf.get(source.id),
    }),
  );
}
export async function viewOf(store: Store, id: string): Promise<SourceView | undefined> {
  return (await sourceViews(store)).find((one) => one.id === id);
}

export const listSources: Handler = async ({ services: { store } }) => ({
  items: await sourceViews(store),
  next: null,
});

export const addSource: Handler = async ({ body, services: { store } }) => {
  const { source, key, secret } = await store.sources.add(
    newSource(body as z.output<typeof sourceRequestSchema>),
  );
  return { ...view(source, nothing), key, secret };
};

export const changeSource: Handler = async ({ body, params, services: { store } }) => {
  const { settings, ...changes } = body as z.output<typeof sourceChangesSchema>;
  const id = params['source'] ?? '';
  if (changes.dialect !== undefined && !dialectById(changes.dialect))
    throw new ProblemError(
      400,
      'DIALECT_UNKNOWN',
      'No such dialect',
      `There are: ${dialects.map((one) => one.id).join(', ')}.`,
      [{ pointer: '/dialect', code: 'DIALECT_UNKNOWN', message: `"${changes.dialect}" is not known.` }],
    );
  await store.sources.configure(id, { ...changes, ...(settings ? { settings } : {}) });
  return viewOf(store, id);
};

const paused =
  (isPaused: boolean): Handler =>
  async ({ params, services: { store } }) => {
    const { id } = await store.sources.setPaused(params['source'] ?? '', isPaused);
    if (!isPaused && (await store.pulls.find(id))) await store.pulls.ask(id);
    return viewOf(store, id);
  };
export const pauseSource = paused(true);
export const resumeSource = paused(false);

export const rotateCredential: Handler = async ({ params, services: { store } }) => {
  const { key, secret } = await store.sources.rotate(params['source'] ?? '');
  return { key, secret };
};
export const revokeCredential: Handler = async ({ params, services: { store } }) => {
  const { id } = await store.sources.revoke(params['source'] ?? '', params['key'] ?? '');
  return viewOf(store, id);
};
