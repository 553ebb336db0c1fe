// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contextActivities, contextSlots, isSubStatement, isoTimestamp, utcTimestamp } from './index.ts';
import { type ExactChanges, exactText } from './exact-text.ts';
import { eachMember, endOfValue } from './json-text.ts';
import type { Context, Statement, SubStatement } from './statement.types.ts';
import { fuzzCases, fuzzTimeoutMs, statements, withLooseText } from './testing/index.ts';

/** Raw text of each member of an object. */
function rawMembers(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  eachMember(text, text.indexOf('{'), ({ key, value }) => {
    const end = endOfValue(text, value);
    found.set(key, text.slice(value, end));
    return end;
  });
  return found;
}

const without = (
  members: ReadonlyMap<string, string>,
  changeable: ReadonlySet<string>,
  known: ReadonlyMap<string, unknown> = members,
) => [...members].filter(([key]) => !changeable.has(key) && known.has(key));

const changes: ExactChanges = {
  replaced: {
    stored: '2026-03-01T09:00:00.000Z',
    authority: { objectType: 'Agent', account: { homePage: 'https://lrs.example/', name: 'lms "1"' } },
  },
  added: {
    id: 'fd41c918-b88b-4b20-a0a5-a4c32391aaa0',
    timestamp: '2026-03-01T09:00:00.000Z',
    version: '1.0.0',
  },
};

/** What exactText means, said with objects. */
function expectedContext(context: Context, options: ExactChanges): Context {
  const { contextAgents: _agents, contextGroups: _groups, ...rest } = context;
  const kept = options.withoutContextActors === true ? rest : context;
  if (!context.contextActivities) return kept;
  const used = contextSlots.filter((slot) => context.contextActivities?.[slot] !== undefined);
  const slots = Object.fromEntries(used.map((slot) => [slot, contextActivities({ context }, slot)]));
  return { ...kept, contextActivities: slots };
}
function expectedPart<T extends Statement | SubStatement>(part: T, options: ExactChanges): T {
  const { context, timestamp } = part;
  return {
    ...part,
    ...(context && { context: expectedContext(context, options) }),
    ...(timestamp !== undefined && options.writesTime && { timestamp: options.writesTime(timestamp) }),
  };
}
const expected = (statement: Statement, options: ExactChanges) => ({
  ...options.added,
  ...expectedPart(statement, options),
  object: isSubStatement(statement.object) ? expectedPart(statement.object, options) : statement.object,
  ...options.replaced,
});

describe.each([
  ['a 1.0.3 answer', '1.0.3', { ...changes, writesTime: isoTimestamp }],
  ['a 2.0.0 answer', '2.0.0', { ...changes, writesTime: utcTimestamp }],
  ['a 2.0.0 answer to a statement of 1.0.3', '1.0.3', { ...changes, writesTime: utcTimestamp }],
  [
    'a 1.0.3 answer to a statement of 2.0.0',
    '2.0.0',
    { ...changes, writesTime: isoTimestamp, withoutContextActors: true },
  ],
] as const)('%s', (_name, version, options) => {
  test(
    'means the statement with just what the LRS sets, and keeps the text of all else',
    () => {
      fc.assert(
        fc.property(withLooseText(statements(version)), ({ value, text }) => {
          const written = exactText(text, options);
          expect(JSON.parse(written)).toEqual(expected(value, options));
          const before = rawMembers(text);
          const after = rawMembers(written);
          const changeable = new Set(['stored', 'authority', 'timestamp', 'context', 'object']);
          expect(without(after, changeable, before)).toEqual(without(before, changeable));
          const context = rawMembers(before.get('context') ?? '{}');
          const contextAfter = rawMembers(after.get('context') ?? '{}');
          const changed = new Set(['contextActivities', 'contextAgents', 'contextGroups']);
          expect(without(contextAfter, changed)).toEqual(without(context, changed));
          // Our members aside, members keep their order.
          expect([...after.keys()].slice(0, before.size)).toEqual([...before.keys()]);
        }),
        { numRuns: fuzzCases(400) },
      );
    },
    fuzzTimeoutMs,
  );
  test(
    'done twice is done once',
    () => {
      fc.assert(
        fc.property(withLooseText(statements(version)), ({ text }) => {
          const once = exactText(text, options);
          expect(exactText(once, options)).toBe(once);
        }),
        { numRuns: fuzzCases(100) },
      );
    },
    fuzzTimeoutMs,
  );
});

