// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { compilePolicy, mappingSchema, type Rule, ruleSchema, stateAt } from '@cairn/engine';
import { frameworkSchema } from '@cairn/frameworks';
import { compileRecorded, type MasteryChange, openStore, probeActivity, type Store } from '@cairn/store';
import { openTestStore, type TestStore } from '@cairn/store/testing';
import { comparisonHash, queryKeys, type Statement, voidedId } from '@cairn/xapi';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Processor, startProcessor } from './index.ts';

const log = pino({ level: 'silent' });
const en = (text: string) => ({ en: text });
const framework = frameworkSchema.parse({
  id: 'f',
  title: en('F'),
  version: '1',
  scale: 's',
  scales: [
    {
      id: 's',
      name: en('S'),
      levels: [0.3, 0.5, 0.7, 0.9].map((minScore, i) => ({
        id: `L${i + 1}`,
        rank: i + 1,
        name: en(`L${i + 1}`),
        proficient: i >= 2,
        minScore,
      })),
    },
  ],
  competencies: ['A', 'B'].map((id) => ({ id, code: id, label: en(id), statement: en(id), kind: 'skill' })),
});
const rule = (id: string, more: Partial<Rule> = {}): Rule =>
  ruleSchema.parse({
    id,
    title: en(id),
    competency: 'A',
    when: { field: 'activity', op: 'eq', value: 'https://x.y/a' },
    kind: 'knowledge-test',
    value: { from: 'score' },
    ...more,
  });
const draft = (rules: readonly Rule[]) => ({
  publishedBy: 'test',
  timeZone: 'UTC',
  frameworks: [framework],
  roles: [],
  dialects: { generic: 1 },
  mapping: { ...mappingSchema.parse({ title: en('M'), rules: [] }), rules: [...rules] },
});

const day = 86_400_000;
const start = Date.UTC(2026, 0, 1);
const scored = (
  name: string,
  scaled: number,
  onDay: number,
  id = randomUUID(),
): Statement & { id: string } => ({
  id,
  actor: { account: { homePage: 'https://hr', name } },
  verb: { id: 'http://adlnet.gov/expapi/verbs/scored' },
  object: { id: 'https://x.y/a' },
  result: { score: { scaled } },
  timestamp: new Date(start + onDay * day).toISOString(),
});
const voiding = (target: string): Statement & { id: string } => ({
  ...scored('admin', 0, 0),
  verb: { id: 'http://adlnet.gov/expapi/verbs/voided' },
  object: { objectType: 'StatementRef', id: target },
});

let own: TestStore;
let store: Store;
let running: Processor[];
const process = () => {
  const processor = startProcessor({ store, log });
  running.push(processor);
  return processor;
};
const send = (statements: readonly (Statement & { id: string })[], sourceId = 'lms') =>
  store.statements.append(
    statements.map((statement) => ({
      id: statement.id,
      text: JSON.stringify(statement),
      timestamp: Date.parse(statement.timestamp ?? ''),
      contentHash: comparisonHash(statement),
      queryKeys: queryKeys(statement),
      sourceId,
      ...(voidedId(statement) === null ? {} : { voids: voidedId(statement) ?? '' }),
    })),
  );
const person = (id: string) => ({
  id,
  name: id,
  teamId: null,
  roleIds: [],
  identifiers: [{ identifier: `account:https://hr|${id}`, from: null, to: null }],
});
const masteryOf = async (version: string, id: string) => {
  const recorded = await store.policies.recorded(version);
  if (!recorded) throw new Error(`there is no version ${version}`);
  return store.mastery.ofPerson(compileRecorded(recorded), id);
};
const rankOf = async (id: string, version = '1', at = start + 1000 * day) => {
  const timeline = (await masteryOf(version, id)).get('A');
  return timeline ? stateAt(timeline, at).rank : null;
};

beforeEach(async () => {
  own = await openTestStore();
  store = own.store;
  running = [];
  await store.sources.add({
    id: 'lms',
    title: 'LMS',
    dialect: 'generic',
    scaledRange: '0..1',
    scopes: ['all'],
  });
  await store.people.import([person('ann'), person('bob')], 'test');
});
afterEach(async () => {
  await Promise.all(running.map((processor) => processor.stop()));
  await own.drop();
});

