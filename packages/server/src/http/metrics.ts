// SPDX-License-Identifier: Apache-2.0
/**
 * GET /metrics, Prometheus text. Per source what its requests came to, counted in memory after they are answered; per process what
 * prom-client knows of it. Labels are source ids and our own codes, so there are few. For who names the token, else nothing is there.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { type Measured, type OnMeasured, ProblemError } from '@cairn/lrs-adapter';
import { isFailing, latencyBuckets, quarantineLimit, type ProcessorsAlive, type Store } from '@cairn/store';
import type { RequestHandler } from 'express';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { pullGauges } from './pull-metrics.ts';

export interface Metrics {
  readonly onMeasured: OnMeasured;
  readonly handle: RequestHandler;
}

/** From live to a backlog of months. */
const lagBuckets = [1, 10, 60, 600, 3600, 86_400, 604_800, 2_592_000];

const hashOf = (text: string) => createHash('sha256').update(text).digest();

function instruments(registry: Registry) {
  const registers = [registry];
  return {
    statements: new Counter({
      name: 'cairn_source_statements_total',
      help: 'Statements by how they ended: stored, duplicate, conflict or quarantined',
      labelNames: ['source', 'outcome'],
      registers,
    }),
    refused: new Counter({
      name: 'cairn_source_refused_total',
      help: 'Requests refused as a whole, by problem code',
      labelNames: ['source', 'code'],
      registers,
    }),
    quarantinedBy: new Counter({
      name: 'cairn_source_quarantined_total',
      help: 'Statements that went to quarantine, by reason',
      labelNames: ['source', 'code'],
      registers,
    }),
    bytes: new Counter({
      name: 'cairn_source_received_bytes_total',
      help: 'Bytes of request bodies',
      labelNames: ['source'],
      registers,
    }),
    seconds: new Histogram({
      name: 'cairn_source_request_seconds',
      help: 'From the first byte of a request to the last of its answer',
      labelNames: ['source'],
      buckets: [...latencyBuckets],
      registers,
    }),
    lag: new Histogram({
      name: 'cairn_source_lag_seconds',
      help: 'From the timestamp of a stored statement until it was stored',
      labelNames: ['source'],
      buckets: lagBuckets,
      registers,
    }),
  };
}

/** Asked for when somebody reads. */
const standing = (store: Store) => [
  new Gauge({
    name: 'cairn_source_failing',
    help: '1 while the latest requests of a source all came to nothing',
    labelNames: ['source'],
    registers: [],
    async collect() {
      this.reset();
      for (const [source, health] of await store.sourceHealth.all())
        this.set({ source }, isFailing(health) ? 1 : 0);
    },
  }),
  new Gauge({
    name: 'cairn_source_quarantine_entries',
    help: 'What waits in quarantine',
    labelNames: ['source'],
    registers: [],
    async collect() {
      this.reset();
      for (const [source, count] of await store.quarantine.countBySource()) this.set({ source }, count);
    },
  }),
  new Gauge({
    name: 'cairn_source_quarantine_used',
    help: 'Share of what a source may have in quarantine, 0 to 1; at 1 nothing more that cannot be stored is taken from it',
    labelNames: ['source'],
    registers: [],
    async collect() {
      this.reset();
      const [usage, sources] = await Promise.all([store.quarantine.usage(), store.sources.list()]);
      for (const { id: source, settings } of sources) {
        const { entries, bytes } = usage.get(source) ?? { entries: 0, bytes: 0 };
        const limit = quarantineLimit(settings);
        this.set({ source }, Math.min(1, Math.max(entries / limit.entries, bytes / limit.bytes)));
      }
    },
  }),
];

/** What several gauges tell of is asked for once for all that read at this moment. */
function shared<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | null = null;
  return () =>
    (asked ??= ask().finally(() => {
      asked = null;
    }));
}

/** Processing happens in other threads or processes, which tell of themselves in the database. */
const processing = (
  waiting: () => Promise<number>,
  alive: () => Promise<ProcessorsAlive>,
): readonly Gauge[] => [
  new Gauge({
    name: 'cairn_inbox_statements',
    help: 'Statements that wait to be processed; about, above some ten thousand',
    registers: [],
    async collect() {
      this.set(await waiting());
    },
  }),
  new Gauge({
    name: 'cairn_processors',
    help: 'Processors that are alive',
    registers: [],
    async collect() {
      this.set((await alive()).count);
    },
  }),
  new Gauge({
    name: 'cairn_processed_statements_per_second',
    help: 'Statements that all processors process a second, lately',
    registers: [],
    async collect() {
      this.set((await alive()).rate);
    },
  }),
  new Gauge({
    name: 'cairn_catch_up_seconds',
    help: 'Until nothing waits at that pace; 0 when nothing does, +Inf when nobody processes',
    registers: [],
    async collect() {
      const [statements, { rate }] = await Promise.all([waiting(), alive()]);
      this.set(statements === 0 ? 0 : statements / rate);
    },
  }),
];

const countEach = (measured: Measured): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const { kind } of measured.outcomes) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
};

export function createMetrics(store: Store, token: string): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const { statements, refused, quarantinedBy, bytes, seconds, lag } = instruments(registry);
  const waiting = shared(async () => (await store.inbox.count()).statements);
  const gauges = [
    ...standing(store),
    ...processing(waiting, shared(store.processors.alive)),
    ...pullGauges({
      list: shared(store.pulls.list),
      total: shared(() => store.sourceFigures.total('pull')),
      lately: () => store.sourceFigures.lately('pull'),
    }),
  ];
  for (const gauge of gauges) registry.registerMetric(gauge);
  const wanted = hashOf(token);

  return {
    onMeasured: (measured) => {
      const { sourceId: source, code, outcomes } = measured;
      for (const [outcome, count] of countEach(measured)) statements.inc({ source, outcome }, count);
      if (code !== null) refused.inc({ source, code });
      bytes.inc({ source }, measured.bytes);
      seconds.observe({ source }, measured.seconds);
      const lags = lag.labels({ source });
      for (const outcome of outcomes)
        if (outcome.kind === 'stored' && outcome.timestamp !== null)
          lags.observe(Math.max(0, (measured.at - outcome.timestamp) / 1000));
        else if (outcome.kind === 'quarantined') quarantinedBy.inc({ source, code: outcome.code });
    },
    handle: async (request, response) => {
      const [, given = ''] = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
      if (!timingSafeEqual(hashOf(given), wanted)) {
        response.set('WWW-Authenticate', 'Bearer realm="metrics"');
        throw new ProblemError(
          401,
          'TOKEN',
          'The token is not accepted',
          'Send the value of CAIRN_METRICS_TOKEN as a bearer token.',
        );
      }
      response.type(registry.contentType).send(await registry.metrics());
    },
  };
}