test('a text that needs nothing comes back as it came', () => {
  const text = ' {"a":1.0 , "context" : {"contextActivities":{"other":[ {"id":"x"} ]}, "e": -0.50E+1}\n} ';
  expect(exactText(text, { writesTime: utcTimestamp, withoutContextActors: true })).toBe(text);
});

test('wraps single slots where they stand', () => {
  const text = '{"object":{"context":{"contextActivities":{"parent" : { "id":"p}" } ,"other":[]}}},"x":1e0}';
  expect(exactText(text, {})).toBe(
    '{"object":{"context":{"contextActivities":{"parent" : [{ "id":"p}" }] ,"other":[]}}},"x":1e0}',
  );
});

test('sees through escaped keys', () => {
  const text = '{"\\u0073tored":"a","conte\\u0078t":{"contextActivities":{"parent":{}}}}';
  expect(exactText(text, { replaced: { stored: 'b' } })).toBe(
    '{"\\u0073tored":"b","conte\\u0078t":{"contextActivities":{"parent":[{}]}}}',
  );
});

test.each([
  ['{"contextAgents":[1]}', '{}'],
  ['{"contextAgents":[1] , "a":1}', '{"a":1}'],
  ['{"a":1 , "contextGroups":[1] }', '{"a":1 }'],
  ['{"contextAgents":[],"contextGroups":[],"a":1}', '{"a":1}'],
  ['{"a":1,"contextAgents":[],"contextGroups":[],"b":2}', '{"a":1,"b":2}'],
  ['{"contextAgents":[],"a":1,"contextGroups":[]}', '{"a":1}'],
  ['{"extensions":{"contextAgents":[]}}', '{"extensions":{"contextAgents":[]}}'],
])('leaves the roles of 2.0.0 out of %s', (context, kept) => {
  const options = { withoutContextActors: true };
  expect(exactText(`{"context":${context}}`, options)).toBe(`{"context":${kept}}`);
  expect(exactText(`{"object":{"context":${context}}}`, options)).toBe(`{"object":{"context":${kept}}}`);
});

test.each([
  ['2026-03-01T09:00:00Z', '2026-03-01T09:00:00Z'],
  ['2026-03-01 09:00:00.12z', '2026-03-01 09:00:00.12z'],
  ['2026-03-01T09:00:00+00:00', '2026-03-01T09:00:00.000Z'],
  ['2026-03-01T09:00:00.123456789+02:00', '2026-03-01T07:00:00.123456789Z'],
  ['2026-03-01T01:00:00.5+02:00', '2026-02-28T23:00:00.500Z'],
  ['2026-03-01T09:00:00', '2026-03-01T09:00:00.000Z'],
  ['20260301T090000,25Z', '2026-03-01T09:00:00.250Z'],
  ['2026-03-01', '2026-03-01T00:00:00.000Z'],
  ['0000-01-01T00:00:00+02:00', '0000-01-01T00:00:00+02:00'],
  ['never', 'never'],
])('%s is %s in UTC', (time, utc) => {
  expect(utcTimestamp(time)).toBe(utc);
  expect(exactText(`{"timestamp":"${time}"}`, { writesTime: utcTimestamp })).toBe(`{"timestamp":"${utc}"}`);
});

test.each([
  ['2026-03-01 09:00:00.120Z', '2026-03-01T09:00:00.120Z'],
  ['2026-03-01t09:00:00z', '2026-03-01T09:00:00Z'],
  ['2026-03-01 09:00:00 +05:30', '2026-03-01T09:00:00+05:30'],
  // What ISO 8601 has stays, digit for digit.
  ['2026-03-01T09:00:00.123456789+02', '2026-03-01T09:00:00.123456789+02'],
  ['20260301T090000,25Z', '20260301T090000,25Z'],
  ['2026-03-01T09:00', '2026-03-01T09:00'],
  ['2026-03-01', '2026-03-01'],
  ['2026-13-01 09:00:00Z', '2026-13-01 09:00:00Z'],
  ['never', 'never'],
])('%s is %s in ISO 8601', (time, iso) => {
  expect(isoTimestamp(time)).toBe(iso);
  expect(exactText(`{"object":{"timestamp":"${time}"}}`, { writesTime: isoTimestamp })).toBe(
    `{"object":{"timestamp":"${iso}"}}`,
  );
});