test('statements that came before the first publication become mastery once it is built', async () => {
  await send([scored('ann', 0.75, 1), scored('bob', 0.2, 1)]);
  await store.policies.publish(draft([rule('r')]));
  await process().idle();
  expect((await store.policies.current())?.version).toBe('1');
  expect([await rankOf('ann'), await rankOf('bob')]).toEqual([3, 0]);
});

test('before anything is published it is seen what has come and of whom nobody is known; the first version reads it all', async () => {
  await send([scored('ann', 0.75, 1), scored('stranger', 0.75, 1)]);
  const processor = process();
  await processor.idle();
  const page = { skip: 0, limit: 10 };
  expect(await store.seen.activities(page)).toMatchObject([{ id: 'https://x.y/a', statements: 2 }]);
  expect(await store.seen.unresolved(page)).toMatchObject([{ identifier: 'account:https://hr|stranger' }]);
  await store.policies.publish(draft([rule('r')]));
  await processor.idle();
  expect([await rankOf('ann'), (await store.seen.activities(page))[0]?.statements]).toEqual([3, 2]);
});

test('what statements of before said of activities is learned beside everything else', async () => {
  const one = scored('ann', 0.75, 1);
  const object = { id: 'https://x.y/a', definition: { name: { en: 'Knots' } } };
  await send([{ ...one, object }]);
  const { next } = await store.statements.order();
  await own.command({
    update: 'meta',
    updates: [{ q: { _id: 'definitions' }, u: { $set: { left: next } } }],
  });
  await process().idle();
  expect(await store.definitions.find([object.id])).toEqual(new Map([[object.id, object.definition]]));
});

test('what an older engine has published is built anew, and until then stays as it was', async () => {
  await store.policies.publish(draft([rule('r')]));
  await process().idle();
  await send([scored('ann', 0.75, 1)]);
  await running[0]?.idle();
  expect(await rankOf('ann')).toBe(3);
  await running[0]?.stop();
  // As an engine of before has left it: no revision on its version, and evidence that is not what this one makes.
  const older = {
    update: 'policies',
    updates: [{ q: { _id: '1' }, u: { $unset: { evidenceRevision: '' } } }],
  };
  await own.command(older);
  await own.command({ delete: 'evidence', deletes: [{ q: {}, limit: 0 }] });
  await send([scored('ann', 0.35, 2)]);
  await process().idle();
  expect([(await store.policies.current())?.version, await rankOf('ann'), await rankOf('ann', '2')]).toEqual([
    '2',
    3,
    1,
  ]);
  expect((await masteryOf('2', 'ann')).get('A')?.evidenceCount).toBe(2);
});

test('a late statement, a repeat and a void find their place', async () => {
  await store.policies.publish(draft([rule('r')]));
  const processor = process();
  const last = scored('ann', 0.95, 9);
  await send([last]);
  await processor.idle();
  await send([scored('ann', 0.55, 5)]);
  await send([last]);
  await processor.idle();
  expect([await rankOf('ann'), await rankOf('ann', '1', start + 6 * day)]).toEqual([4, 2]);
  await send([voiding(last.id)]);
  await processor.idle();
  expect(await rankOf('ann')).toBe(2);
  const target = scored('ann', 0.95, 10);
  await send([voiding(target.id)]);
  await processor.idle();
  await send([target]);
  await processor.idle();
  expect(await rankOf('ann')).toBe(2);
});

test('an identity linked later brings its evidence along', async () => {
  await store.policies.publish(draft([rule('r')]));
  const processor = process();
  const one = scored('eve', 0.75, 1);
  await send([one]);
  await processor.idle();
  const page = { skip: 0, limit: 10 };
  expect(await store.seen.unresolved(page)).toMatchObject([
    { identifier: 'account:https://hr|eve', statements: 1, sources: ['lms'] },
  ]);
  await store.people.import([person('eve')], 'test');
  expect(await store.seen.unresolved(page)).toEqual([]);
  await processor.idle();
  expect(await rankOf('eve')).toBe(3);
  await expect(
    store.people.import([{ ...person('mallory'), identifiers: person('eve').identifiers }], 'test'),
  ).rejects.toMatchObject({ code: 'IDENTIFIER_TAKEN' });
});

