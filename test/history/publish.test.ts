// SPDX-License-Identifier: Apache-2.0
/** The life of a version: it touches only what it changes, can be dropped while it is built, and taken back. */
import { compileRecorded } from '@cairn/store';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { competencies, draftOf, openWorld, ruleOf, scored, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
  for (const name of ['ann', 'bob']) await world.link(name);
});
afterEach(() => world.end());

const rules = competencies.map((competency) => ruleOf(competency));
const many = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) =>
    scored(
      from + i,
      (from + i) % 2 ? 'ann' : 'bob',
      competencies[(from + i) % 3] ?? '',
      (((from + i) * 31) % 100) / 100,
    ),
  );
const generations = async () => {
  const recorded = await world.store.policies.recorded((await world.store.policies.currentVersion()) ?? '');
  return recorded && competencies.map(compileRecorded(recorded).generationOf);
};
/** How many statements a version has read when it was built. */
async function readBy(version: string): Promise<unknown> {
  const found = await world.command({ find: 'policies', filter: { _id: version } });
  const [document] = (found as { cursor: { firstBatch: { build: { read: unknown } }[] } }).cursor.firstBatch;
  return document?.build.read;
}
async function publish(list: Parameters<typeof draftOf>[0]): Promise<string> {
  const { version } = await world.store.policies.publish(draftOf(list));
  await world.settle();
  return version;
}
const versionsFolded = async () =>
  (
    (await world.command({ distinct: 'mastery', key: 'policyVersion' })) as { values: string[] }
  ).values.toSorted();

test('a version reads only what its changed rules may be met by, and the mastery of the others stays', async () => {
  await world.send(many(0, 90));
  await publish(rules);
  const second = await publish([...rules.slice(1), ruleOf('A', { level: 'L4' })]);
  expect([await readBy(second), await generations()]).toEqual([30, ['2', '1', '1']]);
  expect(await world.store.policies.record(second)).toMatchObject({
    changes: { added: [], changed: ['rule-A'], removed: [] },
  });
  // A name is no content; a rule that no activity leads to is read by all.
  const third = await publish([
    ...rules.slice(1),
    ruleOf('A', { level: 'L4', title: { en: 'Another name' } }),
  ]);
  expect([await readBy(third), await generations()]).toEqual([0, ['2', '1', '1']]);
  const wide = ruleOf('B', { id: 'wide', when: { field: 'kind', op: 'eq', value: 'attempt' } });
  const fourth = await publish([...rules.slice(1), ruleOf('A', { level: 'L4' }), wide]);
  expect([await readBy(fourth), await generations()]).toEqual([90, ['2', '4', '1']]);
});

test('what is built from what is there is what is built from nothing', async () => {
  await world.send(many(0, 60));
  await publish(rules);
  await publish([rules[0] ?? ruleOf('A'), ruleOf('B', { level: 'L2' })]);
  await world.send(many(60, 90));
  await world.settle();
  await publish([...rules.slice(0, 2), ruleOf('C', { level: 'L1' })]);
  const step = (await world.state()).mastery;
  await world.end();
  world = await openWorld();
  for (const name of ['ann', 'bob']) await world.link(name);
  await world.send(many(0, 90));
  await publish([...rules.slice(0, 2), ruleOf('C', { level: 'L1' })]);
  expect((await world.state()).mastery).toEqual(step);
});

test('an earlier version comes back, and reads only what came since it was superseded', async () => {
  await world.send(many(0, 60));
  const first = await publish(rules);
  const before = (await world.state()).mastery;
  await publish([ruleOf('A', { level: 'L4' }), ruleOf('B', { level: 'L4' })]);
  const back = await world.store.policies.rollBack(first, 'somebody');
  await world.settle();
  expect([(await world.state()).mastery, await readBy(back.version)]).toEqual([before, 0]);
  expect(await world.store.policies.record(back.version)).toMatchObject({
    state: 'current',
    rolledBackTo: first,
    publishedBy: 'somebody',
  });
  await publish([ruleOf('A', { level: 'L4' })]);
  await world.send(many(60, 90));
  await world.settle();
  const again = await world.store.policies.rollBack(first, 'somebody');
  await world.settle();
  expect(await readBy(again.version)).toBe(30);
  const total = (await world.state()).mastery
    .map((one) => (one as { timeline: { evidenceCount: number } }).timeline.evidenceCount)
    .reduce((sum, n) => sum + n, 0);
  expect(total).toBe(90);
  await expect(world.store.policies.rollBack('99', 'x')).rejects.toMatchObject({ code: 'POLICY_UNKNOWN' });
});

test('a version that is being built can be dropped: nothing of it stays, and the next is built', async () => {
  await world.send(many(0, 30));
  await publish(rules);
  const must = (await world.state()).mastery;
  await world.rest();
  const changed = await world.store.policies.publish(draftOf([ruleOf('A', { level: 'L4' })]));
  // As if it had been built in part.
  await world.store.mastery.markDirty([
    { policyVersion: changed.version, personId: 'ann', competencyId: 'A' },
  ]);
  expect(await world.store.policies.cancel('somebody')).toBe(changed.version);
  expect(await world.store.policies.cancel('somebody')).toBeNull();
  await world.settle();
  expect((await world.state()).mastery).toEqual(must);
  expect(await world.store.policies.record(changed.version)).toMatchObject({
    state: 'cancelled',
    cancelledBy: 'somebody',
  });
  expect(await publish([ruleOf('A', { level: 'L4' })])).toBe('3');
  await world.rest();
  await (await world.processor({ pruneAfterMs: 0 })).idle();
  await expect.poll(versionsFolded, { timeout: 10_000 }).toEqual(['3']);
});

test('what no version shows any more is cleared away, and what the version in force shows stays', async () => {
  await (await world.processor({ pruneAfterMs: 0 })).idle();
  await world.send(many(0, 30));
  await publish(rules);
  await publish([...rules.slice(1), ruleOf('A', { level: 'L4' })]);
  await publish([...rules.slice(1), ruleOf('A', { level: 'L3' })]);
  const kept = (await world.state()).mastery;
  await expect.poll(versionsFolded, { timeout: 10_000 }).toEqual(['1', '3']);
  expect((await world.state()).mastery).toEqual(kept);
  expect(kept.length).toBe(6);
});
