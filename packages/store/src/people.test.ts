// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PersonImport } from './people.ts';
import { openTestStore, type TestStore } from './testing.ts';

let own: TestStore;
beforeAll(async () => {
  own = await openTestStore();
});
afterAll(() => own.drop());

const account = (name: string) => `account:https://hr|${name}`;
const person = (
  id: string,
  identifiers: readonly string[],
  period: { from?: number; to?: number } = {},
): PersonImport => ({
  id,
  name: id,
  teamId: null,
  roleIds: [],
  identifiers: identifiers.map((identifier) => ({ identifier, from: null, to: null, ...period })),
});

test('of two imports that give one identifier to two persons at once, one is refused and leaves nothing', async () => {
  const { people } = own.store;
  const pairs = await Promise.all(
    Array.from({ length: 12 }, async (_, i) => {
      const both = await Promise.allSettled(
        ['left', 'right'].map((side) =>
          people.import([person(`${side}-${i}`, [account(`shared-${i}`), account(`${side}-${i}`)])], side),
        ),
      );
      const known = await Promise.all(['left', 'right'].map((side) => people.find(`${side}-${i}`)));
      const refused = both.find((one) => one.status === 'rejected');
      return [
        Reflect.get((refused?.reason ?? {}) as object, 'code'),
        known.filter((one) => one !== null).length,
        (await people.linksOf([account(`shared-${i}`)])).length,
      ];
    }),
  );
  expect(pairs).toEqual(Array.from({ length: 12 }, () => ['IDENTIFIER_TAKEN', 1, 1]));
});

test('the same import many times at once is one', async () => {
  const { people } = own.store;
  const same = () =>
    people.import([person('ida', [account('ida')])], 'again', [{ id: 't', name: 'T', parentId: null }]);
  await Promise.all(Array.from({ length: 8 }, same));
  expect([
    (await people.linksOfPeople(['ida'])).length,
    (await people.teams()).filter(({ id }) => id === 't').length,
  ]).toEqual([1, 1]);
});

test('an identifier may pass to another person, and a link that is there stays as it was made', async () => {
  const { people } = own.store;
  await people.import([person('old', [account('desk')])], 'first');
  const before = await people.linksOf([account('desk')]);
  await people.import([{ ...person('old', [account('desk')]), name: 'Renamed' }], 'second');
  expect(await people.linksOf([account('desk')])).toEqual(before);
  expect((await people.find('old'))?.name).toBe('Renamed');
  await people.import([person('old', [account('desk')], { to: 100 })], 'third');
  await people.import([person('new', [account('desk')], { from: 100 })], 'third');
  const held = await Promise.all([99, 100].map((at) => people.whoIs(account('desk'), at)));
  expect(held.map((one) => one?.id)).toEqual(['old', 'new']);
  await expect(
    people.import([person('late', [account('desk')], { from: 99 })], 'fourth'),
  ).rejects.toMatchObject({ code: 'IDENTIFIER_TAKEN' });
});

test('more identifiers than one transaction takes are checked together, and then all are known', async () => {
  const { people } = own.store;
  const everybody = Array.from({ length: 12_000 }, (_, i) =>
    person(`p${i}`, [account(`p${i}`), account(`q${i}`)]),
  );
  const taken = person('thief', [account('q0')]);
  await expect(people.import([...everybody, taken], 'file')).rejects.toMatchObject({
    code: 'IDENTIFIER_TAKEN',
  });
  expect(await people.find('p0')).toBeNull();
  await people.import(everybody, 'file');
  const last = await people.whoIs(account('q11999'), 0);
  expect([(await people.whoIs(account('q0'), 0))?.id, last?.id]).toEqual(['p0', 'p11999']);
});

test('people of teams are found by name: a part’s beginning in any case, nothing of it a pattern; page by page', async () => {
  const { people } = own.store;
  const named = (id: string, name: string, teamId: string | null) => ({ ...person(id, []), name, teamId });
  await people.import(
    [
      named('n1', 'Ada Byron-King', 'x'),
      named('n2', 'Åse Ødegård', 'x'),
      named('n3', 'Kim O’Neil (temp.)', 'y'),
      named('n4', 'Zoë Adams', 'y'),
      named('n5', 'Nobody Anywhere', null),
    ],
    'file',
  );
  const found = async (teams: readonly string[] | null, text: string, place = { skip: 0, limit: 9 }) =>
    (await people.ofTeams({ teams, named: text, ...place })).map(({ id }) => id);
  expect(await found(['x', 'y'], '')).toEqual(['n1', 'n3', 'n4', 'n2']);
  expect(await found(['x', 'y'], 'ad')).toEqual(['n1', 'n4']);
  expect(await found(['x', 'y'], 'king')).toEqual(['n1']);
  expect(await found(['x', 'y'], 'neil (temp.')).toEqual(['n3']);
  expect(await found(['x'], '.*')).toEqual([]);
  expect(await found(['y'], 'ad')).toEqual(['n4']);
  expect(await found(null, 'nobody any')).toEqual(['n5']);
  expect(await found(['x', 'y'], '', { skip: 1, limit: 2 })).toEqual(['n3', 'n4']);
});