test('what cannot be processed waits in quarantine, stops nobody, and can be retried', async () => {
  await store.policies.publish(draft([rule('r')]));
  const processor = process();
  await send([scored('ann', 0.75, 1)], 'ghost');
  await send([scored('bob', 0.75, 1)]);
  await processor.idle();
  const [entry, ...more] = await store.quarantine.page({ skip: 0, limit: 10 });
  expect([entry?.code, more.length, await rankOf('ann'), await rankOf('bob')]).toEqual([
    'SOURCE_UNKNOWN',
    0,
    null,
    3,
  ]);
  await store.sources.add({
    id: 'ghost',
    title: 'G',
    dialect: 'generic',
    scaledRange: '0..1',
    scopes: ['all'],
  });
  await store.inbox.retry([entry?.id ?? '']);
  await processor.idle();
  expect([await rankOf('ann'), (await store.quarantine.page({ skip: 0, limit: 10 })).length]).toEqual([3, 0]);
});

test('a rule that cannot be applied gives nothing, stops nobody, and is switched off by the next version', async () => {
  const failing = { field: 'activity', op: 'eq', value: 'https://x.y/w' } as const;
  // No publication takes such a period; a version of before may have it all the same.
  const wrong = { ...rule('w', { when: failing }), validFor: 'P300000Y' };
  await store.policies.publish(draft([rule('r'), wrong, rule('v', { when: failing })]));
  const processor = process();
  await send([{ ...scored('ann', 0.75, 1), object: { id: 'https://x.y/w' } }, scored('bob', 0.75, 1)]);
  await processor.idle();
  expect(await store.quarantine.page({ skip: 0, limit: 10 })).toEqual([]);
  expect([await rankOf('ann', '2'), await rankOf('bob', '2')]).toEqual([3, 3]);
  const [now, before] = await store.policies.history({ skip: 0, limit: 10 });
  expect(now).toMatchObject({
    version: '2',
    state: 'current',
    changes: { added: [], changed: [], removed: ['w'] },
    off: [{ rule: 'w', reason: expect.stringContaining('RULE_FAILED') as string }],
  });
  expect(before).toMatchObject({ version: '1', state: 'past', off: [] });
});

test('one statement whose evidence the database refuses is quarantined, and those beside it go on', async () => {
  await store.policies.publish(draft([rule('r')]));
  const processor = process();
  await processor.idle();
  const bad = scored('ann', 0.95, 99);
  const validator = { occurredAt: { $ne: Date.parse(bad.timestamp ?? '') } };
  await own.command({ collMod: 'evidence', validator });
  await send([...Array.from({ length: 30 }, (_, i) => scored('bob', 0.75, i)), bad, scored('ann', 0.55, 1)]);
  await processor.idle();
  const quarantined = await store.quarantine.page({ skip: 0, limit: 10 });
  expect(quarantined).toMatchObject([{ id: bad.id, message: expect.stringMatching(/valid/) as string }]);
  const bob = (await masteryOf('1', 'bob')).get('A');
  expect([bob?.evidenceCount, await rankOf('ann'), await store.inbox.waiting(1)]).toEqual([30, 2, []]);
});

test('one mastery that cannot be written stays as it was, and others are folded', async () => {
  await store.policies.publish(draft([rule('r')]));
  const processor = process();
  await processor.idle();
  await own.command({ collMod: 'mastery', validator: { $nor: [{ personId: 'ann', folded: { $gt: 0 } }] } });
  await send([scored('ann', 0.75, 1), scored('bob', 0.75, 1)]);
  await processor.idle();
  const ann = (await masteryOf('1', 'ann')).get('A');
  expect([ann?.evidenceCount, await rankOf('bob'), await store.mastery.dirty(9)]).toEqual([0, 3, []]);
  await own.command({ collMod: 'mastery', validator: {} });
  await send([scored('ann', 0.95, 2)]);
  await processor.idle();
  expect((await masteryOf('1', 'ann')).get('A')?.evidenceCount).toBe(2);
});

