// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import type { Condition } from '../index.ts';
import { truthIn, verbIs } from '../testing/policy.ts';

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
