// SPDX-License-Identifier: Apache-2.0
import { frameworkSchema } from '@cairn/frameworks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestStore, type TestStore } from '../testing.ts';

let own: TestStore;
beforeAll(async () => {
  own = await openTestStore();
});
afterAll(async () => {
  await own.drop();
});

const en = (text: string) => ({ en: text });
const framework = (version: string, statements: readonly string[]) =>
  frameworkSchema.parse({
    id: 'port',
    title: en('Port'),
    version,
    scale: 's',
    scales: [{ id: 's', name: en('S'), levels: [{ id: 'l', rank: 1, name: en('L'), proficient: true }] }],
    competencies: statements.map((statement, i) => ({
      id: `c${i}`,
      code: `C${i}`,
      label: en(`C${i}`),
      statement: en(statement),
      kind: 'skill',
    })),
  });
async function publish(frameworks: readonly ReturnType<typeof framework>[], publishedBy: string) {
  const { policies } = own.store;
  const { version } = await policies.publish({
    publishedBy,
    timeZone: 'UTC',
    frameworks,
    roles: [],
    dialects: {},
    mapping: { title: en('M'), rules: [], model: { model: 'latest', parameters: {} }, models: {} },
  });
  await policies.switchTo(version);
  return version;
}

test('only the versions that changed a framework are its versions, also of an older Cairn without notes', async () => {
  const { policies } = own.store;
  await publish([framework('1', ['a'])], 'ann');
  await publish([framework('1', ['a'])], 'bob');
  await publish([framework('2', ['a', 'b'])], 'cem');
  await publish([], 'dan');
  await own.command({
    update: 'policies',
    updates: [{ q: { _id: { $in: ['1', '2'] } }, u: { $unset: { frameworks: '' } }, multi: true }],
  });
  const versions = await policies.frameworkVersions('port');
  expect(
    versions.map(({ policyVersion, version, competencies, by }) => [
      policyVersion,
      version,
      competencies,
      by,
    ]),
  ).toEqual([
    ['3', '2', 2, 'cem'],
    ['1', '1', 1, 'ann'],
  ]);
  expect(await policies.frameworkVersions('nowhere')).toEqual([]);
});

test('a policy of many megabytes is kept and comes back as it was; one too large is refused in words', async () => {
  const many = framework(
    '3',
    Array.from({ length: 10_000 }, (_one, i) => `Statement ${i} `.repeat(20)),
  );
  const version = await publish([many], 'eve');
  expect((await own.store.policies.find(version))?.frameworks).toEqual([many]);
  // What cannot be packed any smaller.
  const noise = (at: number) =>
    Array.from({ length: 1000 }, (_one, i) =>
      ((at * 7919 + i * 104_729) ** 2 % 2_147_483_647).toString(36),
    ).join('');
  const huge = framework(
    '4',
    Array.from({ length: 6000 }, (_one, i) => noise(i)),
  );
  await expect(publish([huge], 'fay')).rejects.toMatchObject({ code: 'POLICY_TOO_LARGE' });
  expect(await own.store.policies.building()).toBeNull();
});