test('a new version is built beside the old one, then read', async () => {
  await store.policies.publish(draft([rule('r')]));
  const processor = process();
  await send([scored('ann', 0.75, 1)]);
  await processor.idle();
  await store.policies.publish(draft([rule('r', { level: 'L1' })]));
  await processor.idle();
  expect([
    (await store.policies.current())?.version,
    await rankOf('ann', '1'),
    await rankOf('ann', '2'),
  ]).toEqual(['2', 3, 1]);
});

test('a version with a raised dialect reads its statements anew, and counts them once', async () => {
  await store.policies.publish(draft([rule('r')]));
  const processor = process();
  await send([scored('ann', 0.75, 1), scored('ann', 0.95, 2)]);
  await processor.idle();
  await store.policies.publish({ ...draft([rule('r')]), dialects: { generic: 2 } });
  await processor.idle();
  const timeline = (await masteryOf('2', 'ann')).get('A');
  const evidence = await store.evidence.ofSubjects(['account:https://hr|ann']);
  expect([timeline?.evidenceCount, evidence.map(({ dialect }) => dialect).sort()]).toEqual([
    2,
    ['generic@1', 'generic@1', 'generic@2', 'generic@2'],
  ]);
  const policy = await store.policies.current();
  if (!policy) throw new Error('nothing in force');
  const counts = await store.evidence.countByActivity(['https://x.y/a'], compilePolicy(policy));
  expect(counts.get('https://x.y/a')).toBe(2);
});

test('a change is told as soon as it is folded', async () => {
  await store.policies.publish(draft([rule('r')]));
  await process().idle();
  let tell: (change: MasteryChange) => void = () => undefined;
  const change = new Promise<MasteryChange>((resolve) => {
    tell = resolve;
  });
  const stop = await store.mastery.watch((one) => tell(one));
  await send([scored('ann', 0.75, 1)]);
  expect(await change).toMatchObject({ personId: 'ann', competencyId: 'A', policyVersion: '1' });
  await stop();
});

test('what lapses is told when its moment comes, and told once', async () => {
  await store.policies.publish(draft([rule('r', { validFor: 'P10Y' })]));
  const processor = process();
  await send([scored('ann', 0.75, 1)]);
  await processor.idle();
  expect(await store.mastery.markDue(start + 5 * 365 * day)).toBe(0);
  let told = 0;
  const stop = await store.mastery.watch(() => {
    told += 1;
  });
  expect(await store.mastery.markDue(start + 11 * 366 * day)).toBe(1);
  await processor.idle();
  await expect.poll(() => told).toBe(1);
  expect(await rankOf('ann')).toBe(3);
  await stop();
});

test('three processors at once come to what one comes to', async () => {
  await store.policies.publish(draft([rule('r')]));
  const other = await openStore({ uri: own.uri, database: own.database });
  const processors = [process(), process(), startProcessor({ store: other, log })];
  const statements = Array.from({ length: 300 }, (_, i) =>
    scored(i % 2 ? 'ann' : 'bob', ((i * 37) % 100) / 100, (i * 13) % 97),
  );
  await Promise.all([0, 100, 200].map((from) => send(statements.slice(from, from + 100))));
  await Promise.all(statements.filter((_, i) => i % 50 === 0).map(({ id }) => send([voiding(id)])));
  await Promise.all(processors.map((processor) => processor.idle()));
  await processors[2]?.stop();
  await other.close();
  const subjects = ['ann', 'bob'].map((name) => `account:https://hr|${name}`);
  const evidence = await store.evidence.ofSubjects(subjects);
  expect([evidence.length, evidence.filter(({ withdrawnAt }) => withdrawnAt !== null).length]).toEqual([
    300, 6,
  ]);
  const timeline = (await masteryOf('1', 'bob')).get('A');
  expect(timeline?.evidenceCount).toBe(144);
});

