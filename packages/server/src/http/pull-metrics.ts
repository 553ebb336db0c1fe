// SPDX-License-Identifier: Apache-2.0
/** What /metrics tells of pulling, which happens in another thread or process: what it has written is asked for. */
import { pullLagMs } from '@cairn/lrs-adapter';
import { type FiguresOf, latencyAt, type Pull, type SourceFigures } from '@cairn/store';
import { Gauge } from 'prom-client';

export interface PullFigures {
  readonly list: () => Promise<readonly Pull[]>;
  /** Since the beginning. */
  readonly total: () => Promise<FiguresOf>;
  readonly lately: () => Promise<FiguresOf>;
}

const progress = ({ list }: PullFigures): readonly Gauge[] => [
  new Gauge({
    name: 'cairn_pull_lag_seconds',
    help: 'How long ago all that a remote had was here',
    labelNames: ['source'],
    registers: [],
    async collect() {
      this.reset();
      for (const pull of await list()) {
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
      for (const { sourceId: source, lastSuccessAt } of await list())
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
      for (const { sourceId: source, stoppedAt, nextAt } of await list())
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
      for (const { sourceId: source, stoppedAt, failures } of await list())
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
      for (const { sourceId: source, counts } of await list())
        for (const outcome of ['stored', 'duplicates', 'conflicts', 'quarantined', 'late'] as const)
          this.set({ source, outcome }, counts[outcome]);
    },
  }),
];

/** By code. */
type Counts = (figures: SourceFigures) => ReadonlyMap<string, number>;

/** What all processes together have written of what they pulled. */
const received = ({ list, total, lately }: PullFigures): readonly Gauge[] => {
  const byCode = (name: string, help: string, counts: Counts) =>
    new Gauge({
      name,
      help,
      labelNames: ['source', 'code'],
      registers: [],
      async collect() {
        this.reset();
        for (const [source, figures] of await total())
          for (const [code, count] of counts(figures)) this.set({ source, code }, count);
      },
    });
  return [
    byCode(
      'cairn_pull_refused_statements',
      'Pulled statements that could not be stored, by reason',
      (figures) => figures.refusedStatements,
    ),
    byCode(
      'cairn_pull_failed_requests',
      'Pulls that failed, by reason',
      (figures) => figures.refusedRequests,
    ),
    new Gauge({
      name: 'cairn_pull_received_bytes',
      help: 'Bytes of answers, since the source is pulled',
      labelNames: ['source'],
      registers: [],
      async collect() {
        this.reset();
        for (const { sourceId: source, counts } of await list()) this.set({ source }, counts.bytes);
      },
    }),
    new Gauge({
      name: 'cairn_pull_page_seconds',
      help: 'From asking for a page until it was stored: half and 99 of 100 took so long at most, yesterday and today',
      labelNames: ['source', 'quantile'],
      registers: [],
      async collect() {
        this.reset();
        for (const [source, { latencies }] of await lately())
          for (const quantile of [0.5, 0.99]) {
            const seconds = latencyAt(latencies, quantile);
            if (seconds !== null) this.set({ source, quantile }, seconds);
          }
      },
    }),
  ];
};

export const pullGauges = (figures: PullFigures): readonly Gauge[] => [
  ...progress(figures),
  ...received(figures),
];
