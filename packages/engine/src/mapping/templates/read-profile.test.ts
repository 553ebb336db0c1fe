// SPDX-License-Identifier: Apache-2.0
import { dialectById } from '@cairn/dialects';
import { indexFrameworks } from '@cairn/frameworks';
import type { Statement } from '@cairn/xapi';
import { describe, expect, test } from 'vitest';
import {
  compilePolicy,
  deriveEvidence,
  parseMapping,
  readProfile,
  rulesOfProfile,
  traceRules,
} from '../../index.ts';
import { en, framework, policyOf } from '../../testing/policy.ts';

const tla = 'https://w3id.org/xapi/tla';
const confidence = `${tla}/extensions/confidence`;
/** In the form of the TLA Master Object Model profile: one template to assert a competency, one that is deprecated. */
const jsonLd = {
  id: 'https://w3id.org/xapi/tla',
  '@context': 'https://w3id.org/xapi/profiles/context',
  type: 'Profile',
  conformsTo: 'https://w3id.org/xapi/profiles#1.0',
  prefLabel: { en: 'TLA' },
  definition: { en: 'Master object model' },
  author: { type: 'Organization', name: 'ADL' },
  versions: [],
  concepts: [],
  templates: [
    {
      id: `${tla}/templates#asserted`,
      type: 'StatementTemplate',
      inScheme: `${tla}/v1`,
      prefLabel: { en: 'Asserted' },
      definition: { en: 'Somebody asserts a competency.' },
      verb: `${tla}/verbs/asserted`,
      objectActivityType: `${tla}/activity-types/competency`,
      objectStatementRefTemplate: [`${tla}/templates#other`],
      rules: [
        {
          location: `$.context.extensions['${confidence}']`,
          presence: 'included',
          scopeNote: { en: '−1 to 1' },
        },
        { location: '$.result', presence: 'recommended' },
      ],
    },
    { id: `${tla}/templates#old`, type: 'StatementTemplate', deprecated: true, verb: 'v', rules: [] },
  ],
};
const read = () => {
  const result = readProfile(jsonLd);
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result;
};
const asserted = (extensions: Record<string, unknown>): Statement & { id: string } => ({
  id: '7c3e9a10-1111-4b22-8c33-000000000001',
  actor: { account: { homePage: 'https://id.ex.org', name: 'u-42' } },
  verb: { id: `${tla}/verbs/asserted` },
  object: { id: 'https://ex.org/i/2', definition: { type: `${tla}/activity-types/competency` } },
  context: { extensions },
  timestamp: '2026-03-01T09:00:00Z',
});

describe('a profile’s JSON-LD', () => {
  test('comes to its templates, without the deprecated and with a word on what is left out', () => {
    const { profile, warnings } = read();
    expect(profile.templates.map(({ id }) => id)).toEqual([`${tla}/templates#asserted`]);
    expect(profile.templates[0]?.rules).toHaveLength(2);
    expect(warnings).toMatchObject([
      {
        pointer: '/templates/0/objectStatementRefTemplate',
        code: 'TEMPLATE_BEYOND_STATEMENT',
        severity: 'warning',
      },
    ]);
  });
  test('is refused with every fault at its place', () => {
    const broken = {
      ...jsonLd,
      templates: [
        { ...jsonLd.templates[0], rules: [{ location: '$..a' }, { location: '$.a', presence: 'maybe' }] },
        { id: 'no spaces allowed', rules: [] },
      ],
    };
    const result = readProfile(broken);
    expect(result.ok ? [] : result.faults.map(({ pointer }) => pointer)).toEqual([
      '/templates/0/rules/0/location',
      '/templates/0/rules/1/presence',
      '/templates/1/id',
    ]);
    expect(readProfile({ templates: [] })).toMatchObject({ ok: false, faults: [{ code: 'NO_PROFILE' }] });
    expect(readProfile({ id: 'p' })).toMatchObject({ ok: false, faults: [{ code: 'NO_TEMPLATES' }] });
  });
  test('gives ready rules that find their statements and say what those are worth', () => {
    const { profile } = read();
    const parsed = parseMapping(
      { title: en('M'), profiles: [profile], rules: rulesOfProfile(profile, 'A') },
      { frameworks: indexFrameworks([framework]), sources: [] },
    );
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
    const compiled = compilePolicy({ ...policyOf([]), mapping: parsed.mapping });
    const pieces = (extensions: Record<string, unknown>) => {
      const normal = dialectById('generic')?.normalise(asserted(extensions), {
        id: 's',
        scaledRange: '0..1',
      });
      if (!normal) throw new Error('no dialect');
      expect(traceRules(compiled, normal)).toHaveLength(1);
      return deriveEvidence(compiled, normal, { seq: 1, recordedAt: 1 });
    };
    expect(pieces({ [confidence]: 0.82 })).toMatchObject([
      { ruleId: 'asserted', kind: 'assertion', value: 0.9099999999999999, polarity: 'positive' },
    ]);
    expect(pieces({})).toEqual([]);
  });
  test('is part of what a rule is: another template, another digest', () => {
    const { profile } = read();
    const digestWith = (location: string) => {
      const templates = profile.templates.map((one) => ({
        ...one,
        rules: [{ location, presence: 'included' as const }],
      }));
      const { mapping } = policyOf([]);
      const [rule] = rulesOfProfile(profile, 'A').map((one) => ({ ...one, weight: 1 }));
      if (!rule) throw new Error('no rule');
      const compiled = compilePolicy({
        ...policyOf([]),
        mapping: { ...mapping, rules: [rule], profiles: [{ ...profile, templates }] },
      });
      return compiled.digestOf('asserted');
    };
    expect(digestWith('$.result')).not.toBe(digestWith('$.context'));
    expect(digestWith('$.result')).toBe(digestWith('$.result'));
  });
  test('a condition on a template that no profile has is refused', () => {
    const rules = rulesOfProfile(read().profile, 'A');
    const parsed = parseMapping(
      { title: en('M'), rules },
      { frameworks: indexFrameworks([framework]), sources: [] },
    );
    expect(parsed.ok ? [] : parsed.faults.map(({ pointer, code }) => `${pointer} ${code}`)).toContain(
      '/rules/0/when/template TEMPLATE_UNKNOWN',
    );
  });
});
