// SPDX-License-Identifier: Apache-2.0
/** Voiding, from the specification (Data 2.3.2, Communication 2.1.3, 2.1.4), by requests in any order and from anybody. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf, type Endpoint, good, idsOf, openEndpoint, versions } from './endpoint.ts';

let lrs: Endpoint;
beforeAll(async () => {
  lrs = await openEndpoint();
});
afterAll(() => lrs.close());

const verb = { id: 'http://adlnet.gov/expapi/verbs/voided' };
const voiding = (id: string, more: object = {}) =>
  good({ verb, object: { objectType: 'StatementRef', id }, ...more });
const post = (body: object, version = '1.0.3') => lrs.call('/statements', { method: 'POST', body, version });
const get = (query: Readonly<Record<string, string>>) => lrs.call('/statements', { query });
const status = async (id: string) => [
  (await get({ statementId: id })).status,
  (await get({ voidedStatementId: id })).status,
];
const hidden = [404, 200];
const shown = [200, 404];

describe.each(versions)('%s', (version) => {
  test('hides the target from lists and from its id, whichever came first', async () => {
    const registration = randomUUID();
    const [before, after, other] = [0, 1, 2].map(() => good({ context: { registration } }));
    if (!before || !after || !other) throw new Error('not made');
    await post([before, other], version);
    expect((await post([voiding(before.id), voiding(after.id)], version)).status).toBe(200);
    await post(after, version);
    expect([await status(before.id), await status(after.id), await status(other.id)]).toEqual([
      hidden,
      hidden,
      shown,
    ]);
    // What voided them is found where they were.
    const list = await idsOf(await get({ registration }));
    expect([list.length, list.includes(before.id), list.includes(after.id)]).toEqual([3, false, false]);
  });
  test('together with its target in one request', async () => {
    for (const order of [(list: object[]) => list, (list: object[]) => list.toReversed()]) {
      const target = good();
      expect((await post(order([target, voiding(target.id)]), version)).status).toBe(200);
      expect(await status(target.id)).toEqual(hidden);
    }
  });
});

test('of one id by many at once hides it, and each of them is kept', async () => {
  const target = good();
  const voids = Array.from({ length: 6 }, () => voiding(target.id));
  const answers = await Promise.all([target, ...voids].map((one) => post(one)));
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
  expect(await status(target.id)).toEqual(hidden);
  for (const { id } of voids) expect(await status(id)).toEqual(shown);
});
test('a voiding statement cannot be voided, and stays to be read', async () => {
  const target = good();
  const first = voiding(target.id);
  await post([target, first]);
  const response = await post(voiding(first.id));
  expect([response.status, await codeOf(response)]).toEqual([400, 'VOID_REFUSED']);
  expect([await status(first.id), await status(target.id)]).toEqual([shown, hidden]);
});
test('a voided id is taken: its resend is no news, another statement a conflict', async () => {
  const target = good();
  await post([target, voiding(target.id)]);
  expect((await post(target)).status).toBe(200);
  expect((await post({ ...target, result: { success: true } })).status).toBe(409);
  expect(await status(target.id)).toEqual(hidden);
});
test.each([
  ['an activity', { id: 'https://example.org/a' }],
  ['an agent', { objectType: 'Agent', mbox: 'mailto:a@b.c' }],
  ['a reference without objectType', { id: randomUUID() }],
])('of %s is refused: only a StatementRef can be voided', async (_name, object) => {
  expect((await post(good({ verb, object }))).status).toBe(400);
});
test('a SubStatement with the verb voids nothing', async () => {
  const target = good();
  const { id: _id, timestamp: _timestamp, ...plan } = voiding(target.id);
  await post([target, good({ object: { objectType: 'SubStatement', ...plan } })]);
  expect(await status(target.id)).toEqual(shown);
});
test('a list by what a voided statement was finds the one that voided it', async () => {
  const activity = `https://example.org/${randomUUID()}`;
  const target = good({ object: { id: activity } });
  const void1 = voiding(target.id);
  await post(target);
  await post(void1);
  expect(await idsOf(await get({ activity }))).toEqual([void1.id]);
});

test.each(versions)('voids are listed by their verb as any other: %s', async (version) => {
  const registration = randomUUID();
  const target = good();
  const void1 = voiding(target.id, { context: { registration } });
  await post([target, void1], version);
  const response = await lrs.call('/statements', { query: { verb: verb.id, registration }, version });
  expect([response.status, await idsOf(response)]).toEqual([200, [void1.id]]);
});

test('nothing of all this surprised the endpoint', () => expect(lrs.unexpected).toEqual([]));
