// SPDX-License-Identifier: Apache-2.0
import type { Statement } from '@cairn/xapi';
import { describe, expect, test } from 'vitest';
import { compileTemplate } from './statement-template.ts';
import { type TemplateRule, templateSchema } from './template.schema.ts';
import { located, parseJsonPath } from './json-path.ts';

const adl = 'http://adlnet.gov/expapi/verbs/';
/** S of the domain reference, §9: verb passed, scaled .8, groupings G1 of type T and G2 without one. */
const statement: Statement = {
  actor: { mbox: 'mailto:a@b.c' },
  verb: { id: `${adl}passed` },
  object: { id: 'https://x.y/a', definition: { type: 'https://x.y/t' } },
  result: { score: { scaled: 0.8 } },
  context: { contextActivities: { grouping: [{ id: 'G1', definition: { type: 'T' } }, { id: 'G2' }] } },
};
const nothing = () => undefined;
const follows = (template: object, of: Statement = statement) =>
  compileTemplate(templateSchema.parse({ id: 'https://x.y/template', ...template })).firstMiss(
    of,
    nothing,
  ) === undefined;

describe('xAPI Profiles, statement template rules', () => {
  const ids = '$.context.contextActivities.grouping[*].id';
  const groupings = '$.context.contextActivities.grouping[*]';
  test.each<[TemplateRule, boolean]>([
    [{ location: '$.result.score.scaled', presence: 'included' }, true],
    [{ location: '$.result.response', presence: 'included' }, false],
    [{ location: '$.result.response', presence: 'excluded' }, true],
    [{ location: ids, any: ['G1'] }, true],
    [{ location: ids, all: ['G1'] }, false],
    [{ location: ids, none: ['G3'] }, true],
    [{ location: ids, none: ['G2'] }, false],
    [{ location: '$.result.response', any: ['x'] }, false],
    [{ location: '$.result.response', any: ['x'], presence: 'recommended' }, true],
    [{ location: '$.result.response', all: ['x'] }, true],
    [{ location: groupings, selector: '$.definition.type', presence: 'included' }, false],
    [{ location: groupings, selector: '$.definition.type', any: ['T'] }, true],
  ])('%j holds: %s', (rule, holds) => expect(follows({ rules: [rule] })).toBe(holds));

  test.each<[TemplateRule, boolean]>([
    [{ location: '$.result.score.scaled', presence: 'excluded' }, false],
    [{ location: groupings, selector: '$.definition.type', presence: 'excluded' }, false],
    [{ location: groupings, selector: '$.definition.name', presence: 'excluded' }, true],
    [{ location: groupings, selector: '$.definition.type', all: ['T'] }, false],
    [{ location: groupings, selector: '$.definition.type', none: ['U'] }, true],
    [{ location: '$.result.score', any: [{ scaled: 0.8 }] }, true],
    [{ location: '$.result.response | $.verb.id', any: [`${adl}passed`] }, true],
    [{ location: '$.result.score.scaled', presence: 'recommended', any: [0.5] }, false],
  ])('further: %j holds: %s', (rule, holds) => expect(follows({ rules: [rule] })).toBe(holds));

  test('a slot with one activity is read as a list', () => {
    const single = { ...statement, context: { contextActivities: { grouping: { id: 'G1' } } } };
    expect(follows({ rules: [{ location: ids, all: ['G1'] }] }, single)).toBe(true);
  });
});

describe('xAPI Profiles, determining properties', () => {
  test.each<[object, boolean]>([
    [{ verb: `${adl}passed` }, true],
    [{ verb: `${adl}failed` }, false],
    [{ objectActivityType: 'https://x.y/t' }, true],
    [{ objectActivityType: 'https://x.y/u' }, false],
    [{ contextGroupingActivityType: ['T'] }, true],
    [{ contextGroupingActivityType: ['T', 'U'] }, false],
    [{ contextParentActivityType: ['T'] }, false],
    [{ attachmentUsageType: ['https://x.y/use'] }, false],
    [{ verb: `${adl}passed`, contextGroupingActivityType: ['T'] }, true],
  ])('%j is met: %s', (template, holds) => expect(follows(template)).toBe(holds));
});

describe('JSONPath of xAPI Profiles', () => {
  const value = { a: [{ b: 1 }, { b: 2, 'https://x.y/z': 3 }], c: { d: 'e' } };
  const find = (path: string) => {
    const { path: parsed, fault } = parseJsonPath(path);
    if (!parsed) throw new Error(fault);
    return located(parsed, value, nothing);
  };
  test.each<[string, readonly unknown[]]>([
    ['$', [value]],
    ['$.a[0].b', [1]],
    ['$.a[*].b', [1, 2]],
    ['$.a[0,1].b', [1, 2]],
    ["$.a[1]['https://x.y/z']", [3]],
    ['$["c"].d', ['e']],
    ["$['a','c'][0].b", [1]],
    ['$.c.*', ['e']],
    ['$.a[0].b | $.c.d', [1, 'e']],
    ['$.a.length', []],
    ['$.c.constructor', []],
    ['$.a[7]', []],
    ['$.nothing.at.all', []],
  ])('%s', (path, found) => expect(find(path)).toEqual(found));
  test.each(['', 'a.b', '$..a', '$.a[?(@.b)]', '$.a[-1]', '$.a[(1)]', '$.a[', '$.', '$.a | b', "$['a"])(
    'refuses %s',
    (path) => expect(parseJsonPath(path).fault).toMatch(/at character \d+/),
  );
});
