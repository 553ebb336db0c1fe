// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  actorIdentifier,
  actorIdentifiers,
  mergeActivityDefinitions,
  parseAcceptLanguage,
  queryKeys,
  type Statement,
  toCanonical,
  toIds,
  validateStatement,
} from '../index.ts';
import { fuzzCases, fuzzTimeoutMs, statements } from '../testing/index.ts';
import { chooseLanguage } from './accept-language.ts';

const mbox = (name: string) => ({ mbox: `mailto:${name}@example.org` });
const activity = (id: string) => ({
  objectType: 'Activity' as const,
  id: `https://example.org/${id}`,
  definition: { name: { en: id, de: `${id} auf Deutsch` } },
});
const rich: Statement = {
  actor: {
    objectType: 'Group',
    name: 'anonymous',
    member: [{ objectType: 'Agent', name: 'A', ...mbox('a') }],
  },
  verb: { id: 'https://example.org/did', display: { en: 'did', de: 'tat' } },
  object: {
    objectType: 'SubStatement',
    actor: { objectType: 'Group', name: 'G', ...mbox('g'), member: [mbox('m')] },
    verb: { id: 'https://example.org/plans', display: { de: 'plant' } },
    object: { objectType: 'Agent', name: 'O', account: { homePage: 'https://h/', name: 'o' } },
    context: { contextActivities: { category: activity('c') }, language: 'de' },
  },
  result: { response: 'r' },
  context: {
    instructor: { name: 'I', ...mbox('i') },
    team: { objectType: 'Group', ...mbox('t'), member: [] },
    contextActivities: { parent: activity('p'), other: [activity('o1'), activity('o2')] },
    contextAgents: [
      { objectType: 'contextAgent', agent: { name: 'C', ...mbox('c') }, relevantTypes: ['urn:r'] },
    ],
    contextGroups: [{ objectType: 'contextGroup', group: { objectType: 'Group', member: [mbox('n')] } }],
    statement: { objectType: 'StatementRef', id: 'fd41c918-b88b-4b20-a0a5-a4c32391aaa0' },
  },
  authority: { objectType: 'Agent', name: 'LRS', ...mbox('l') },
  attachments: [],
};

describe('ids', () => {
  test('leaves only what identifies, in SubStatement and context too', () => {
    expect(toIds(rich)).toEqual({
      actor: { objectType: 'Group', member: [mbox('a')] },
      verb: { id: 'https://example.org/did' },
      object: {
        objectType: 'SubStatement',
        actor: { objectType: 'Group', ...mbox('g') },
        verb: { id: 'https://example.org/plans' },
        object: { objectType: 'Agent', account: { homePage: 'https://h/', name: 'o' } },
        context: { contextActivities: { category: [{ id: 'https://example.org/c' }] }, language: 'de' },
      },
      result: { response: 'r' },
      context: {
        instructor: mbox('i'),
        team: { objectType: 'Group', ...mbox('t') },
        contextActivities: {
          parent: [{ id: 'https://example.org/p' }],
          other: [{ id: 'https://example.org/o1' }, { id: 'https://example.org/o2' }],
        },
        contextAgents: [{ objectType: 'contextAgent', agent: mbox('c'), relevantTypes: ['urn:r'] }],
        contextGroups: [{ objectType: 'contextGroup', group: { objectType: 'Group', member: [mbox('n')] } }],
        statement: { objectType: 'StatementRef', id: 'fd41c918-b88b-4b20-a0a5-a4c32391aaa0' },
      },
      authority: mbox('l'),
      attachments: [],
    });
  });
  test.each(['1.0.3', '2.0.0'] as const)(
    'of any statement of %s are a valid statement of the same people',
    (version) => {
      fc.assert(
        fc.property(statements(version), (statement) => {
          const ids = toIds(statement);
          expect(validateStatement(ids, '', version)).toEqual([]);
          const own = actorIdentifier(statement.actor);
          // Of who is identified, that alone is left; else the members are.
          const left = own === null ? statement.actor : { ...statement.actor, member: [] };
          expect([actorIdentifier(ids.actor), actorIdentifiers(ids.actor)]).toEqual([
            own,
            actorIdentifiers(left),
          ]);
          expect(toIds(ids)).toEqual(ids);
        }),
        { numRuns: fuzzCases(300) },
      );
    },
    fuzzTimeoutMs,
  );
});

