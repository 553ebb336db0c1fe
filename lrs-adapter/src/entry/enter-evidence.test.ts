// SPDX-License-Identifier: Apache-2.0
/** Entries on a real database, followed to what they make of somebody's mastery. */
import { entryKinds } from '@cairn/engine';
import { ownIdentifier, type Store } from '@cairn/store';
import { openTestStore, type TestStore } from '@cairn/store/testing';
import { type Statement, validateStatement } from '@cairn/xapi';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Entry, enterEvidence, entriesOf, newSource, voidEntry } from '../index.ts';
import { day, entry, evidenceIn, person, policyOf, stateOf } from '../testing/entering.ts';
import { entryFaults } from './check-entry.ts';
import { entryId, entryStatement } from './entry-statement.ts';

const url = 'http://cairn.example';
const policy = policyOf();
let own: TestStore;
let store: Store;
beforeEach(async () => {
  own = await openTestStore();
  store = own.store;
  await store.people.import([person('ann'), person('bob')], 'test');
});
afterEach(() => own.drop());

const enter = (entries: readonly Entry[], enteredBy = 'rita@example.org') =>
  enterEvidence({ store, url, policy, enteredBy }, entries);
const gangway = (at: number, personId = 'ann') =>
  stateOf(store, policy, { competencyId: 'gangway', at, subject: ownIdentifier(personId) });
const undo = (statementId: string, personId = 'ann', reason = 'mistyped') =>
  voidEntry({ store, url }, { personId, statementId, by: 'rita@example.org', reason });

describe('an observation that is entered', () => {
  test('counts for that person from that day on, and for nobody else', async () => {
    const [placed] = await enter([entry()]);
    expect(placed).toMatchObject({ isThere: false });
    expect(await gangway(day('2026-03-02'))).toMatchObject({ status: 'proficient', levelId: 'L3' });
    expect(await gangway(day('2026-02-27'))).toMatchObject({ status: 'unknown' });
    expect(await gangway(day('2026-03-02'), 'bob')).toMatchObject({ status: 'unknown' });
    expect(await store.people.whoIs(ownIdentifier('ann'), day('2026-03-01'))).toMatchObject({ id: 'ann' });
  });
  test('is a statement with Cairn’s authority that says who observed and who entered', async () => {
    await enter([entry({ note: 'At quay 4' })]);
    const [stored] = await entriesOf(store, 'ann');
    expect(stored).toMatchObject({ sourceId: 'cairn', hasOwnAuthority: false, voided: false });
    expect(JSON.parse(stored?.text ?? '')).toMatchObject({
      verb: { id: 'https://w3id.org/xapi/tla/verbs/assessed' },
      object: { id: 'https://port.example/gangway', definition: { name: { de: 'Das gangway' } } },
      context: {
        instructor: { name: 'Marta Lindqvist' },
        extensions: {
          'urn:cairn:entry:entered-by': 'rita@example.org',
          'urn:cairn:entry:note': 'At quay 4',
        },
      },
    });
  });
  test('entered again, by anybody and at once, is the same', async () => {
    await Promise.all([enter([entry(), entry()]), enter([entry()], 'tom@example.org')]);
    const [again] = await enter([entry()], 'tom@example.org');
    expect([again?.isThere, (await entriesOf(store, 'ann')).length]).toEqual([true, 1]);
    const [other] = await enter([entry({ note: 'Another one' })]);
    expect([other?.isThere, (await entriesOf(store, 'ann')).length]).toEqual([false, 2]);
  });
  test('that was not passed speaks against, and is no level', async () => {
    await enter([entry(), entry({ level: null, isShown: false, occurredAt: day('2026-04-01') })]);
    expect(await gangway(day('2026-03-31'))).toMatchObject({ status: 'proficient' });
    expect(await gangway(day('2026-04-02'))).toMatchObject({ status: 'below' });
  });
});

describe('what is voided', () => {
  test('is taken back, once, with who and why, and can be entered again', async () => {
    const [placed] = await enter([entry()]);
    const id = placed?.id ?? '';
    expect([await undo(id), await undo(id, 'ann', 'twice')]).toEqual([true, false]);
    expect(await gangway(day('2026-03-02'))).toMatchObject({ status: 'unknown' });
    const voids = [];
    for await (const { text } of store.statements.query({ limit: 9 })) voids.push(JSON.parse(text));
    expect(voids).toMatchObject([
      {
        actor: { name: 'rita@example.org' },
        object: { id },
        context: { extensions: { 'urn:cairn:entry:reason': 'mistyped' } },
      },
    ]);
    const [again] = await enter([entry()]);
    expect([again?.isThere, again?.id === id]).toEqual([false, false]);
    expect(await gangway(day('2026-03-02'))).toMatchObject({ status: 'proficient' });
    expect((await entriesOf(store, 'ann')).map(({ voided }) => voided)).toEqual([false, true]);
  });
  test('must be an entry of that person', async () => {
    const [placed] = await enter([entry()]);
    await store.sources.add(newSource({ id: 'lms', title: 'LMS', preset: 'generic' }));
    for (const [id, whose] of [
      [placed?.id ?? '', 'bob'],
      ['00000000-0000-4000-8000-000000000000', 'ann'],
    ] as const)
      await expect(undo(id, whose)).rejects.toMatchObject({ status: 404, code: 'ENTRY_UNKNOWN' });
    expect(await gangway(day('2026-03-02'))).toMatchObject({ status: 'proficient' });
  });
});

