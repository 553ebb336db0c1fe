// SPDX-License-Identifier: Apache-2.0
/** The command as an administrator runs it, on a real database. */
import { openTestStore, type TestStore } from '@cairn/store/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cairnOn } from '../../testing/run-cairn.ts';

let own: TestStore;
beforeAll(async () => {
  own = await openTestStore();
});
afterAll(() => own.drop());

const portal = (...args: readonly string[]) => cairnOn(own)('portal', ...args);

test('a portal is made, listed, tested, rotated and revoked', async () => {
  expect((await portal('list')).out).toContain('No portals yet');
  const added = await portal('add', 'intranet', '--title', 'Quayside', '--origin', 'https://quay.example');
  expect(added.out).toMatch(/Portal intranet: signs with its secret\n {2}secret {2}\S{40,}\n/);
  expect((await portal('list')).out).toBe(
    'intranet  never used  Quayside\n  signs with its secret; may ask for self\n  pages at https://quay.example\n',
  );
  expect(await portal('test', 'intranet')).toMatchObject({
    code: 0,
    out: '✓ in force: not revoked\n✓ proof: a secret, which can be opened\n✓ pages: https://quay.example\n',
  });
  expect(JSON.parse((await portal('rotate', 'intranet', '--overlap', '2', '--json')).out)).toMatchObject({
    id: 'intranet',
    secret: expect.stringMatching(/^\S{40,}$/),
  });
  expect((await portal('test', 'intranet')).out).toContain('the one before is good until');
  expect((await portal('revoke', 'intranet')).code).toBe(0);
  const { code, out } = await portal('test', 'intranet');
  expect([code, out]).toEqual([1, expect.stringContaining('✗ in force: It is revoked for good.')]);
});

test('a token is read from standard input, and what is wrong with it is said', async () => {
  await portal('add', 'piped', '--origin', 'https://quay.example');
  const { code, out } = await cairnOn(own, 'no token\n')('portal', 'test', 'piped', '--token', '-');
  expect([code, out]).toEqual([1, expect.stringContaining('✗ token: It is no JWT.')]);
});

test.each([
  [['--issuer', 'http://id.example'], '--issuer: an https address'],
  [['--audience', 'api://cairn'], 'go with --issuer'],
  [['--issuer', 'https://id.example', '--keys', 'https://x.example'], 'not both'],
  [['--origin', 'https://quay.example/page'], '--origin: an origin like'],
  [
    ['--right', 'everything'],
    '--right: "self", "team:ID", "team:*", "observe:ID", "observe:*", "person:ID" or "person:*"',
  ],
])('%s is refused in the words of the command', async (options, words) => {
  const { code, said } = await portal('add', 'wrong', ...options);
  expect([code, said]).toEqual([1, expect.stringContaining(words)]);
  expect(await own.store.portals.get('wrong')).toBeNull();
});