test('what is seen is counted once, however many processors try', async () => {
  await store.policies.publish(draft([rule('r')]));
  const processors = [process(), process()];
  await send(Array.from({ length: 200 }, (_, i) => scored(i % 2 ? 'ann' : 'zoe', 0.5, i)));
  await Promise.all(processors.map((processor) => processor.idle()));
  const page = { skip: 0, limit: 10 };
  expect(await store.seen.activities(page)).toMatchObject([{ id: 'https://x.y/a', statements: 200 }]);
  expect(await store.seen.unresolved(page)).toMatchObject([{ statements: 100 }]);
});

test('versions published while statements stream in lose no evidence', async () => {
  const processors = [process(), process()];
  const statements = Array.from({ length: 400 }, (_, i) => scored('ann', ((i * 37) % 100) / 100, i % 97));
  const sending = (async () => {
    for (let from = 0; from < 400; from += 20) await send(statements.slice(from, from + 20));
  })();
  // The second rule's content is another each time, so every version needs evidence of its own.
  for (const number of [1, 2, 3]) {
    await store.policies.publish(draft([rule('r', { weight: number / 10 })]));
    await expect
      .poll(() => store.policies.currentVersion(), { timeout: 15_000, interval: 20 })
      .toBe(String(number));
  }
  await sending;
  await Promise.all(processors.map((processor) => processor.idle()));
  expect((await masteryOf('3', 'ann')).get('A')?.evidenceCount).toBe(400);
});

test('who has a mail address is known by its SHA-1 too', async () => {
  await store.people.import(
    [{ ...person('bo'), identifiers: [{ identifier: 'mbox:bob@example.com', from: null, to: null }] }],
    'test',
  );
  // Vector of the specification's own notation: SHA-1 of the whole mailto IRI.
  const known = await store.people.whoIs('sha1:7560680e2567e081782bce4a5651785d547ad789', start);
  expect(known?.id).toBe('bo');
});

test('a Group gives each member their own; a group itself, and a probe, is nobody to look for', async () => {
  await store.policies.publish(draft([rule('r')]));
  const processor = process();
  const group = { objectType: 'Group' as const, mbox: 'mailto:team@x.y' };
  const [ann, other] = [scored('ann', 0.75, 1).actor, { mbox: 'mailto:other@x.y' }];
  await send([
    { ...scored('ann', 0.75, 1), actor: { ...group, member: [ann, other] } },
    { ...scored('ann', 0.75, 2), actor: { objectType: 'Group', member: [other] } },
    { ...scored('ann', 0.75, 3), actor: group },
    { ...scored('ann', 0.75, 4), actor: { mbox: 'mailto:probe@x.y' }, object: { id: probeActivity } },
  ]);
  await processor.idle();
  expect(await rankOf('ann')).toBe(3);
  expect(await store.seen.unresolved({ skip: 0, limit: 10 })).toMatchObject([
    { identifier: 'mbox:other@x.y', statements: 2 },
  ]);
  const activities = await store.seen.activities({ skip: 0, limit: 10 });
  expect(activities.map(({ id }) => id)).not.toContain(probeActivity);
});

test('a version comes into force, and a person marked without pause is shown, under a stream that does not end', async () => {
  await store.policies.publish(draft([rule('r')]));
  const processor = process();
  await send([scored('ann', 0.75, 1)]);
  await processor.idle();
  const streaming = new AbortController();
  const stream = (async () => {
    let sent = 1;
    for (; !streaming.signal.aborted; sent += 1) await send([scored('ann', 0.55, 2 + (sent % 300))]);
    return sent;
  })();
  const shown = async (version: string) => (await masteryOf(version, 'ann')).get('A')?.evidenceCount ?? 0;
  await expect.poll(() => shown('1'), { timeout: 10_000 }).toBeGreaterThan(3);
  await store.policies.publish(draft([rule('r', { weight: 0.5 })]));
  await expect.poll(() => store.policies.currentVersion(), { timeout: 10_000 }).toBe('2');
  streaming.abort();
  const sent = await stream;
  await processor.idle();
  expect(await shown('2')).toBe(sent);
});
