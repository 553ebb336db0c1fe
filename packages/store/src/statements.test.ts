// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore, type PreparedStatement, type StatementQuery, type Store } from './index.ts';
import { openTestStore, type TestStore } from './testing.ts';

let own: TestStore;
let store: Store;
let other: Store;
beforeAll(async () => {
  own = await openTestStore();
  store = own.store;
  other = await openStore({ uri: own.uri, database: own.database });
});
afterAll(async () => {
  await other.close();
  await own.drop();
});

const prepared = (more: Partial<PreparedStatement> = {}): PreparedStatement => ({
  id: randomUUID(),
  text: '{"a": 1.0}',
  timestamp: 1_700_000_000_000,
  contentHash: new Uint8Array(16),
  queryKeys: [7n],
  sourceId: 'lms',
  ...more,
});
const list = async (query: Partial<StatementQuery> = {}, from = store) => {
  const found: string[] = [];
  for await (const { id } of from.statements.query({ limit: 10_000, ...query })) found.push(id);
  return found;
};

describe('appending', () => {
  test('keeps the exact text and 64-bit keys, newest first', async () => {
    const key = -9_007_199_254_740_993n;
    const batch = [prepared({ queryKeys: [key] }), prepared({ queryKeys: [key + 1n] })];
    expect(await store.statements.append(batch)).toEqual({ kind: 'stored', duplicates: [] });
    expect(await store.statements.find(batch[0]?.id ?? '')).toMatchObject({
      text: '{"a": 1.0}',
      sourceId: 'lms',
      timestamp: 1_700_000_000_000,
      voided: false,
    });
    expect(await list({ keys: [key] })).toEqual([batch[0]?.id]);
    expect((await list()).slice(0, 2)).toEqual(batch.map(({ id }) => id).toReversed());
  });
  test('again is a duplicate; with other content a conflict that stores nothing of its batch', async () => {
    const first = prepared();
    await store.statements.append([first]);
    expect(await store.statements.append([first])).toEqual({ kind: 'stored', duplicates: [first.id] });
    const fresh = prepared();
    expect(
      await store.statements.append([fresh, { ...first, contentHash: new Uint8Array(16).fill(1) }]),
    ).toEqual({ kind: 'conflict', ids: [first.id] });
    expect(await store.statements.find(fresh.id)).toBeNull();
  });
  test('of one id with two timestamps by two writers at once stores one, where a source counts them', async () => {
    for (let round = 0; round < 10; round += 1) {
      const one = prepared({ countsTimestamp: true });
      const two = { ...one, timestamp: 1_700_000_000_001 };
      const outcomes = await Promise.all([store.statements.append([one]), other.statements.append([two])]);
      expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['conflict', 'stored']);
      const [winner] = [one, two].filter((_, i) => outcomes[i]?.kind === 'stored');
      expect((await store.statements.find(one.id))?.timestamp).toBe(winner?.timestamp);
      // Who does not count them has sent the same again, and who says no time says no other.
      for (const again of [
        { ...two, countsTimestamp: false },
        { ...one, timestamp: null },
      ])
        expect(await store.statements.append([again])).toEqual({ kind: 'stored', duplicates: [one.id] });
    }
  });
  test('again under an id made of its event is a duplicate, and the first text stays', async () => {
    const first = prepared({ hasDerivedId: true });
    const again = { ...first, text: '{"as":"sent later"}', contentHash: new Uint8Array(16).fill(7) };
    await store.statements.append([first]);
    expect(await store.statements.append([again])).toEqual({ kind: 'stored', duplicates: [first.id] });
    expect((await store.statements.find(first.id))?.text).toBe(first.text);
  });
  test('of the same ids from several connections at once stores each once, and refuses only what differs', async () => {
    const shared = Array.from({ length: 20 }, () => prepared());
    const outcomes = await Promise.all(
      Array.from({ length: 24 }, (_, i) => {
        const fresh = prepared();
        const contested = { ...(shared[i % 20] ?? prepared()), contentHash: new Uint8Array(16).fill(i % 3) };
        return (i % 2 ? store : other).statements
          .append([contested, fresh])
          .then((outcome) => ({ outcome, fresh }));
      }),
    );
    const all = await list();
    expect(new Set(all).size).toBe(all.length);
    expect(outcomes.map(({ outcome }) => outcome.kind)).toContain('conflict');
    for (const { outcome, fresh } of outcomes) expect(all.includes(fresh.id)).toBe(outcome.kind === 'stored');
  });
  test('by two writers never shows a reader something behind its cursor', async () => {
    const writes = Promise.all(
      Array.from({ length: 60 }, (_, i) =>
        (i % 2 ? store : other).statements.append([
          prepared({ queryKeys: [99n] }),
          prepared({ queryKeys: [99n] }),
        ]),
      ),
    );
    const seen: string[] = [];
    let after: bigint | undefined;
    let isDone = false;
    void writes.finally(() => {
      isDone = true;
    });
    for (let last = false; !last;) {
      last = isDone;
      for await (const { id, seq } of store.statements.query({
        keys: [99n],
        limit: 1000,
        ascending: true,
        ...(after === undefined ? {} : { after }),
      })) {
        seen.push(id);
        after = seq;
      }
    }
    await writes;
    expect(seen.length).toBe(120);
    expect(seen).toEqual(await list({ keys: [99n], ascending: true }));
  });
});

