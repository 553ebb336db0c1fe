// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { shownByWays, statementKinds } from '@cairn/dialects';
import { describe, expect, test } from 'vitest';
import {
  type DraftInput,
  editorSchemas,
  evidenceKinds,
  fields,
  mappingSchema,
  operators,
  parseDraft,
  readMappingText,
  ruleSchema,
} from './index.ts';

const reference = path.resolve(import.meta.dirname, '../../docs/reference');

/** Written anew by `npx vitest run --project unit mapping-json-schema -u`. */
test.each(Object.entries(editorSchemas()))(
  '%s in the reference is that of this version',
  async (file, schema) => {
    await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(path.join(reference, file));
  },
);

const guide = readFileSync(path.resolve(reference, '../guides/map-statements.md'), 'utf8');

test('the guide names every field, operator, kind and sort of value that there is', () => {
  const words = [...fields, ...operators, ...evidenceKinds, ...statementKinds, ...shownByWays];
  expect(words.filter((word) => !guide.includes(`\`${word}\``))).toEqual([]);
  const values = ruleSchema.shape.value.options.map(({ shape }) => shape.from.value);
  expect(values.filter((value) => !guide.includes(`\`{ from: ${value}`))).toEqual([]);
});

describe('every example of the guide is what it says', () => {
  const examples = [...guide.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text);
  const valueOf = (text: string) => {
    const read = readMappingText(text);
    if (!read.ok) throw new Error(JSON.stringify(read.faults));
    return read.value;
  };
  const [whole = '', ...parts] = examples;
  test('the first can be published as it is', () => {
    const parsed = parseDraft({ roles: [], ...(valueOf(whole) as Omit<DraftInput, 'roles'>) }, []);
    expect(parsed).toMatchObject({ ok: true, warnings: [] });
  });
  const [first] = (valueOf(whole) as { mapping: { rules: readonly object[] } }).mapping.rules;
  /** What stands there in a whole rule: rules, parts of one, or conditions. */
  const rulesIn = (value: unknown): readonly unknown[] =>
    [value].flat().map((one) => {
      const part = one as Readonly<Record<string, unknown>>;
      return 'field' in part ? { ...first, when: part } : { ...first, ...part };
    });
  const isOfRoles = (text: string) => text.startsWith('roles:');
  test.each(parts.filter(isOfRoles))('%s', (text) => {
    const draft = { ...(valueOf(whole) as DraftInput), ...(valueOf(text) as Pick<DraftInput, 'roles'>) };
    expect(parseDraft(draft, [])).toMatchObject({ ok: true });
  });
  test.each(parts.filter((text) => !isOfRoles(text)))('%s', (text) => {
    const value = valueOf(text) as Readonly<Record<string, unknown>>;
    const mapping = value['mapping'] ?? (value['profiles'] ? { title: { en: 'M' }, ...value } : undefined);
    const faults = mapping
      ? [mappingSchema.safeParse(mapping).error]
      : rulesIn(value).map((one) => ruleSchema.safeParse(one).error);
    expect(faults.filter((one) => one !== undefined)).toEqual([]);
  });
  test('there are as many as there were', () => expect(examples).toHaveLength(13));
});