describe('canonical', () => {
  const languages = parseAcceptLanguage('de-AT, en;q=0.5');
  test('gives one language and the merged definition, and leaves people whole', () => {
    const merged = {
      name: { en: 'merged', fr: 'fusionné' },
      interactionType: 'choice',
      choices: [{ id: '1', description: { en: 'one', de: 'eins' } }, { id: '2' }],
      extensions: { 'urn:x': { en: 1, de: 2 } },
    };
    const statement: Statement = { ...rich, object: { id: 'https://example.org/x' } };
    const canonical = toCanonical(statement, {
      languages,
      definitionOf: (id) => (id === 'https://example.org/x' ? merged : undefined),
    });
    expect(canonical).toEqual({
      ...statement,
      verb: { ...rich.verb, display: { de: 'tat' } },
      object: {
        id: 'https://example.org/x',
        definition: {
          ...merged,
          name: { en: 'merged' },
          choices: [{ id: '1', description: { de: 'eins' } }, { id: '2' }],
        },
      },
      context: {
        ...rich.context,
        contextActivities: {
          parent: [{ ...activity('p'), definition: { name: { de: 'p auf Deutsch' } } }],
          other: ['o1', 'o2'].map((id) => ({
            ...activity(id),
            definition: { name: { de: `${id} auf Deutsch` } },
          })),
        },
      },
    });
  });
  test('reaches into a SubStatement', () => {
    const { object } = toCanonical(rich, { languages, definitionOf: () => undefined });
    expect(object).toMatchObject({
      actor: rich.object.objectType === 'SubStatement' ? (rich.object as Statement).actor : null,
      verb: { display: { de: 'plant' } },
      context: { contextActivities: { category: [{ definition: { name: { de: 'c auf Deutsch' } } }] } },
    });
  });
  test(
    'of any statement is a valid statement with at most one language in each map',
    () => {
      fc.assert(
        fc.property(statements('2.0.0'), (statement) => {
          const canonical = toCanonical(statement, { languages, definitionOf: () => undefined });
          expect(validateStatement(canonical, '', '2.0.0')).toEqual([]);
          expect(Object.keys(canonical.verb.display ?? {}).length).toBe(
            Math.min(1, Object.keys(statement.verb.display ?? {}).length),
          );
          expect(queryKeys(canonical)).toEqual(queryKeys(statement));
        }),
        { numRuns: fuzzCases(300) },
      );
    },
    fuzzTimeoutMs,
  );
});

