// SPDX-License-Identifier: Apache-2.0
import { createHash, randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { collections } from './database.ts';
import { openDatabase } from './open-store.ts';
import { openTestStore, type TestStore } from './testing.ts';

let own: TestStore;
beforeAll(async () => {
  own = await openTestStore();
});
afterAll(() => own.drop());

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const contents = (...all: readonly Uint8Array[]) => new Map(all.map((bytes) => [sha256(bytes), bytes]));
const read = async (sha2: string) => buffer(await own.store.attachments.read(sha2));
/** Files and pieces of files, held or not. */
async function kept(): Promise<readonly number[]> {
  const { client, db } = await openDatabase(own);
  try {
    const bucket = collections.attachmentContents;
    return await Promise.all(
      [`${bucket}.files`, `${bucket}.chunks`].map((name) => db.collection(name).countDocuments()),
    );
  } finally {
    await client.close();
  }
}

test.each([0, 1, 261_120, 261_121, 3_000_000])('%i bytes come back as they were', async (length) => {
  const bytes = randomBytes(length);
  await own.store.attachments.hold(contents(bytes));
  expect((await read(sha256(bytes))).equals(bytes)).toBe(true);
  expect(await own.store.attachments.known([sha256(bytes), 'none'])).toEqual(
    new Map([[sha256(bytes), length]]),
  );
});

test('content is kept once however many send it at once, until the last lets go of it', async () => {
  const { attachments } = own.store;
  const bytes = randomBytes(300_000);
  const sha2 = sha256(bytes);
  const [files = 0, chunks = 0] = await kept();
  await Promise.all(Array.from({ length: 10 }, () => attachments.hold(contents(bytes))));
  expect(await kept()).toEqual([files + 1, chunks + 2]);
  for (let i = 0; i < 9; i += 1) await attachments.release([sha2]);
  expect((await read(sha2)).equals(bytes)).toBe(true);
  await attachments.release([sha2]);
  expect([...(await attachments.known([sha2])).keys()]).toEqual([]);
  expect(await kept()).toEqual([files, chunks]);
  await attachments.hold(contents(bytes));
  expect((await read(sha2)).equals(bytes)).toBe(true);
});

test('holding and letting go at once never loses what is still held', async () => {
  const { attachments } = own.store;
  const bytes = randomBytes(1000);
  const sha2 = sha256(bytes);
  await attachments.hold(contents(bytes));
  await Promise.all(
    Array.from({ length: 20 }, async () => {
      await attachments.hold(contents(bytes));
      await attachments.release([sha2]);
    }),
  );
  expect((await read(sha2)).equals(bytes)).toBe(true);
});
