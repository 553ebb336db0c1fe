// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonErrorIndex } from './json-error.ts';
import {
  type Actor,
  actorIdentifier,
  actorIdentifiers,
  mboxSha1,
  parseDuration,
  parseTimestamp,
  scanStatements,
  stableJson,
  type Statement,
  validateStatement,
} from './index.ts';
import { agents } from './testing/index.ts';

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
  test.each([
    'x-private',
    'tlh',
    'cmn',
    'zh-Hans-CN',
    'zh-yue-HK',
    'sr-Latn-RS',
    'es-MX',
    'es-419',
    'de-CH-1901',
    'sl-rozaj-biske-1994',
    'en-a-myext-b-another',
    'de-a-abc-b-abc-x-a-a',
    'i-klingon',
    'en-GB-oed',
    'SGN-be-fr',
    'zh-min-nan',
  ])('takes %s as a language', (language) => expect(codes({ ...good, context: { language } })).toEqual([]));
  test.each([
    'something',
    'en-something-AU',
    'zh-something-ccc',
    's-something',
    'x',
    'i-unheard',
    'en_US',
    'en-',
    'en-a',
    'en-a-bbb-a-ccc',
    'en-a-bbb-A-ccc',
    'de-1901-1901',
    'de-DE-u-co-phonebk-u-nu-latn',
  ])('refuses %s as a language', (language) =>
    expect(codes({ ...good, context: { language } })).toEqual(['/context/language NOT_A_LANGUAGE_TAG']),
  );
  test('asks of a group without an identifier for members, of one with an identifier not', () => {
    const group = { objectType: 'Group', member: [] };
    expect(codes({ ...good, actor: group })).toEqual(['/actor/member MEMBERS_MISSING']);
    expect(codes({ ...good, actor: { ...group, openid: 'https://g/' } })).toEqual([]);
    expect(codes({ ...good, context: { team: group } })).toEqual(['/context/team/member MEMBERS_MISSING']);
  });
  test.each([
    [{ objectType: 'Group', member: [good.actor, good.actor] }, []],
    [{ objectType: 'Group', member: [good.actor] }, ['/authority AUTHORITY_GROUP']],
    [{ objectType: 'Group', member: [good.actor, good.actor, good.actor] }, ['/authority AUTHORITY_GROUP']],
    [
      { objectType: 'Group', openid: 'https://g/', member: [good.actor, good.actor] },
      ['/authority AUTHORITY_GROUP'],
    ],
  ])('as an authority, %j', (authority, wanted) => expect(codes({ ...good, authority })).toEqual(wanted));
  test('holds a SubStatement to its own object, and lets it speak of voiding', () => {
    const voided = { id: 'http://adlnet.gov/expapi/verbs/voided' };
    const context = { platform: 'p', revision: 'r' };
    const sub = { ...good, objectType: 'SubStatement', verb: voided, context };
    expect(codes({ ...good, object: sub })).toEqual([]);
    expect(codes({ ...good, object: sub, context })).toEqual([
      '/context/revision ONLY_FOR_ACTIVITIES',
      '/context/platform ONLY_FOR_ACTIVITIES',
    ]);
    const ofAgent = { ...sub, object: { objectType: 'Agent', ...good.actor } };
    expect(codes({ ...good, object: ofAgent })).toEqual([
      '/object/context/revision ONLY_FOR_ACTIVITIES',
      '/object/context/platform ONLY_FOR_ACTIVITIES',
    ]);
  });
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
    // The hash of the bare address, a common mistake of senders, is another.
    expect(mboxSha1('mailto:bob@example.com')).not.toBe('a460e37bf4d8e893f8fd39536997d5da8d21eebe');
  });
  test.each<[Actor, string | null]>([
    [{ mbox: 'mailto:Ann@EXAMPLE.org' }, 'mbox:Ann@example.org'],
    [
      { mbox_sha1sum: '7560680E2567E081782BCE4A5651785D547AD789' },
      'sha1:7560680e2567e081782bce4a5651785d547ad789',
    ],
    [{ openid: 'https://ID.example/Ann' }, 'openid:https://ID.example/Ann'],
    [{ account: { homePage: 'https://H/', name: 'Nn|x' } }, 'account:https://H/|Nn|x'],
    [{ objectType: 'Group', account: { homePage: 'https://h', name: 'n' } }, 'account:https://h|n'],
    [{ objectType: 'Group', member: [{ openid: 'https://a/' }] }, null],
  ])('%j is written %s', (actor, key) => expect(actorIdentifier(actor)).toBe(key));
  test('two identifiers have one key only when they are the same', () => {
    const folded = ({ mbox, mbox_sha1sum, openid, account }: Actor) =>
      stableJson([
        mbox?.replace(/@.*$/, (domain) => domain.toLowerCase()),
        mbox_sha1sum?.toLowerCase(),
        openid,
        account,
      ]);
    const near = fc.constantFrom('https://h/', 'https://h/a', 'https://h');
    const accounts = fc.record({ homePage: near, name: fc.constantFrom('', 'a', '|', '/|a', 'A') });
    const actors = fc.oneof(
      agents,
      accounts.map((account) => ({ account })),
    );
    fc.assert(
      fc.property(
        actors,
        actors,
        (a, b) => (actorIdentifier(a) === actorIdentifier(b)) === (folded(a) === folded(b)),
      ),
      { numRuns: 1000 },
    );
  });
  test('an actor stands for itself, a group for the members that it names and for nobody else', () => {
    const twice = [{ openid: 'https://a/' }, { openid: 'https://a/' }];
    expect(actorIdentifiers({ objectType: 'Group', member: twice })).toEqual(['openid:https://a/']);
    expect(actorIdentifiers({ objectType: 'Group', openid: 'https://g/', member: twice })).toEqual([
      'openid:https://a/',
    ]);
    // A group is no person, whatever identifies it.
    expect(actorIdentifiers({ objectType: 'Group', openid: 'https://g/', member: [] })).toEqual([]);
    expect(actorIdentifiers({ objectType: 'Group', openid: 'https://g/' })).toEqual([]);
  });
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
  ['P4W', 2_419_200_000],
  ['P4W1D', null],
  ['PA1H0M0S', null],
  ['P1DT1H', 90_000_000],
  ['PT1.5S', 1500],
  ['PT1H1.5S', 3_601_500],
  ['P0.5Y1M', null],
  ['PT1.5H2M', null],
  ['P', null],
  ['PT', null],
])('duration %s', (text, ms) => expect(parseDuration(text)).toBe(ms));
