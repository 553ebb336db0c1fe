// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonErrorIndex } from './json-error.ts';
import {
  actorIdentifier,
  actorIdentifiers,
  comparisonHash,
  mboxSha1,
  parseDuration,
  parseTimestamp,
  queryKey,
  queryKeys,
  scanStatements,
  stableJson,
  type Statement,
  validateStatement,
} from './index.ts';

const good: Statement = {
  actor: { mbox: 'mailto:bob@example.com' },
  verb: { id: 'http://adlnet.gov/expapi/verbs/passed', display: { en: 'passed' } },
  object: { id: 'https://example.org/a', definition: { name: { en: 'A' } } },
  result: { score: { scaled: 0.5, raw: 5, min: 0, max: 10 }, success: true, duration: 'PT1M' },
};
const codes = (value: unknown) => validateStatement(value).map((fault) => `${fault.pointer} ${fault.code}`);

describe('validation', () => {
  test('takes a good statement', () => expect(codes(good)).toEqual([]));
  test.each([
    [{ ...good, actor: {} }, ['/actor IDENTIFIER_MISSING']],
    [{ ...good, actor: { mbox: 'bob@example.com' } }, ['/actor/mbox NOT_A_MAILTO']],
    [{ ...good, actor: { mbox: 'mailto:a@b.c', openid: 'https://x.y/' } }, ['/actor SEVERAL_IDENTIFIERS']],
    [{ ...good, actor: { objectType: 'Group' } }, ['/actor/member MEMBERS_MISSING']],
    [{ ...good, verb: { id: 'passed' } }, ['/verb/id NOT_AN_IRI']],
    [
      { ...good, verb: { id: good.verb.id, display: { 'not a tag': 'x' } } },
      ['/verb/display/not a tag NOT_A_LANGUAGE_TAG'],
    ],
    [{ ...good, result: { score: { scaled: 2 } } }, ['/result/score/scaled NUMBER_OUT_OF_RANGE']],
    [{ ...good, result: { score: { raw: 11, min: 0, max: 10 } } }, ['/result/score/raw SCORE_RANGE']],
    [{ ...good, result: { success: 'true' } }, ['/result/success NOT_A_BOOLEAN']],
    [{ ...good, result: { success: null } }, ['/result/success NULL_VALUE']],
    [{ ...good, result: { duration: '10 minutes' } }, ['/result/duration NOT_A_DURATION']],
    [{ ...good, timestamp: '2026-02-30T00:00:00Z' }, ['/timestamp NOT_A_TIMESTAMP']],
    [{ ...good, id: 'x' }, ['/id NOT_A_UUID']],
    [{ ...good, Actor: 1 }, ['/Actor UNKNOWN_KEY']],
    [{ ...good, object: { objectType: 'Thing', id: 'https://x.y/' } }, ['/object/objectType OBJECT_TYPE']],
    [{ ...good, verb: { id: 'http://adlnet.gov/expapi/verbs/voided' } }, ['/object VOID_TARGET']],
    [
      { ...good, object: { objectType: 'Agent', mbox: 'mailto:a@b.c' }, context: { platform: 'x' } },
      ['/context/platform ONLY_FOR_ACTIVITIES'],
    ],
    [{ ...good, result: { extensions: { short: 1 } } }, ['/result/extensions/short NOT_AN_IRI']],
    [{ verb: good.verb, object: good.object }, ['/actor REQUIRED']],
    ['text', [' NOT_AN_OBJECT']],
    [
      JSON.parse('{"__proto__":{"actor":1}}'),
      ['/actor REQUIRED', '/verb REQUIRED', '/object REQUIRED', '/__proto__ UNKNOWN_KEY'],
    ],
  ])('says where and what: %j', (value, wanted) => expect(codes(value)).toEqual(wanted));
  test.each(['x-private', 'tlh', 'zh-Hans-CN', 'es-MX'])('takes %s as a language', (language) =>
    expect(codes({ ...good, context: { language } })).toEqual([]),
  );
  test.each(['something', 'en-something-AU', 's-something', 'x'])('refuses %s as a language', (language) =>
    expect(codes({ ...good, context: { language } })).toEqual(['/context/language NOT_A_LANGUAGE_TAG']),
  );
  test('takes null, dots and __proto__ inside extensions', () => {
    const value: unknown = JSON.parse('{"https://x.y/a.b":null,"https://x.y/":{"__proto__":{"a.b":1}}}');
    expect(codes({ ...good, result: { extensions: value } })).toEqual([]);
  });
  test('never throws, whatever comes', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => Array.isArray(validateStatement(value))));
  });
});

