// SPDX-License-Identifier: Apache-2.0
/** What is known of a past moment never changes as time goes on, whatever is recorded, published, linked or processed after it. */
import fc from 'fast-check';
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

const names = ['ann', 'bob'];
const persons = ['ann', 'bob', 'cy'];
const pick = (list: readonly string[]) => fc.constantFrom(...list);
const steps = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('send' as const),
      who: pick(names),
      competency: pick(competencies),
      tenths: fc.integer({ min: 0, max: 10 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('void' as const), which: fc.nat(20) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('link' as const), who: pick(names), person: pick(persons) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('unlink' as const), who: pick(names) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('publish' as const),
      competency: pick(competencies),
      tenths: fc.integer({ min: 1, max: 10 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('process' as const) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('ask' as const) }) },
);
type Step = typeof steps extends fc.Arbitrary<infer T> ? T : never;
interface Told {
  readonly known: number;
  readonly person: string;
  readonly text: string;
}

let world: World;
afterEach(() => world.end());

/** What may be refused as things are, is refused: an identifier that is taken, or nobody's; a version while one is being built. */
const refused = (codes: readonly string[]) => (error: unknown) => {
  if (!codes.includes(String(Reflect.get(error as object, 'code')))) throw error;
};

async function live(list: readonly Step[]): Promise<void> {
  const { store } = world;
  const sent: ReturnType<typeof scored>[] = [];
  const told: Told[] = [];
  let rules = competencies.map((competency) => ruleOf(competency));
  const acts = {
    send: async (step: Extract<Step, { kind: 'send' }>) => {
      const one = scored(sent.length, step.who, step.competency, step.tenths / 10);
      sent.push(one);
      await world.send([one]);
    },
    void: async ({ which }: Extract<Step, { kind: 'void' }>) => {
      const target = sent[which % Math.max(1, sent.length)];
      if (!target || target.verb.id.endsWith('voided')) return;
      const one = voiding(sent.length, target);
      sent.push(one);
      await world.send([one]);
    },
    link: ({ who, person }: Extract<Step, { kind: 'link' }>) =>
      world.link(who, person).catch(refused(['IDENTIFIER_TAKEN'])),
    unlink: async ({ who }: Extract<Step, { kind: 'unlink' }>) => {
      await store.people.unlink(identifierOf(who), 'test').catch(refused(['IDENTIFIER_UNKNOWN']));
    },
    publish: async ({ competency, tenths }: Extract<Step, { kind: 'publish' }>) => {
      rules = rules.map((rule) =>
        rule.competency === competency
          ? ruleOf(competency, { weight: tenths / 10, ...(tenths > 5 ? { level: 'L1' } : {}) })
          : rule,
      );
      await store.policies.publish(draftOf(rules)).catch(refused(['PUBLISH_IN_PROGRESS']));
    },
    process: () => world.settle(),
    ask: async () => {
      const known = await store.now();
      for (const person of persons) {
        const answer = await world.profile(person, known);
        if (answer?.complete) told.push({ known, person, text: answer.text });
      }
    },
  };
  for (const step of list) await acts[step.kind](step as never);
  await world.settle();
  await acts.ask();
  expect(told.length).toBeGreaterThan(0);
  await store.policies.publish(draftOf(rules.slice(1)));
  await world.settle();
  await store.replay.request('test');
  await world.settle();
  for (const { known, person, text } of told) {
    const again = await world.profile(person, known);
    expect([known, person, again?.complete, again?.text]).toEqual([known, person, true, text]);
  }
}

test(
  'every answer that was final is the same whenever it is asked for again',
  { timeout: 240_000 },
  async () => {
    await fc.assert(
      fc
        .asyncProperty(fc.array(steps, { minLength: 12, maxLength: 30 }), async (list) => {
          world = await openWorld();
          await world.link('ann');
          await world.store.policies.publish(draftOf(competencies.map((competency) => ruleOf(competency))));
          await world.settle();
          await live(list);
        })
        .afterEach(() => world.end()),
      { numRuns: 8, seed: 20_261_125, endOnFailure: true },
    );
    world = await openWorld();
  },
);

test('what waits unprocessed, or in quarantine, makes an answer one that may still change', async () => {
  world = await openWorld();
  await world.link('ann');
  await world.store.policies.publish(draftOf([ruleOf('A')]));
  await world.settle();
  await world.send([scored(1, 'ann', 'A', 0.8)], 'ghost');
  await world.settle();
  const known = await world.store.now();
  const before = await world.profile('ann', known);
  const ofAnother = await world.profile('bob', known);
  expect([before?.complete, ofAnother?.complete]).toEqual([false, true]);
  // Under the next version it is released: the version of then still tells of it.
  await world.store.policies.publish(draftOf([ruleOf('A', { weight: 0.5 })]));
  await world.settle();
  await world.store.sources.add({
    id: 'ghost',
    title: 'G',
    dialect: 'generic',
    scaledRange: '0..1',
    scopes: ['all'],
  });
  const [entry] = await world.store.quarantine.page({ skip: 0, limit: 1 });
  await world.store.inbox.retry([entry?.id ?? '']);
  await world.settle();
  const after = await world.profile('ann', known);
  expect([after?.complete, after?.text]).not.toEqual([true, before?.text]);
  expect(after?.text).toContain('"levelId":"L3"');
  expect(after?.text).toContain('"policyVersion":"1"');
  const now = await world.profile('ann', null);
  expect(now?.text).toContain('"levelId":"L3"');
});

test('an answer of before the inbox is drained waits for it, and is not final when that takes long', async () => {
  world = await openWorld();
  await world.link('ann');
  await world.store.policies.publish(draftOf([ruleOf('A')]));
  const processor = await world.processor();
  await processor.idle();
  await processor.stop();
  await world.send([scored(1, 'ann', 'A', 0.8)]);
  const known = await world.store.now();
  const early = await world.profile('ann', known);
  expect(early?.complete).toBe(false);
  const asking = world.profile('ann', known);
  await (await world.processor()).idle();
  const late = await asking;
  expect([late?.complete, late?.text.includes('"levelId":"L3"')]).toEqual([true, true]);
  expect((await world.profile('ann', known + 3_600_000))?.complete).toBe(false);
});

test('a link that has ended is still seen by whoever asks for a time before', async () => {
  world = await openWorld();
  await world.link('ann');
  await world.store.policies.publish(draftOf([ruleOf('A')]));
  await world.send([scored(1, 'ann', 'A', 0.8)]);
  await world.settle();
  const known = await world.store.now();
  const before = await world.profile('ann', known);
  expect(await world.store.people.unlink(identifierOf('ann'), 'mistake')).toEqual(['ann']);
  await world.link('ann', 'bob');
  await world.settle();
  expect(await world.profile('ann', known)).toEqual(before);
  const now = await Promise.all(['ann', 'bob'].map((person) => world.profile(person, null)));
  expect(now.map((answer) => answer?.text.includes('"levelId":"L3"'))).toEqual([false, true]);
});
