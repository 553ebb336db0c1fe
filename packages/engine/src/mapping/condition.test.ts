// SPDX-License-Identifier: Apache-2.0
import type { NormalStatement } from '@cairn/dialects';
import { describe, expect, test } from 'vitest';
import type { Condition } from '../index.ts';
import { statement, truthIn, verbIs } from '../testing/policy.ts';

describe('conditions', () => {
  test.each<[Condition, boolean | null]>([
    [verbIs('v1'), true],
    [{ field: 'parent', op: 'in', value: ['p0', 'p1'] }, true],
    [{ field: 'parent', op: 'ne', value: 'p1' }, false],
    [{ field: 'grouping', op: 'eq', value: 'g' }, false],
    [{ field: 'score', op: 'gte', value: 0.75 }, true],
    [{ field: 'success', op: 'eq', value: true }, null],
    [{ not: { field: 'success', op: 'eq', value: true } }, null],
    [{ all: [verbIs('v1'), { field: 'success', op: 'eq', value: true }] }, null],
    [{ all: [verbIs('v2'), { field: 'success', op: 'eq', value: true }] }, false],
    [{ any: [verbIs('v1'), { field: 'success', op: 'eq', value: true }] }, true],
    [{ any: [verbIs('v2'), { field: 'success', op: 'eq', value: true }] }, null],
    [{ field: 'success', op: 'exists' }, false],
    [{ field: 'success', op: 'exists', value: false }, true],
    [{ field: 'extension:https://x.y/n', op: 'gt', value: 2 }, true],
    [{ field: 'extension:__proto__', op: 'exists' }, false],
    [{ field: 'activity', op: 'prefix', value: 'a' }, true],
    [{ field: 'score', op: 'gt', value: '0.1' }, null],
    [{ field: 'extension:https://x.y/n', op: 'eq', value: 3 }, true],
    [{ field: 'extension:https://x.y/n', op: 'in', value: [1, 2] }, false],
    [{ field: 'extension:https://x.y/n', op: 'gte', value: '3' }, null],
    [{ field: 'extension:https://x.y/none', op: 'gte', value: 0.5 }, null],
    [{ not: { field: 'extension:https://x.y/none', op: 'gte', value: 0.5 } }, null],
    [{ field: 'extension:https://x.y/none', op: 'ne', value: 0.5 }, null],
    [{ not: { field: 'extension:https://x.y/none', op: 'eq', value: true } }, null],
    [{ not: { field: 'extension:https://x.y/none', op: 'in', value: [1, 2] } }, null],
    [{ field: 'extension:https://x.y/none', op: 'lt', value: '2026-01-01' }, null],
    [{ field: 'extension:https://x.y/none', op: 'eq', value: 'forklift' }, null],
    [{ field: 'extension:https://x.y/none', op: 'ne', value: 'forklift' }, null],
    [{ field: 'stableActivity', op: 'eq', value: 'https://publisher.example/a1' }, true],
    [{ field: 'shownBy', op: 'in', value: ['simulation', 'performance'] }, true],
    [{ field: 'shownBy', op: 'eq', value: 'knowledge-test' }, false],
    [{ field: 'completion', op: 'eq', value: true }, null],
    [{ not: { field: 'completion', op: 'eq', value: true } }, null],
    [{ field: 'durationSeconds', op: 'gte', value: 60 }, null],
    [{ not: { field: 'durationSeconds', op: 'lt', value: 60 } }, null],
  ])('%j is %s', (condition, truth) => expect(truthIn(condition)).toBe(truth));
});