describe('scanning', () => {
  test('gives each statement as it was written', () => {
    const items = ['{"a": 1.0, "b":"\\u00e1\\"]"}', '{ "c":[{},[1,2]] }'];
    const result = scanStatements(` [ ${items.join(' ,\n')} ] `);
    expect(result.ok && result.items.map((item) => item.text)).toEqual(items);
    const one = scanStatements(` ${items[1]}\n`);
    expect(one.ok && one.single && one.items.map((item) => item.text)).toEqual([items[1]]);
  });
  test('puts any array back together', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue(), { maxLength: 8 }),
        fc.constantFrom(undefined, 1, '\t'),
        (values, space) => {
          const result = scanStatements(JSON.stringify(values, null, space));
          return (
            result.ok &&
            stableJson(result.items.map((item) => JSON.parse(item.text) as unknown)) === stableJson(values)
          );
        },
      ),
    );
  });
  test.each([
    ['[{"a":1,}]', '', 'JSON_INVALID'],
    ['[{"a":{"b":1,"\\u0062":2}}]', '/0/a/b', 'JSON_KEY_REPEATED'],
    ['[{"x":1},{"a":1,"a":1}]', '/1/a', 'JSON_KEY_REPEATED'],
    ['7', '', 'BODY_NOT_STATEMENTS'],
    ['', '', 'JSON_INVALID'],
  ])('refuses %s', (text, pointer, code) => {
    const result = scanStatements(text);
    expect(!result.ok && result.fault).toMatchObject({ pointer, code });
  });
  test.each([
    ['[tru]', 'line 1, column 2'],
    ['[1,\n2,\nabc]', 'line 3, column 1'],
    ['{"a" 1}', 'line 1, column 6'],
    ['{"a":"x\\q"}', 'line 1, column 8'],
    ['\ufeff{}', 'line 1, column 1'],
    ['{"p":"position 3", bad}', 'line 1, column 20'],
    ['[{"a":1', 'the end of the text'],
  ])('says where %s goes wrong', (text, where) => {
    const result = scanStatements(text);
    expect(!result.ok && result.fault.message).toContain(`goes wrong at ${where}.`);
  });
  test('calls wrong just what JSON.parse calls wrong', () => {
    const pieces = [
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"\\u00e1"',
      '"\\x"',
      '1',
      '-0.5e3',
      '01',
      'true',
      'nul',
      ' ',
      '\n',
      '\v',
    ];
    const isGood = (text: string) => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    };
    const texts = fc.oneof(
      fc.array(fc.constantFrom(...pieces), { maxLength: 9 }).map((some) => some.join('')),
      fc.tuple(fc.json(), fc.nat(60)).map(([text, cut]) => text.slice(0, cut)),
    );
    fc.assert(
      fc.property(texts, (text) => (jsonErrorIndex(text) === null) === isGood(text)),
      { numRuns: 2000 },
    );
  });
  test('refuses what is nested too deep, before anything walks it', () => {
    const result = scanStatements(`${'['.repeat(5000)}${']'.repeat(5000)}`);
    expect(!result.ok && result.fault.code).toBe('JSON_TOO_DEEP');
  });
});

describe('identity', () => {
  test('hashes a mail address as the standard does', () => {
    expect(mboxSha1('mailto:bob@example.com')).toBe('7560680e2567e081782bce4a5651785d547ad789');
    expect(mboxSha1('mailto:Bob@Example.com')).toBe('42c6a6bf5e5251055a0daef48cc04a1e80df88e6');
  });
  test('writes one identifier in one way', () => {
    expect(actorIdentifier({ mbox: 'mailto:Ann@EXAMPLE.org' })).toBe('mbox:Ann@example.org');
    expect(actorIdentifier({ account: { homePage: 'https://h', name: 'n' } })).toBe('account:https://h|n');
    expect(
      actorIdentifiers({ objectType: 'Group', member: [{ openid: 'https://a/' }, { openid: 'https://a/' }] }),
    ).toEqual(['openid:https://a/']);
  });
});

describe('comparison', () => {
  const shuffled = (value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value)
            .toReversed()
            .map(([key, member]) => [key, shuffled(member)]),
        )
      : value;
  test('looks past what may differ', () => {
    const same = {
      ...(shuffled(good) as Statement),
      id: 'x',
      stored: 'y',
      timestamp: 'z',
      verb: { id: good.verb.id },
      object: { objectType: 'Activity' as const, id: 'https://example.org/a' },
    };
    expect(comparisonHash(same)).toEqual(comparisonHash(good));
    expect(comparisonHash(good)).toHaveLength(16);
  });
  test('sees what may not', () => {
    expect(comparisonHash({ ...good, result: { ...good.result, success: false } })).not.toEqual(
      comparisonHash(good),
    );
  });
});

test('a member of a group is asked for as an agent', () => {
  const keys = queryKeys({ ...good, actor: { objectType: 'Group', member: [{ mbox: 'mailto:m@b.c' }] } });
  expect(keys).toContain(queryKey('agent', 'mbox:m@b.c'));
  expect(keys).not.toContain(queryKey('related-agent', 'mbox:m@b.c'));
});
test('query keys hold every value once', () => {
  const keys = queryKeys(
    {
      ...good,
      context: {
        contextActivities: { parent: { id: 'https://example.org/a' }, other: [{ id: 'https://o/' }] },
      },
    },
    { kind: 'attempt' },
  );
  expect(keys).toContain(queryKey('agent', 'mbox:bob@example.com'));
  expect(keys).toContain(queryKey('related-activity', 'https://o/'));
  expect(keys).not.toContain(queryKey('related-activity', 'https://example.org/a'));
  expect(keys).toContain(queryKey('kind', 'attempt'));
  expect(new Set(keys).size).toBe(keys.length);
});

test.each([
  ['2026-03-01T09:00:00Z', Date.UTC(2026, 2, 1, 9)],
  ['2026-03-01T09:00:00.1234+02:00', Date.UTC(2026, 2, 1, 7, 0, 0, 123)],
  ['2026-02-29T00:00:00Z', null],
  ['2026-03-01T09:00:00-00:00', null],
  ['0026-03-01T00:00:00Z', Date.parse('0026-03-01T00:00:00Z')],
  ['yesterday', null],
])('timestamp %s', (text, ms) => expect(parseTimestamp(text)).toBe(ms));
test.each([
  ['PT12S', 12_000],
  ['P1DT1H', 90_000_000],
  ['PT1.5S', 1500],
  ['PT1H1.5S', 3_601_500],
  ['P0.5Y1M', null],
  ['PT1.5H2M', null],
  ['P', null],
  ['PT', null],
])('duration %s', (text, ms) => expect(parseDuration(text)).toBe(ms));
