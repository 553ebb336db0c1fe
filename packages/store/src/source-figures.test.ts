// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { latencyAt, latencyBuckets, type NotedRequest, openStore, type Store } from './index.ts';
import { openTestStore, type TestStore } from './testing.ts';

let own: TestStore;
let other: Store;
beforeAll(async () => {
  own = await openTestStore();
  other = await openStore({ uri: own.uri, database: own.database });
});
afterAll(async () => {
  await other.close();
  await own.drop();
});

const request = (more: Partial<NotedRequest> = {}): NotedRequest => ({
  bytes: 100,
  seconds: 0.004,
  code: null,
  outcomes: new Map(),
  refused: new Map(),
  ...more,
});

test('of several processes add up, apart by source and by who began', async () => {
  own.store.sourceFigures.note('lms', 'push', request({ outcomes: new Map([['stored', 3]]) }));
  own.store.sourceFigures.note('lms', 'push', request({ seconds: 100, code: 'BATCH_EMPTY' }));
  own.store.sourceFigures.note('lms', 'pull', request({ bytes: 7 }));
  other.sourceFigures.note('lms', 'push', request({ outcomes: new Map([['stored', 2]]) }));
  const refused = new Map([
    ['REQUIRED', 2],
    ['$no.field', 1],
  ]);
  other.sourceFigures.note('h5p', 'push', request({ outcomes: new Map([['quarantined', 3]]), refused }));
  await Promise.all([own.store.sourceFigures.flush(), other.sourceFigures.flush()]);
  for (const read of ['total', 'lately'] as const) {
    const pushed = await own.store.sourceFigures[read]('push');
    expect([...pushed.keys()].sort()).toEqual(['h5p', 'lms']);
    const lms = pushed.get('lms');
    expect(lms).toMatchObject({ requests: 3, bytes: 300 });
    expect(lms?.outcomes).toEqual(new Map([['stored', 5]]));
    expect(lms?.refusedRequests).toEqual(new Map([['BATCH_EMPTY', 1]]));
    expect(lms?.latencies.map((n, i) => [i, n]).filter(([, n]) => n !== 0)).toEqual([
      [1, 2],
      [latencyBuckets.length, 1],
    ]);
    expect(pushed.get('h5p')?.refusedStatements).toEqual(
      new Map([
        ['REQUIRED', 2],
        ['OTHER', 1],
      ]),
    );
    expect((await own.store.sourceFigures[read]('pull')).get('lms')).toMatchObject({ requests: 1, bytes: 7 });
  }
});

test('latencies lie in the range of the request that they tell of', () => {
  const times = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1, maxLength: 200 });
  const shares = fc.constantFrom(0.5, 0.9, 0.99, 1);
  fc.assert(
    fc.property(times, shares, (seconds, share) => {
      const bounds = [...latencyBuckets, Infinity];
      const bucket = (one: number) => bounds.findIndex((bound) => one <= bound);
      const latencies = bounds.map((_, i) => seconds.filter((one) => bucket(one) === i).length);
      const exact = seconds.toSorted((a, b) => a - b)[Math.ceil(share * seconds.length) - 1] ?? 0;
      const told = latencyAt(latencies, share) ?? Number.NaN;
      const at = bucket(exact);
      expect(told).toBeGreaterThanOrEqual(at === 0 ? 0 : (bounds[at - 1] ?? 0));
      expect(told).toBeLessThanOrEqual(bounds[at] ?? 0);
    }),
  );
  expect(latencyAt([], 0.5)).toBeNull();
});
