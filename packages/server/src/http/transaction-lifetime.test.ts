// SPDX-License-Identifier: Apache-2.0
import { openTestStore } from '@cairn/store/testing';
import { expect, test } from 'vitest';
import { warnOfTransactionLifetime } from './transaction-lifetime.ts';

const warnings = async (seconds: number | null) => {
  const said: unknown[] = [];
  await warnOfTransactionLifetime(
    { transactionLifetimeSeconds: () => Promise.resolve(seconds) },
    { warn: (...words: unknown[]) => void said.push(words) },
  );
  return said;
};

test('a default MongoDB is warned of with what to set; one that is set, or may not be asked, is not', async () => {
  expect(JSON.stringify(await warnings(60))).toMatch(/60 s.*transactionLifetimeLimitSeconds to 10/);
  expect(await warnings(10)).toEqual([]);
  expect(await warnings(null)).toEqual([]);
});

test('the embedded MongoDB needs no warning', async () => {
  const { store, drop } = await openTestStore();
  const said: unknown[] = [];
  await warnOfTransactionLifetime(store, { warn: (...words: unknown[]) => void said.push(words) });
  expect(await store.transactionLifetimeSeconds()).toBeLessThanOrEqual(10);
  expect(said).toEqual([]);
  await drop();
});