describe('a certificate', () => {
  const certificate = (more: Partial<Entry>) =>
    entry({ kind: 'manual', level: null, assessor: null, ...more });
  test('shows the first proficient level unless it says another, and ends when it says', async () => {
    await enter([certificate({ expiresAt: day('2027-03-01') })]);
    expect(await gangway(day('2027-02-28'))).toMatchObject({ levelId: 'L3', status: 'proficient' });
    expect(await gangway(day('2027-03-02'))).toMatchObject({ status: 'expired' });
  });
  test('ends by the competency’s own period where that is earlier', async () => {
    await enter([certificate({ competencyId: 'crane', expiresAt: day('2030-01-01') })]);
    const [piece] = await evidenceIn(store, policy);
    // The last valid day is 2027-03-01 in Berlin.
    expect(piece?.validTo).toBe(Date.UTC(2027, 2, 1, 23));
  });
  test('counts on a scale without scores, and by its id where the competency has no address', async () => {
    await enter([certificate({ competencyId: 'radio' })]);
    const [piece] = await evidenceIn(store, policy);
    expect(piece).toMatchObject({ competencyId: 'radio', levelId: 'held', kind: 'manual' });
  });
  test('counts under a policy whose framework has given the competency another address', async () => {
    await enter([certificate({})]);
    const { policy: before } = policy;
    const moved = before.frameworks.map((one) => ({
      ...one,
      competencies: one.competencies.map((two) => ({ ...two, uri: `https://new.example/${two.id}` })),
    }));
    expect(await evidenceIn(store, policyOf(moved))).toMatchObject([{ competencyId: 'gangway' }]);
  });
});

test('many go in steps, each of which can be repeated', async () => {
  const many = Array.from({ length: 1203 }, (_, i) => entry({ reference: `no. ${i}` }));
  const steps: number[] = [];
  const options = { store, url, policy, enteredBy: 'file', onProgress: (n: number) => steps.push(n) };
  await enter(many.slice(0, 700));
  await enterEvidence(options, many);
  expect(steps).toEqual([500, 503]);
  expect((await enter(many)).every(({ isThere }) => isThere)).toBe(true);
  expect((await store.sources.activity()).get('cairn')?.statements).toBe(1203);
});

test('nobody can add a source of Cairn’s own name, and a sender that has it keeps it', async () => {
  expect(() => newSource({ id: 'cairn', title: 'X', preset: 'generic' })).toThrow(/Choose another id/);
  await store.sources.add({ id: 'cairn', title: 'LMS', dialect: 'generic', scaledRange: '0..1', scopes: [] });
  await expect(enter([entry()])).rejects.toMatchObject({ status: 409, code: 'SOURCE_EXISTS' });
});

describe('an entry that would never count is refused', () => {
  const now = day('2026-06-01');
  test.each<[Partial<Entry>, string]>([
    [{ competencyId: 'nothing' }, '/competency COMPETENCY_UNKNOWN'],
    [{ competencyId: 'deck' }, '/competency COMPETENCY_IS_GROUP'],
    [{ level: 'L9' }, '/level LEVEL_UNKNOWN'],
    [{ level: 'L3', value: 0.5 }, '/value LEVEL_OR_VALUE'],
    [{ competencyId: 'radio', level: null, value: 0.5 }, '/value SCALE_WITHOUT_SCORES'],
    [{ isShown: false }, '/shown SHOWN_NOTHING'],
    [{ occurredAt: day('2026-06-03') }, '/occurredAt IN_THE_FUTURE'],
    [{ occurredAt: day('0206-03-01') }, '/occurredAt TOO_LONG_AGO'],
    [{ expiresAt: day('2025-03-01') }, '/expiresAt ENDS_BEFORE_IT_BEGINS'],
  ])('%j', (more, fault) =>
    expect(entryFaults(entry(more), policy, now).map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      fault,
    ]),
  );
  test('with everything that is wrong at once', () =>
    expect(
      entryFaults(entry({ level: 'x', expiresAt: 0, competencyId: 'nothing' }), policy, now),
    ).toHaveLength(3));
});

test('any entry is a valid statement, and another entry has another id', () => {
  const { competency } = policy.frameworks.find('gangway') ?? {};
  if (!competency) throw new Error('no competency');
  const text = fc.option(fc.string({ minLength: 1, maxLength: 200 }));
  const any = fc.record({
    personId: fc.constantFrom('ann', 'bob'),
    competencyId: fc.constantFrom('gangway', 'crane'),
    kind: fc.constantFrom(...entryKinds),
    level: fc.option(fc.constantFrom('L1', 'L2')),
    value: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    isShown: fc.boolean(),
    occurredAt: fc.integer({ min: 0, max: 4e12 }),
    expiresAt: fc.option(fc.integer({ min: 0, max: 4e12 })),
    assessor: text,
    issuer: text,
    reference: text,
    note: text,
  });
  fc.assert(
    fc.property(any, any, (one, other) => {
      const id = entryId(one, 0);
      const statement = JSON.parse(
        JSON.stringify(entryStatement(one, { id, competency, enteredBy: 'x' })),
      ) as Statement;
      expect(validateStatement(statement)).toEqual([]);
      expect(entryId({ ...one }, 0)).toBe(id);
      expect(entryId(one, 1)).not.toBe(id);
      expect(entryId(other, 0) === id).toBe(JSON.stringify(other) === JSON.stringify(one));
    }),
  );
});