describe('conditions on what else a statement says', () => {
  const of = (more: Partial<NormalStatement>): NormalStatement => ({ ...statement, ...more });
  const sent = of({
    others: [{ id: 'o1', type: 'ot', name: null }],
    platform: 'Example LMS',
    language: 'de-AT',
    response: 'Left berth',
    attempt: 'reg-1',
    scoreAsSent: { raw: 7, min: 0, max: 10, scaled: 0.7 },
    occurredAt: Date.parse('2026-03-01T23:30:00Z'),
    extensions: { 'https://x.y/until': '2026-06-30', 'https://x.y/n': 3, 'https://x.y/word': 'Ärger' },
  });
  test.each<[Condition, boolean | null]>([
    [{ field: 'other', op: 'eq', value: 'o1' }, true],
    [{ field: 'otherType', op: 'in', value: ['ot', 'x'] }, true],
    [{ field: 'platform', op: 'eq', value: 'Example LMS' }, true],
    [{ field: 'language', op: 'prefix', value: 'de' }, true],
    [{ field: 'attempt', op: 'exists' }, true],
    [{ field: 'raw', op: 'between', value: [5, 7] }, true],
    [{ field: 'raw', op: 'between', value: [7.1, 9] }, false],
    [{ field: 'min', op: 'eq', value: 0 }, true],
    [{ field: 'max', op: 'gt', value: 10 }, false],
    [{ field: 'scaled', op: 'gte', value: 0.7 }, true],
    [{ field: 'response', op: 'contains', value: 'berth' }, true],
    [{ field: 'response', op: 'contains', value: 'BERTH' }, false],
    [{ field: 'response', op: 'contains', value: 'BERTH', ignoreCase: true }, true],
    [{ field: 'platform', op: 'eq', value: 'example lms', ignoreCase: true }, true],
    [{ field: 'platform', op: 'ne', value: 'example lms', ignoreCase: true }, false],
    [{ field: 'extension:https://x.y/word', op: 'prefix', value: 'ÄR', ignoreCase: true }, true],
    [{ field: 'activity', op: 'matches', value: '^a\\d$' }, true],
    [{ field: 'activity', op: 'matches', value: '^b' }, false],
    [{ field: 'extension:https://x.y/n', op: 'matches', value: '3' }, null],
    [{ field: 'extension:https://x.y/n', op: 'between', value: [1, 3] }, true],
    [{ field: 'extension:https://x.y/until', op: 'between', value: ['2026-01-01', '2026-12-31'] }, true],
    [{ field: 'extension:https://x.y/until', op: 'lt', value: '2026-06-30' }, false],
    [{ field: 'extension:https://x.y/word', op: 'lt', value: '2026-06-30' }, null],
  ])('%j is %s', (condition, truth) => expect(truthIn(condition, sent)).toBe(truth));

  test.each<[Condition, string, boolean]>([
    // 23:30 UTC is the second of March in Berlin already.
    [{ field: 'occurredAt', op: 'eq', value: '2026-03-01' }, 'UTC', true],
    [{ field: 'occurredAt', op: 'eq', value: '2026-03-01' }, 'Europe/Berlin', false],
    [{ field: 'occurredAt', op: 'lte', value: '2026-03-01' }, 'UTC', true],
    [{ field: 'occurredAt', op: 'lt', value: '2026-03-02' }, 'Europe/Berlin', false],
    [{ field: 'occurredAt', op: 'gt', value: '2026-03-01' }, 'Europe/Berlin', true],
    [{ field: 'occurredAt', op: 'gte', value: '2026-03-02' }, 'UTC', false],
    [{ field: 'occurredAt', op: 'between', value: ['2026-01-01', '2026-03-01'] }, 'UTC', true],
    [{ field: 'occurredAt', op: 'between', value: ['2026-01-01', '2026-03-01'] }, 'Europe/Berlin', false],
    [{ field: 'occurredAt', op: 'gte', value: '2026-03-01T23:30:00Z' }, 'UTC', true],
    [{ field: 'occurredAt', op: 'gt', value: '2026-03-02T00:30:00+01:00' }, 'UTC', false],
  ])('%j in %s is %s', (condition, zone, truth) => expect(truthIn(condition, sent, zone)).toBe(truth));

  test.each(['platform', 'language', 'registration', 'instructor', 'response', 'attempt'])(
    'an absent %s is unknown, whichever way it is asked',
    (field) => {
      expect(truthIn({ field, op: 'eq', value: 'x' })).toBeNull();
      expect(truthIn({ field, op: 'ne', value: 'x' })).toBeNull();
      expect(truthIn({ not: { field, op: 'prefix', value: 'x' } })).toBeNull();
      expect(truthIn({ field, op: 'exists' })).toBe(false);
    },
  );
  test('a text that is too long for an expression is unknown to it', () => {
    const long = of({ response: 'a'.repeat(5000) });
    expect(truthIn({ field: 'response', op: 'matches', value: 'a' }, long)).toBeNull();
    expect(truthIn({ field: 'response', op: 'contains', value: 'a' }, long)).toBe(true);
  });
});
