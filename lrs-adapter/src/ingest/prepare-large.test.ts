// SPDX-License-Identifier: Apache-2.0
/** A body that goes to a thread comes to the same as one that does not. */
import { createHash } from 'node:crypto';
import { strictSettings } from '@cairn/store';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { largeBodyBytes } from '../limits.ts';
import type { SentBody } from './prepare-body.ts';
import { createThreadPool } from '../threads/thread-pool.ts';
import { createPreparing } from './prepare-large.ts';

const prepare = createPreparing(createThreadPool());
const source = {
  id: 's',
  title: 's',
  preset: 'generic',
  dialect: 'generic',
  scaledRange: '0..1',
  scopes: ['all'],
  settings: strictSettings,
  credentials: [],
  pausedAt: null,
  createdAt: 0,
} as const;
const room = Buffer.alloc(largeBodyBytes, ' ');
/** The outcome without ids that are given anew each time. */
const outcome = (bytes: Uint8Array, changes: Partial<SentBody> = {}) =>
  prepare({
    bytes: Uint8Array.from(bytes),
    contentType: 'application/json',
    source,
    version: '1.0.3',
    url: 'http://cairn.example',
    ...changes,
  }).catch((error: unknown) => error);

/** Between threads a Buffer becomes bytes; an error stays here. */
const asFromThread = (one: unknown): unknown => (one instanceof Error ? one : structuredClone(one));

test('statements and faults are the same on both ways', async () => {
  const good = fc.record({
    actor: fc.record({ mbox: fc.constantFrom('mailto:ann@example.org', 'mailto:bob@example.org') }),
    verb: fc.constant({ id: 'http://adlnet.gov/expapi/verbs/answered' }),
    object: fc.record({
      id: fc.webUrl(),
      definition: fc.record({ name: fc.record({ en: fc.string({ unit: 'grapheme' }) }) }),
    }),
    result: fc.record({ response: fc.string({ unit: 'grapheme' }) }),
  });
  const wrong = fc.constant({ actor: {}, verb: 7 });
  const bodies = fc.array(fc.oneof({ weight: 20, arbitrary: good }, { weight: 1, arbitrary: wrong }), {
    minLength: 1,
    maxLength: 10,
  });
  await fc.assert(
    fc.asyncProperty(bodies, async (statements) => {
      const body = Buffer.from(
        JSON.stringify(
          statements.map((one, i) => ({ ...one, id: `00000000-0000-4000-8000-00000000000${i}` })),
        ),
      );
      expect(await outcome(Buffer.concat([body, room]))).toEqual(asFromThread(await outcome(body)));
    }),
    { numRuns: 30 },
  );
});
test('so are texts that are taken one by one, and contents', async () => {
  const split = { source: { ...source, settings: { ...strictSettings, splitsBatches: true } } };
  const texts = Buffer.from('[{"a": 1.0}, {"b":"ü"}]');
  expect(await outcome(Buffer.concat([texts, room]), split)).toEqual(await outcome(texts, split));

  const content = Buffer.alloc(2 * largeBodyBytes, 'ü');
  const sha2 = createHash('sha256').update(content).digest('hex');
  const statement = {
    id: '00000000-0000-4000-8000-000000000001',
    actor: { mbox: 'mailto:ann@example.org' },
    verb: { id: 'http://adlnet.gov/expapi/verbs/answered' },
    object: { id: 'https://x.example/a' },
    attachments: [
      { usageType: 'http://x.example/u', display: { en: 'x' }, contentType: 'text/plain', length: 1, sha2 },
    ],
  };
  const lines = [
    '--x',
    'Content-Type: application/json',
    '',
    JSON.stringify(statement),
    '--x',
    'Content-Type: text/plain',
    'Content-Transfer-Encoding: binary',
    `X-Experience-API-Hash: ${sha2}`,
    '',
    '',
  ].join('\r\n');
  const body = Buffer.concat([Buffer.from(lines), content, Buffer.from('\r\n--x--\r\n')]);
  const taken = await outcome(body, { contentType: 'multipart/mixed; boundary=x' });
  expect(taken).toMatchObject({ kind: 'whole', contents: new Map([[sha2, content]]) });
});
