// SPDX-License-Identifier: Apache-2.0
/** The state follows from what was recorded alone: not from the order of arrival, the batches, how many processors, or how often it is made again. */
import fc from 'fast-check';
import { Binary } from 'mongodb';
import { afterEach, expect, test } from 'vitest';
import {
  competencies,
  draftOf,
  identifierOf,
  openWorld,
  ruleOf,
  scored,
  voiding,
  type World,
} from './world.ts';

let world: World;
afterEach(() => world.end());

const rules = competencies.map((competency) => ruleOf(competency));
const names = ['ann', 'bob', 'cy'];
const statements = Array.from({ length: 60 }, (_, i) =>
  scored(i, names[i % 3] ?? '', competencies[Math.floor(i / 3) % 3] ?? '', ((i * 29) % 100) / 100),
);
const voids = [3, 17, 40].map((target, i) => voiding(100 + i, statements[target] ?? scored(0, '', 'A', 0)));
const everything = [...statements, ...voids];

/** Without what the order of storing gives: `seq` and `stored`. */
const withoutOrder = (state: Awaited<ReturnType<World['state']>>) => ({
  mastery: state.mastery,
  evidence: state.evidence.map((piece) => {
    const { seq: _seq, recordedAt: _recordedAt, withdrawnAt, ...rest } = piece as Record<string, unknown>;
    return { ...rest, isWithdrawn: withdrawnAt !== null };
  }),
});
async function begin(): Promise<void> {
  world = await openWorld();
  for (const name of names) await world.link(name);
}

test(
  'any order of arrival, any batches, any number of processors and replays: the same state',
  { timeout: 240_000 },
  async () => {
    await begin();
    await world.store.policies.publish(draftOf(rules));
    await world.send(everything);
    await world.settle();
    const must = withoutOrder(await world.state());
    expect([must.evidence.length, must.mastery.length]).toEqual([60, 9]);
    await world.end();
    await fc.assert(
      fc
        .asyncProperty(
          fc.shuffledSubarray(everything, { minLength: everything.length }),
          fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 1, maxLength: 5 }),
          fc.integer({ min: 1, max: 3 }),
          fc.nat(everything.length),
          fc.nat(2),
          async (order, sizes, processors, publishAt, replays) => {
            await begin();
            for (let i = 0; i < processors; i += 1) await world.processor();
            let isPublished = false;
            for (let from = 0, i = 0; from < order.length; i += 1) {
              if (!isPublished && from >= publishAt) await world.store.policies.publish(draftOf(rules));
              isPublished ||= from >= publishAt;
              const size = sizes[i % sizes.length] ?? 1;
              await world.send(order.slice(from, from + size));
              from += size;
            }
            if (!isPublished) await world.store.policies.publish(draftOf(rules));
            await world.settle();
            for (let i = 0; i < replays; i += 1) {
              await world.store.replay.request('test');
              await world.settle();
            }
            expect(withoutOrder(await world.state())).toEqual(must);
          },
        )
        .afterEach(() => world.end()),
      { numRuns: 6, seed: 20_261_126, endOnFailure: true },
    );
    world = await openWorld();
  },
);

test('a replay makes all of it again, to the same bytes: what is missing, what was altered, what is nobody’s', async () => {
  await begin();
  await world.store.policies.publish(draftOf(rules));
  await world.send(everything.slice(0, 40));
  await world.settle();
  await world.store.policies.publish(draftOf([...rules.slice(1), ruleOf('A', { weight: 0.5 })]));
  await world.send(everything.slice(40));
  await world.settle();
  const must = await world.state();
  const [first, second, third] = must.evidence as readonly { readonly _id: unknown; readonly st: unknown }[];
  await world.command({ delete: 'evidence', deletes: [{ q: { _id: first?._id }, limit: 1 }] });
  await world.command({
    update: 'evidence',
    updates: [
      { q: { _id: second?._id }, u: { $set: { value: 0.123 } } },
      { q: { _id: third?._id }, u: { $unset: { withdrawnAt: '' } } },
    ],
  });
  const { _id: _first, ...content } = must.evidence[3] as Record<string, unknown>;
  await world.command({
    insert: 'evidence',
    documents: [{ ...content, _id: new Binary(Buffer.alloc(16, 9)), ruleDigest: 'f'.repeat(32) }],
  });
  await world.command({ delete: 'mastery', deletes: [{ q: { personId: 'ann' }, limit: 0 }] });
  await world.command({
    update: 'mastery',
    updates: [
      { q: { personId: 'bob' }, u: { $set: { timeline: { segments: [], evidenceCount: 7 } } }, multi: true },
    ],
  });
  expect(await world.state()).not.toEqual(must);
  expect(await world.store.replay.request('test')).toBe(true);
  expect(await world.store.replay.request('another')).toBe(false);
  await world.settle();
  expect(await world.state()).toEqual(must);
  expect(await world.store.replay.find()).toMatchObject({ read: 63, mended: 4, requestedBy: 'test' });
});

test('who is unlinked and linked again has what they had', async () => {
  await begin();
  await world.store.policies.publish(draftOf(rules));
  await world.send(everything);
  await world.settle();
  const must = await world.state();
  await world.store.people.unlink(identifierOf('ann'), 'test');
  await world.settle();
  const without = await world.state();
  expect(without.mastery.length).toBe(6);
  expect(without.evidence).toEqual(must.evidence);
  await world.link('ann');
  await world.settle();
  expect(await world.state()).toEqual(must);
});
