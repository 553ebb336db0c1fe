// SPDX-License-Identifier: Apache-2.0
/**
 * What holds for every remote that is pulled from, however it answers: each of its statements is stored exactly once in its exact
 * text, whatever comes between; replay gives no duplicates; the cursor only moves forward, and only after storing.
 */
import { randomUUID } from 'node:crypto';
import type { PullSettings, Store } from '@cairn/store';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { placeOf } from '../cursor.ts';
import { cursorOfPull } from '../lag.ts';
import { openPulling, type Pulling } from './pulling.ts';

export interface ContractRemote {
  readonly settings: Partial<PullSettings> & { readonly endpoint: string };
  readonly authorization: string;
  /** So many more, with ids of their own, stored now by its clock. Returns the ids. */
  readonly add: (count: number) => Promise<readonly string[]>;
  /** As it would answer them, by id. */
  readonly texts: () => Promise<ReadonlyMap<string, string>>;
  /** Its next answer breaks off. */
  readonly breakOnce?: () => void;
  readonly close: () => Promise<void>;
}

/** A store whose cursor is looked at before it is written: all that the remote has up to there must be here. */
function watched(pulling: Pulling, remote: ContractRemote, rules: PullSettings): Store {
  const { store } = pulling;
  return {
    ...store,
    pulls: {
      ...store.pulls,
      save: async (lease, progress, ms) => {
        const before = cursorOfPull(await pulling.pull(lease.sourceId));
        const cursor = cursorOfPull(progress);
        expect(cursor ?? -Infinity).toBeGreaterThanOrEqual(before ?? -Infinity);
        const here = await pulling.texts(lease.sourceId);
        for (const [id, text] of await remote.texts()) {
          const value = JSON.parse(text) as Record<string, unknown>;
          const place = placeOf({ text, value }, rules);
          // What a remote lets appear late is what the overlap is for.
          const safe = cursor === null ? -Infinity : cursor - rules.overlapSeconds * 1000;
          if (place !== null && place < safe) expect([...here.keys()]).toContain(id);
        }
        return store.pulls.save(lease, progress, ms);
      },
    },
  };
}

type Step = { readonly kind: 'add'; readonly count: number } | { readonly kind: 'pull' | 'break' | 'slice' };
const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('add' as const), count: fc.integer({ min: 1, max: 7 }) }),
    fc.record({ kind: fc.constantFrom('pull' as const, 'break' as const, 'slice' as const) }),
  ),
  { minLength: 3, maxLength: 9 },
);

/** `runs`: of the property; a remote that is dear to open has fewer. */
export function describeRemote(name: string, open: () => Promise<ContractRemote>, runs = 6): void {
  describe(`a remote as ${name}`, () => {
    let pulling: Pulling;
    beforeAll(async () => {
      pulling = await openPulling();
    });
    afterAll(() => pulling.close());

    const begin = async (remote: ContractRemote, settings: Partial<PullSettings>) => {
      const id = `s-${randomUUID()}`;
      const pull = await pulling.add(
        id,
        { ...remote.settings, ...settings },
        { authorization: remote.authorization },
      );
      return { id, store: watched(pulling, remote, pull.settings) };
    };

    test('each statement is stored once in its exact text, whatever comes between', async () => {
      await fc.assert(
        fc.asyncProperty(steps, fc.integer({ min: 1, max: 5 }), async (plan, pageSize) => {
          const remote = await open();
          try {
            const { id, store } = await begin(remote, { pageSize });
            for (const step of plan) {
              if (step.kind === 'add') await remote.add(step.count);
              else if (step.kind === 'slice') await pulling.run(id, { store, sliceMs: 0 });
              else {
                if (step.kind === 'break') remote.breakOnce?.();
                await pulling.run(id, { store });
              }
            }
            expect((await pulling.runToEnd(id, { store })).kind).toBe('done');
            const wanted = await remote.texts();
            const got = await pulling.texts(id);
            expect([...got.keys()].toSorted()).toEqual([...wanted.keys()].toSorted());
            for (const [one, text] of wanted) expect(got.get(one)).toBe(text);
          } finally {
            await remote.close();
          }
        }),
        { numRuns: runs, seed: 20_260_301 },
      );
    }, 60_000);

    test('replay from the beginning gives no duplicates', async () => {
      const remote = await open();
      const { id } = await begin(remote, { pageSize: 3 });
      await remote.add(8);
      await pulling.runToEnd(id);
      const before = await pulling.texts(id);
      await pulling.store.pulls.ask(id, { since: null });
      expect(cursorOfPull(await pulling.pull(id))).toBeNull();
      await pulling.runToEnd(id);
      expect(await pulling.texts(id)).toEqual(before);
      const { counts } = await pulling.pull(id);
      expect([counts.stored, counts.duplicates >= 8, counts.conflicts, counts.quarantined]).toEqual([
        8,
        true,
        0,
        0,
      ]);
      await remote.close();
    });
  });
}
