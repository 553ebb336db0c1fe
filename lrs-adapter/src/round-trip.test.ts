// SPDX-License-Identifier: Apache-2.0
/**
 * For any valid statement of either version: it is found by whatever it says of itself, each format of it is a statement again,
 * and what was read may be sent again, here or to another LRS.
 */
import {
  actorIdentifier,
  isActivity,
  isSubStatement,
  type Statement,
  validateStatement,
  type XapiVersion,
} from '@cairn/xapi';
import { statements } from '@cairn/xapi/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Endpoint, json, openEndpoint } from './testing/endpoint.ts';

/** Each is some twelve requests. */
const numRuns = Math.ceil(Number(process.env['CAIRN_FUZZ_CASES'] ?? 4000) / 100);
const long = Math.max(60_000, numRuns * 1500);
const voided = 'http://adlnet.gov/expapi/verbs/voided';

let endpoint: Endpoint;
let authorization: string;
beforeAll(async () => {
  endpoint = await openEndpoint();
  const { key, secret } = await endpoint.own.store.sources.add({
    id: 'all',
    title: 'All',
    dialect: 'generic',
    scaledRange: '0..1',
    scopes: ['all'],
  });
  authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;
});
// Fails when there was anything that the endpoint did not expect.
afterAll(() => endpoint.close());

const withoutAttachments = ({ attachments: _attachments, object, ...rest }: Statement): Statement => {
  if (!isSubStatement(object)) return { ...rest, object };
  const { attachments: _inner, ...sub } = object;
  return { ...rest, object: sub };
};
/** Contents are another matter, and so is voiding. */
const plain = (version: XapiVersion) =>
  fc
    .tuple(fc.uuid(), statements(version))
    .filter(([, { verb }]) => verb.id !== voided)
    .map(([id, statement]) => ({ ...withoutAttachments(statement), id }));

/** What it can be asked for by. */
function questionsOf({
  actor,
  verb,
  object,
  context,
}: Statement): readonly Readonly<Record<string, string>>[] {
  const who = actorIdentifier(actor) === null ? (actor.member ?? [])[0] : actor;
  return [
    { verb: verb.id },
    ...(who ? [{ agent: JSON.stringify(who) }, { agent: JSON.stringify(who), verb: verb.id }] : []),
    ...(isActivity(object) ? [{ activity: object.id }] : []),
    ...(context?.registration === undefined ? [] : [{ registration: context.registration }]),
  ];
}

test.each(['1.0.3', '2.0.0'] as const)(
  'any valid statement of %s is found by what it says, and may be sent again as it was read',
  async (version) => {
    const headers = { ...json, authorization, 'x-experience-api-version': version };
    const post = async (body: object) => {
      const init = { method: 'POST', headers, body: JSON.stringify(body) };
      const response = await fetch(`${endpoint.url}/statements`, init);
      return [response.status, await response.text()];
    };
    const get = async (query: Readonly<Record<string, string>>) => {
      const search = new URLSearchParams(query).toString();
      const response = await fetch(`${endpoint.url}/statements?${search}`, { headers });
      expect([query, response.status]).toEqual([query, 200]);
      return response.json();
    };
    await fc.assert(
      fc.asyncProperty(plain(version), async (statement) => {
        const stored = [200, JSON.stringify([statement.id])];
        expect(await post(statement)).toEqual(stored);
        for (const question of questionsOf(statement)) {
          const { statements: found } = (await get(question)) as { statements: readonly Statement[] };
          expect([question, found.map(({ id }) => id)]).toEqual([
            question,
            expect.arrayContaining([statement.id]),
          ]);
        }
        for (const format of ['exact', 'ids', 'canonical']) {
          const read = (await get({ statementId: statement.id, format })) as Statement;
          expect([format, validateStatement(read, '', version)]).toEqual([format, []]);
        }
        expect(await post((await get({ statementId: statement.id })) as object)).toEqual(stored);
      }),
      { numRuns },
    );
  },
  long,
);