describe('Accept-Language', () => {
  test.each([
    [undefined, []],
    ['', []],
    ['de', [['de', 1]]],
    [
      'da, en-GB;q=0.8, en;q=0.7',
      [
        ['da', 1],
        ['en-gb', 0.8],
        ['en', 0.7],
      ],
    ],
    [
      ' en ; q = 0.3 ,*;q=0.1,, fr ',
      [
        ['fr', 1],
        ['en', 0.3],
        ['*', 0.1],
      ],
    ],
    ['de;q=2, en;q=x, f_r, it;q=0, nl;q=0.1234', [['it', 0]]],
  ])('%s', (header, ranges) =>
    expect(parseAcceptLanguage(header).map(({ range, weight }) => [range, weight])).toEqual(ranges),
  );
  test.each([
    ['de', ['en', 'de'], 'de'],
    ['DE', ['en', 'De'], 'De'],
    ['de', ['en', 'de-CH', 'de'], 'de'],
    ['de', ['en', 'de-CH'], 'de-CH'],
    ['de-CH', ['en', 'de'], 'de'],
    ['de-CH, en', ['en', 'de-AT'], 'en'],
    ['de-CH, en', ['en', 'de-CH-1996'], 'de-CH-1996'],
    ['zh-Hant-TW', ['zh', 'zh-Hant'], 'zh-Hant'],
    ['en-x-private', ['de', 'en'], 'en'],
    ['d', ['de', 'en'], 'de'],
    ['fr', ['de', 'en'], 'de'],
    ['en;q=0.5, de;q=0.6', ['en', 'de'], 'de'],
    ['en, de', ['de', 'en'], 'en'],
    ['*', ['de', 'en'], 'de'],
    ['de;q=0, *', ['de', 'en'], 'en'],
    ['fr, *;q=0.5, de;q=0.1', ['de', 'en'], 'en'],
    ['de;q=0', ['de', 'en'], 'en'],
    ['de;q=0', ['de'], 'de'],
    ['de;q=0, de-CH', ['en', 'de', 'de-CH'], 'de-CH'],
    [undefined, ['de', 'en'], 'de'],
    ['de', [], undefined],
  ])('%s out of %j is %s', (header, tags, chosen) => {
    const map = Object.fromEntries(tags.map((tag) => [tag, '']));
    expect(chooseLanguage(map, parseAcceptLanguage(header))).toBe(chosen);
  });
  test('any header gives a language of the map', () => {
    const headers = fc.array(fc.constantFrom('de', 'en-US', '*', ';q=0', ';q=0.5', ',', ' ', 'x'), {
      maxLength: 9,
    });
    fc.assert(
      fc.property(
        headers,
        fc.uniqueArray(fc.constantFrom('de', 'en', 'en-US', 'fr'), { minLength: 1 }),
        (parts, tags) => {
          const map = Object.fromEntries(tags.map((tag) => [tag, '']));
          expect(tags).toContain(chooseLanguage(map, parseAcceptLanguage(parts.join(''))));
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('merging definitions', () => {
  test('adds up languages and extensions, the later one wins', () => {
    expect(
      mergeActivityDefinitions(
        {
          name: { en: 'old', de: 'alt' },
          type: 'urn:a',
          moreInfo: 'urn:m',
          extensions: { 'urn:x': 1, 'urn:y': { a: 1 } },
        },
        {
          name: { en: 'new', fr: 'neuf' },
          description: { en: 'd' },
          type: 'urn:b',
          extensions: { 'urn:y': { b: 2 } },
        },
      ),
    ).toEqual({
      name: { en: 'new', de: 'alt', fr: 'neuf' },
      description: { en: 'd' },
      type: 'urn:b',
      moreInfo: 'urn:m',
      extensions: { 'urn:x': 1, 'urn:y': { b: 2 } },
    });
  });
  test('adds up the languages of components; the later list says which there are', () => {
    expect(
      mergeActivityDefinitions(
        {
          interactionType: 'choice',
          correctResponsesPattern: ['a'],
          choices: [
            { id: 'a', description: { en: 'A' } },
            { id: 'b', description: { en: 'B' } },
            { id: 'c' },
          ],
        },
        { interactionType: 'choice', choices: [{ id: 'b' }, { id: 'a', description: { de: 'Ä' } }] },
      ),
    ).toEqual({
      interactionType: 'choice',
      correctResponsesPattern: ['a'],
      choices: [
        { id: 'b', description: { en: 'B' } },
        { id: 'a', description: { en: 'A', de: 'Ä' } },
      ],
    });
  });
  test('keeps nothing of another interaction', () => {
    expect(
      mergeActivityDefinitions(
        {
          name: { en: 'n' },
          interactionType: 'choice',
          correctResponsesPattern: ['a'],
          choices: [{ id: 'a' }],
        },
        { interactionType: 'numeric' },
      ),
    ).toEqual({ name: { en: 'n' }, interactionType: 'numeric' });
  });
  test('of one source is that source', () => {
    const one = { name: { en: 'n' } };
    expect(mergeActivityDefinitions(undefined, one)).toBe(one);
    expect(mergeActivityDefinitions(one, undefined)).toBe(one);
    expect(mergeActivityDefinitions(undefined, undefined)).toBeUndefined();
  });
  test(
    'of valid ones is valid, and merging again changes nothing',
    () => {
      const definitions = statements('1.0.3')
        .filter(({ object }) => 'definition' in object)
        .map(({ object }) => (object as { definition: object }).definition);
      fc.assert(
        fc.property(definitions, definitions, (known, incoming) => {
          const merged = mergeActivityDefinitions(known, incoming);
          const statement = { ...rich, context: {}, object: { id: 'urn:x:y', definition: merged } };
          expect(validateStatement(statement)).toEqual([]);
          expect(mergeActivityDefinitions(merged, incoming)).toEqual(merged);
          expect(mergeActivityDefinitions(incoming, incoming)).toEqual(incoming);
        }),
        { numRuns: fuzzCases(300) },
      );
    },
    fuzzTimeoutMs,
  );
});
