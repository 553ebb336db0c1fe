// SPDX-License-Identifier: Apache-2.0
import { type PullSettings, type PullStream, usualPullSettings } from '@cairn/store';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { afterPage, beginWalk, isWalkGood, type SeenPage, shallReconcile, sinceOf } from './cursor.ts';

const rules: PullSettings = { ...usualPullSettings, endpoint: 'http://lrs.example/xapi' };
const fresh: PullStream = {
  verb: null,
  activity: null,
  cursor: null,
  consistentThrough: null,
  walk: null,
  reconciledAt: null,
  caughtUpAt: null,
};
const t = (seconds: number) => Date.parse('2026-03-01T00:00:00Z') + seconds * 1000;
const at = (seconds: number) => {
  const value = {
    stored: new Date(t(seconds)).toISOString(),
    timestamp: new Date(t(seconds - 3600)).toISOString(),
  };
  return { text: JSON.stringify(value), value };
};
const page = (seconds: readonly number[], rest: Partial<SeenPage> = {}): SeenPage => ({
  statements: seconds.map(at),
  next: null,
  consistentThrough: t(1000),
  date: t(1000),
  hasNews: true,
  ...rest,
});
const walk = (stream: PullStream, pages: readonly SeenPage[], given = rules) => {
  let state = { stream, walked: beginWalk(false) };
  for (const one of pages) state = afterPage(state, one, { rules: given, now: t(1001) });
  return state.stream;
};
const next = 'http://lrs.example/xapi/more';

describe('the cursor', () => {
  test('is the last that was seen in order, and what was consistent at the first answer once the end is reached', () => {
    expect(walk(fresh, [page([1, 2], { next }), page([3, 4], { next })]).cursor).toBe(t(2));
    expect(walk(fresh, [page([1, 2], { next }), page([3, 4])]).cursor).toBe(t(1000));
  });
  test('never goes beyond Consistent-Through, and not beyond the Date when that is earlier', () => {
    expect(walk(fresh, [page([5, 900], { consistentThrough: t(100) })]).cursor).toBe(t(100));
    expect(walk(fresh, [page([5], { consistentThrough: t(9000), date: t(50) })]).cursor).toBe(t(50));
  });
  test('without Consistent-Through stays an overlap before the Date', () => {
    expect(walk(fresh, [page([5], { consistentThrough: null })]).cursor).toBe(t(940));
  });
  test('without any clock is the last that was seen', () => {
    const blind = { consistentThrough: null, date: null };
    expect(walk(fresh, [page([5, 6], blind)]).cursor).toBe(t(6));
    expect(walk({ ...fresh, cursor: t(6) }, [page([], blind)]).cursor).toBe(t(6));
  });
  test('by timestamp is the last timestamp, and an idle remote does not move it', () => {
    const byTime = { ...rules, orderedBy: 'timestamp' as const };
    const once = walk(fresh, [page([10])], byTime);
    expect(once.cursor).toBe(t(10 - 3600));
    expect(walk(once, [page([])], byTime).cursor).toBe(t(10 - 3600));
  });
  test('waits for the end of a walk that is out of order', () => {
    expect(walk(fresh, [page([900, 800], { next }), page([700], { next })]).cursor).toBeNull();
    expect(walk(fresh, [page([900], { next }), page([700], { next })]).cursor).toBeNull();
    expect(walk(fresh, [page([900, 800], { next }), page([700])]).cursor).toBe(t(1000));
  });
  test('only rises, whatever the remote says of its clock', () => {
    const moment = fc.option(fc.integer({ min: 0, max: 2000 }).map(t), { nil: null });
    const pages = fc.array(
      fc.record({
        seconds: fc.array(fc.integer({ min: 0, max: 2000 }), { maxLength: 5 }),
        consistentThrough: moment,
        date: moment,
        isLast: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(pages, (list) => {
        let state = { stream: fresh, walked: beginWalk(false) };
        for (const { seconds, isLast, ...clock } of list) {
          const before = state.stream.cursor ?? -Infinity;
          state = afterPage(state, page(seconds, { ...clock, next: isLast ? null : next }), {
            rules,
            now: t(0),
          });
          expect(state.stream.cursor ?? -Infinity).toBeGreaterThanOrEqual(before);
          expect(state.stream.walk === null).toBe(isLast);
        }
      }),
    );
  });
});

describe('the next question', () => {
  const stream = { ...fresh, cursor: t(500) };
  test('begins an overlap before the cursor, and never before what was asked for', () => {
    expect(sinceOf(fresh, rules, false)).toBeNull();
    expect(sinceOf(stream, rules, false)).toBe(t(440));
    expect(sinceOf(stream, { ...rules, since: new Date(t(480)).toISOString() }, false)).toBe(t(480));
  });
  test('goes back with a clock that was set back', () => {
    expect(sinceOf({ ...stream, consistentThrough: t(300) }, rules, false)).toBe(t(240));
    expect(sinceOf({ ...stream, consistentThrough: t(900) }, rules, false)).toBe(t(440));
  });
  test('of a reconciliation goes back by days, once a day, and not before the beginning is done', () => {
    const day = 86_400_000;
    expect(sinceOf(stream, rules, true)).toBe(t(440) - 2 * day);
    expect(shallReconcile(stream, rules, t(500))).toBe(false);
    const caughtUp = { ...stream, caughtUpAt: t(500), reconciledAt: t(500) };
    expect(shallReconcile(caughtUp, rules, t(500) + day - 1)).toBe(false);
    expect(shallReconcile(caughtUp, rules, t(500) + day)).toBe(true);
    expect(shallReconcile(caughtUp, { ...rules, reconcileDays: 0 }, t(500) + day)).toBe(false);
  });
  test('is the page that a walk had come to, for a day', () => {
    const begun = walk(fresh, [page([1], { next })]);
    expect(begun.walk?.more).toBe(next);
    expect(isWalkGood(begun, t(1001) + 86_399_000)).toBe(true);
    expect(isWalkGood(begun, t(1001) + 86_400_000)).toBe(false);
  });
});
