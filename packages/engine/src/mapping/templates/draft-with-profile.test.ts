// SPDX-License-Identifier: Apache-2.0
import { indexFrameworks } from '@cairn/frameworks';
import { expect, test } from 'vitest';
import {
  draftWithProfile,
  parseMapping,
  readMappingText,
  readProfile,
  writeMappingText,
} from '../../index.ts';
import { en, framework } from '../../testing/policy.ts';

const profile = (...templates: readonly string[]) => {
  const read = readProfile({
    id: 'https://x.y/profile',
    prefLabel: { en: 'Port' },
    templates: templates.map((name) => ({
      id: `https://x.y/templates#${name}`,
      prefLabel: { en: name },
      verb: `https://w3id.org/xapi/tla/verbs/${name}`,
      rules: [{ location: '$.result', presence: 'recommended' }],
    })),
  });
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return read.profile;
};
interface Draft {
  readonly timeZone: string;
  readonly mapping: { readonly rules: readonly { id: string }[]; readonly profiles: readonly unknown[] };
}
const given = { timeZone: 'UTC', mapping: { title: en('M'), rules: [{ id: 'asserted', competency: 'B' }] } };
const into = (draft: unknown, ...templates: readonly string[]) => {
  const found = draftWithProfile(draft, profile(...templates), 'A');
  if (!found) throw new Error('no mapping');
  return found.draft as unknown as Draft;
};
const ids = ({ mapping: { rules } }: Draft) => rules.map(({ id }) => id);

test('a profile comes beside what the draft has, under ids that are free', () => {
  const draft = into(given, 'asserted', 'assessed');
  expect(ids(draft)).toEqual(['asserted', 'asserted-2', 'assessed']);
  expect(draft).toMatchObject({ timeZone: 'UTC', mapping: { profiles: [{ id: 'https://x.y/profile' }] } });
});
test('the same again adds nothing; a newer edition adds what is new and leaves the rules as they are', () => {
  const first = into(given, 'asserted');
  expect(into(first, 'asserted')).toEqual(first);
  const renamed = JSON.parse(JSON.stringify(first).replaceAll('asserted-2', 'mine')) as Draft;
  const second = into(renamed, 'asserted', 'assessed');
  expect(ids(second)).toEqual(['asserted', 'mine', 'assessed']);
  expect(second.mapping.profiles).toHaveLength(1);
});
test('what has no mapping is told so', () => {
  for (const draft of [null, [], { rules: [] }, 'text'])
    expect(draftWithProfile(draft, profile('asserted'), 'A')).toBeNull();
});
test('is written as YAML that is read to the same, and can be published', () => {
  const draft = into({ mapping: { title: en('M'), rules: [] } }, 'asserted', 'passed', 'launched');
  const read = readMappingText(writeMappingText(draft));
  expect(read.ok && read.value).toEqual(draft);
  const parsed = parseMapping(draft.mapping, { frameworks: indexFrameworks([framework]), sources: [] });
  expect(parsed).toMatchObject({ ok: true, warnings: [] });
});
