// SPDX-License-Identifier: Apache-2.0
import type { Expiring } from '@cairn/api/contract';
import { describe, expect, test } from 'vitest';
import { lapseRows, lapseSentence } from './lapses.ts';

type Item = Expiring['items'][number];
const en = (text: string) => ({ en: text });
const dates = {
  day: (ms: number, timeZone: string) =>
    new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone }).format(ms),
  inDays: (days: number) => new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(days, 'day'),
};
const state: Item['state'] = {
  status: 'proficient',
  levelId: 'L2',
  rank: 2,
  score: 0.9,
  since: '2026-01-01T00:00:00.000Z',
  validTo: null,
  expiredAt: null,
  evidenceCount: 1,
  countedCount: 1,
  lastEvidenceAt: null,
  validity: 'valid',
  confidence: null,
  next: null,
  rollUp: null,
};
const item = (label: string, more: Partial<Item>): Item => ({
  competency: {
    id: label,
    code: label,
    label: en(label),
    statement: en(label),
    kind: 'skill',
    groupId: null,
    scaleId: 's',
  },
  state,
  kind: 'expires',
  endsAt: '2026-12-16T23:00:00.000Z',
  changesAt: '2026-12-16T23:00:00.000Z',
  required: { levelId: 'L2', rank: 2 },
  renewal: null,
  ...more,
});
/** Days end at 23:00 UTC there. */
const answer = (...items: readonly Item[]): Expiring => ({
  timeZone: 'Europe/Oslo',
  person: { id: 'p', name: 'P' },
  at: '2026-11-23T08:00:00.000Z',
  known: null,
  asOf: false,
  complete: true,
  policyVersion: '1',
  noticeDays: 60,
  contact: null,
  scales: [
    {
      id: 's',
      name: en('S'),
      levels: [
        { id: 'L1', rank: 1, name: en('Knows'), proficient: false },
        { id: 'L2', rank: 2, name: en('Applies'), proficient: true },
      ],
    },
  ],
  groups: [],
  within: 365,
  role: null,
  language: 'en',
  items: [...items],
});
const rowOf = (one: Item) => lapseRows(answer(one), 'en', dates)[0];

describe('a lapse in words', () => {
  test('counts days of the organisation’s calendar to the last valid day, which is the one before its end', () => {
    expect(rowOf(item('A', {}))).toMatchObject({
      days: 23,
      text: 'Expires in 23 days, on 16 Dec 2026',
      isSoon: true,
      status: 'met',
      level: '2 Applies',
    });
    expect(rowOf(item('A', { endsAt: '2026-11-23T23:00:00.000Z' }))?.text).toBe(
      'Expires today, on 23 Nov 2026',
    );
    expect(rowOf(item('A', { endsAt: '2027-06-30T22:00:00.000Z' }))).toMatchObject({
      days: 219,
      isSoon: false,
    });
  });
  test('what has run out says since when, and was held', () => {
    const ended = { ...state, status: 'expired' as const };
    expect(
      rowOf(item('A', { kind: 'expired', state: ended, endsAt: '2026-11-04T23:00:00.000Z' })),
    ).toMatchObject({
      text: 'Expired 19 days ago, on 4 Nov 2026',
      level: 'Was 2 Applies',
      status: 'expired',
      isSoon: false,
    });
  });
  test('in grace it says until when it counts', () => {
    const grace = { ...state, validity: 'grace' as const };
    const endsAt = '2026-11-20T23:00:00.000Z';
    expect(rowOf(item('A', { state: grace, endsAt, changesAt: '2026-12-04T23:00:00.000Z' }))).toMatchObject({
      text: 'Ended; in grace until 4 Dec 2026',
      isSoon: true,
    });
  });
  test('what fades says what it becomes', () => {
    const next = { at: '2027-01-10T10:00:00.000Z', status: 'below' as const, levelId: 'L1', rank: 1 };
    const fading = item('A', {
      kind: 'fades',
      state: { ...state, next },
      endsAt: next.at,
      changesAt: next.at,
    });
    expect(rowOf(fading)?.text).toBe('Becomes 1 Knows in 48 days, on 10 Jan 2027');
  });
  test('a level below what the role asks for is not called met; one that no role asks for has no status', () => {
    const low = item('A', { state: { ...state, rank: 1 }, required: { levelId: 'L2', rank: 2 } });
    expect(rowOf(low)?.status).toBe('near');
    expect(rowOf(item('A', { required: null }))?.status).toBeNull();
  });
});

test('the sentence names the one, counts the many, and says when nothing is near', () => {
  const number = String;
  const say = (...items: readonly Item[]) => lapseSentence(lapseRows(answer(...items), 'en', dates), number);
  const far = item('F', { endsAt: '2027-06-30T22:00:00.000Z' });
  const ended = (label: string) => item(label, { kind: 'expired', endsAt: '2026-11-04T23:00:00.000Z' });
  expect(say(ended('E'), item('A', {}))).toBe('One has expired: E. One runs out soon: A.');
  expect(say(ended('E'), ended('G'), item('A', {}), item('B', {}))).toBe(
    '2 have expired. Running out soon: 2.',
  );
  expect(say(far)).toBe('Nothing runs out soon.');
});
