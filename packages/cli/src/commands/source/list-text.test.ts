// SPDX-License-Identifier: Apache-2.0
import type { SourceView } from '@cairn/api/contract';
import { expect, test } from 'vitest';
import { latelyText } from './list-text.ts';

const lately: NonNullable<SourceView['lately']> = {
  requests: 12,
  bytes: 3_210_000,
  stored: 340,
  duplicates: 2,
  conflicts: 0,
  quarantined: 7,
  refused: ['A', 'B', 'C', 'D', 'E'].map((code, i) => ({ code, requests: 1, statements: 5 - i })),
  p50Ms: 3.4,
  p99Ms: 21.6,
};

test('what came lately is one line, with the commonest reasons below it', () => {
  expect(latelyText(lately, 'requests')).toEqual([
    '  lately 12 requests, 3.2 MB, p50 3.4 ms, p99 22 ms: 340 stored, 2 duplicates, 7 quarantined',
    '    not taken: A 6, B 5, C 4, D 3, …',
  ]);
});
test('what came to nothing says so, and nothing says nothing', () => {
  const empty = { stored: 0, duplicates: 0, quarantined: 0, refused: [], p50Ms: null, p99Ms: null };
  expect(latelyText({ ...lately, ...empty, bytes: 10 }, 'pages')).toEqual([
    '  lately 12 pages, 10 bytes, p50 –, p99 –: no statements',
  ]);
  expect(latelyText(null, 'pages')).toEqual([]);
});
