// SPDX-License-Identifier: Apache-2.0
/**
 * GET /metrics, Prometheus text. Per source what its requests came to, counted in memory after they are answered; per process what
 * prom-client knows of it. Labels are source ids and our own codes, so there are few. For who names the token, else nothing is there.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { type Measured, type OnMeasured, ProblemError, pullLagMs } from '@cairn/lrs-adapter';
import { isFailing, type Store } from '@cairn/store';
import type { RequestHandler } from 'express';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export interface Metrics {
  readonly onMeasured: OnMeasured;
  readonly handle: RequestHandler;
}

const secondsBuckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
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
      buckets: secondsBuckets,
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
];

/** Processing happens in other threads or processes, which tell of themselves in the database. */
const processing = (store: Store): readonly Gauge[] => [
  new Gauge({
    name: 'cairn_inbox_statements',
    help: 'Statements that wait to be processed',
    registers: [],
    async collect() {
      this.set(await store.inbox.count());
    },
  }),
  new Gauge({
    name: 'cairn_processors',
    help: 'Processors that are alive',
    registers: [],
    async collect() {
      this.set((await store.processors.alive()).count);
    },
  }),
  new Gauge({
    name: 'cairn_processed_statements_per_second',
    help: 'Statements that all processors process a second, lately',
    registers: [],
    async collect() {
      this.set((await store.processors.alive()).rate);
    },
  }),
  new Gauge({
    name: 'cairn_catch_up_seconds',
    help: 'Until nothing waits at that pace; 0 when nothing does, +Inf when nobody processes',
    registers: [],
    async collect() {
      const [waiting, { rate }] = await Promise.all([store.inbox.count(), store.processors.alive()]);
      this.set(waiting === 0 ? 0 : waiting / rate);
    },
  }),
];

/** Pulling happens in another thread or process; what it has written is asked for. */
const pulling = (store: Store): readonly Gauge[] => [
  new Gauge({
    name: 'cairn_pull_lag_seconds',
    help: 'How long ago all that a remote had was here',
    labelNames: ['source'],
    registers: [],
    async collect() {
      this.reset();
      for (const pull of await store.pulls.list()) {
        const ms = pullLagMs(pull, Date.now());
        if (ms !== null) this.set({ source: pull.sourceId }, ms / 1000);
      }
    },
  }),
  new Gauge({
    name: 'cairn_pull_last_success_timestamp_seconds',
    help: 'When a page of a remote was last stored',
    labelNames: ['source'],
    registers: [],
    async collect() {
      this.reset();
      for (const { sourceId: source, lastSuccessAt } of await store.pulls.list())
        if (lastSuccessAt !== null) this.set({ source }, lastSuccessAt / 1000);
    },
  }),
  new Gauge({
    name: 'cairn_pull_next_timestamp_seconds',
    help: 'When a remote is asked again; missing: not until an operator has mended it',
    labelNames: ['source'],
    registers: [],
    async collect() {
      this.reset();
      for (const { sourceId: source, stoppedAt, nextAt } of await store.pulls.list())
        if (stoppedAt === null) this.set({ source }, nextAt / 1000);
    },
  }),
  new Gauge({
    name: 'cairn_pull_failures',
    help: 'Failed pulls in a row; +Inf: stopped until an operator has mended it',
    labelNames: ['source'],
    registers: [],
    async collect() {
      this.reset();
      for (const { sourceId: source, stoppedAt, failures } of await store.pulls.list())
        this.set({ source }, stoppedAt === null ? failures : Infinity);
    },
  }),
  new Gauge({
    name: 'cairn_pull_statements',
    help: 'Pulled statements by how they ended, since the source is pulled',
    labelNames: ['source', 'outcome'],
    registers: [],
    async collect() {
      this.reset();
      for (const { sourceId: source, counts } of await store.pulls.list())
        for (const outcome of ['stored', 'duplicates', 'conflicts', 'quarantined', 'late'] as const)
          this.set({ source, outcome }, counts[outcome]);
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
  for (const gauge of [...standing(store), ...processing(store), ...pulling(store)])
    registry.registerMetric(gauge);
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
