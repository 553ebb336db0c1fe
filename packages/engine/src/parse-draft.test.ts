// SPDX-License-Identifier: Apache-2.0
import { dialects } from '@cairn/dialects';
import { describe, expect, test } from 'vitest';
import { compilePolicy, entryRules, type DraftInput, parseDraft } from './index.ts';
import { en, framework, rule, verbIs } from './testing/policy.ts';

const role = { id: 'role', title: en('R'), requirements: [{ competency: 'A', level: 'L3' }] };
const whole: DraftInput = {
  timeZone: 'Europe/Berlin',
  frameworks: [framework],
  roles: [role],
  mapping: { title: en('M'), rules: [rule('r', verbIs('v'))] },
};
const faults = (more: Partial<DraftInput>) => {
  const parsed = parseDraft({ ...whole, ...more }, ['lms']);
  return parsed.ok ? [] : parsed.faults.map(({ pointer, code }) => `${pointer} ${code}`);
};
const named = (id: string, competency: string) => ({
  ...framework,
  id,
  competencies: [{ id: competency, code: competency, label: en('x'), statement: en('x'), kind: 'skill' }],
});

const ringed = {
  ...framework,
  relations: [
    { type: 'isChildOf', origin: 'A', destination: 'B' },
    { type: 'isChildOf', origin: 'B', destination: 'A' },
  ],
};
const falling = (competency: string) => ({
  competency,
  cutPoints: [
    { level: 'L2', from: 0.8 },
    { level: 'L3', from: 0.5 },
  ],
});

describe('what is to be published', () => {
  test('is taken when it is whole, and can be compiled then', () => {
    const parsed = parseDraft(whole, ['lms']);
    if (!parsed.ok) throw new Error('refused');
    const policy = { ...parsed.draft, version: '1', publishedAt: 0, publishedBy: 'test' };
    expect(compilePolicy(policy).digestsInForce).toHaveLength(1 + entryRules.length);
    expect(policy.dialects).toEqual(Object.fromEntries(dialects.map(({ id, version }) => [id, version])));
  });
  test.each<[string, Partial<DraftInput>, string[]]>([
    ['a time zone of another world', { timeZone: 'Mars/Phobos' }, ['/timeZone TIME_ZONE_UNKNOWN']],
    ['a bare offset', { timeZone: '+01:00' }, ['/timeZone TIME_ZONE_UNKNOWN']],
    ['a framework twice', { frameworks: [framework, named('f', 'Z')] }, ['/frameworks/1/id ID_REPEATED']],
    [
      'a competency of two frameworks',
      { frameworks: [framework, named('g', 'A')] },
      ['/frameworks/1/competencies/0/id ID_REPEATED'],
    ],
    ['a role twice', { roles: [role, { ...role }] }, ['/roles/1/id ID_REPEATED']],
    [
      'mistakes in every part',
      {
        timeZone: 'Europe/Berlln',
        roles: [{ ...role, requirements: [{ competency: 'A', level: 'L9' }] }, { id: 'x' }],
        mapping: { title: en('M'), rules: [rule('r', verbIs('v'), { sources: ['lsm'] })] },
      },
      [
        '/timeZone TIME_ZONE_UNKNOWN',
        '/roles/0/requirements/0/level LEVEL_UNKNOWN',
        '/roles/1/title INVALID_TYPE',
        '/roles/1/requirements NOTHING_REQUIRED',
        '/mapping/rules/0/sources/0 SOURCE_UNKNOWN',
      ],
    ],
    [
      'one framework refused: what only follows from that is not said',
      { frameworks: [{ ...framework, scale: 'nowhere' }] },
      [
        '/frameworks/0/scale SCALE_UNKNOWN',
        ...['A', 'B', 'C'].map((_, i) => `/frameworks/0/competencies/${i}/scale SCALE_UNKNOWN`),
      ],
    ],
    [
      'one framework refused: what no framework was to hold is unknown all the same',
      {
        frameworks: [{ ...framework, scale: 'nowhere' }],
        mapping: {
          title: en('M'),
          rules: [rule('r', verbIs('v'), { competency: 'Z' }), rule('s', verbIs('v'), { competency: 'A' })],
        },
      },
      [
        '/frameworks/0/scale SCALE_UNKNOWN',
        ...['A', 'B', 'C'].map((_, i) => `/frameworks/0/competencies/${i}/scale SCALE_UNKNOWN`),
        '/mapping/rules/0/competency COMPETENCY_UNKNOWN',
      ],
    ],
    [
      'one framework refused for a ring: its competencies and levels are known all the same',
      {
        frameworks: [ringed],
        roles: [{ ...role, requirements: [{ competency: 'A', level: 'L9' }] }],
        mapping: {
          title: en('M'),
          rules: [rule('r', verbIs('v'), falling('A')), rule('s', verbIs('v'), { competency: 'Z' })],
        },
      },
      [
        '/frameworks/0/relations RELATION_CYCLE',
        '/roles/0/requirements/0/level LEVEL_UNKNOWN',
        '/mapping/rules/0/cutPoints/1 CUT_POINTS_NOT_RISING',
        '/mapping/rules/1/competency COMPETENCY_UNKNOWN',
      ],
    ],
    [
      'one framework refused for its scale: levels of another, and values that fall, are wrong all the same',
      {
        frameworks: [{ ...named('g', 'Z'), scale: 'nowhere' }, framework],
        roles: [{ ...role, requirements: [{ competency: 'A', level: 'L9' }] }],
        mapping: {
          title: en('M'),
          rules: [
            rule('r', verbIs('v'), falling('Z')),
            rule('s', verbIs('v'), { level: 'L9' }),
            rule('t', verbIs('v'), { competency: '@statement', level: 'of-g' }),
          ],
        },
      },
      [
        '/frameworks/0/scale SCALE_UNKNOWN',
        '/frameworks/0/competencies/0/scale SCALE_UNKNOWN',
        '/roles/0/requirements/0/level LEVEL_UNKNOWN',
        '/mapping/rules/0/cutPoints/1 CUT_POINTS_NOT_RISING',
        '/mapping/rules/1/level LEVEL_UNKNOWN',
      ],
    ],
    [
      'what cannot be read, and beside it what can be and names nothing that there is',
      {
        mapping: {
          title: en('M'),
          rules: [
            { ...rule('r', verbIs('v'), { competency: 'Z' }), kind: 'telepathy' },
            rule('s', verbIs('v'), { sources: ['lsm'] }),
            { ...rule('s', verbIs('v')), colour: 'red' },
          ],
        },
      },
      [
        '/mapping/rules/0/kind INVALID_VALUE',
        '/mapping/rules/2/colour UNRECOGNIZED_KEYS',
        '/mapping/rules/2/id ID_REPEATED',
        '/mapping/rules/0/competency COMPETENCY_UNKNOWN',
        '/mapping/rules/1/sources/0 SOURCE_UNKNOWN',
      ],
    ],
    ['no mapping', { mapping: undefined }, ['/mapping INVALID_TYPE']],
  ])('is refused with %s', (_name, more, expected) => expect(faults(more)).toEqual(expected));
});