describe('voiding', () => {
  test('hides its target, whichever comes first', async () => {
    const [before, after] = [prepared({ queryKeys: [5n] }), prepared({ queryKeys: [5n] })];
    await store.statements.append([before]);
    const voids = [prepared({ voids: before.id }), prepared({ voids: after.id })];
    await store.statements.append(voids);
    await store.statements.append([after]);
    // The voiding ones are found by what they void (StatementRef), the voided ones are not.
    expect(await list({ keys: [5n], ascending: true })).toEqual(voids.map(({ id }) => id));
    expect((await store.statements.find(after.id))?.voided).toBe(true);
  });
  test('and target at once from two connections always meet', async () => {
    for (let round = 0; round < 10; round += 1) {
      const target = prepared();
      await Promise.all([
        store.statements.append([target]),
        other.statements.append([prepared({ voids: target.id })]),
      ]);
      expect((await store.statements.find(target.id))?.voided).toBe(true);
    }
  });
  test('of a voiding statement is refused', async () => {
    const voiding = prepared({ voids: randomUUID() });
    await store.statements.append([voiding]);
    expect(await store.statements.append([prepared({ voids: voiding.id })])).toMatchObject({
      kind: 'void-refused',
    });
  });
});

test('consistent-through never passes a write that is still to appear', async () => {
  const [through] = await Promise.all([
    store.statements.consistentThrough(),
    store.statements.append([prepared()]),
  ]);
  const late = prepared();
  await store.statements.append([late]);
  expect((await store.statements.find(late.id))?.stored).toBeGreaterThanOrEqual(through);
});

test('several programs may open and migrate one database at once', async () => {
  const stores = await Promise.all(
    Array.from({ length: 4 }, () => openStore({ uri: own.uri, database: own.database })),
  );
  await expect(Promise.all(stores.map((one) => one.check()))).resolves.toHaveLength(4);
  await Promise.all(stores.map((one) => one.close()));
});

describe('a source', () => {
  test('is known by its key and secret only', async () => {
    const { key, secret } = await store.sources.add({
      id: 'moodle',
      title: 'Moodle',
      dialect: 'moodle-logstore',
      scaledRange: '-1..1',
      scopes: ['all'],
    });
    expect((await store.sources.authenticate(key, secret))?.id).toBe('moodle');
    expect(await store.sources.authenticate(key, `${secret}x`)).toBeNull();
    expect(await store.sources.authenticate('nobody', secret)).toBeNull();
    await expect(
      store.sources.add({
        id: 'moodle',
        title: 'Again',
        dialect: 'generic',
        scaledRange: '0..1',
        scopes: ['all'],
      }),
    ).rejects.toMatchObject({ code: 'SOURCE_EXISTS' });
    expect(JSON.stringify(await store.sources.list())).not.toContain(secret);
  });
});
