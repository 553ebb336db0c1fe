// SPDX-License-Identifier: Apache-2.0
/** The guide's table of settings, line by line from the schema; and a page for each preset. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { sourceSettingsChangesSchema, sourceSettingsSchema } from '@cairn/api/source-settings';
import { presets } from '@cairn/lrs-adapter';
import { expect, test } from 'vitest';
import { z } from 'zod';

const guides = path.resolve(import.meta.dirname, '../../../../docs/guides');
const guide = readFileSync(path.join(guides, 'send-statements.md'), 'utf8');
const cells = (line: string) => line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));

function valuesOf(schema: z.ZodType): string {
  const {
    type,
    enum: words,
    anyOf,
    minimum,
    maximum,
  } = z.toJSONSchema(schema) as {
    readonly type?: string;
    readonly enum?: readonly string[];
    readonly minimum?: number;
    readonly maximum?: number;
    readonly anyOf?: readonly { readonly enum?: readonly string[]; readonly type?: string }[];
  };
  if (anyOf)
    return anyOf.flatMap((one) => one.enum?.map((word) => `\`${word}\``) ?? [`\`${one.type}\``]).join(', ');
  if (words) return words.map((word) => `\`${word}\``).join(', ');
  if (type === 'integer') return `a whole number, ${minimum} to ${maximum}`;
  return type === 'boolean' ? '`true`, `false`' : 'a list of texts';
}

test('every setting stands in the guide as the schema has it', () => {
  const defaults = sourceSettingsSchema.parse({});
  for (const [name, schema] of Object.entries(sourceSettingsChangesSchema.shape)) {
    const inner = schema.unwrap();
    const line = guide.split('\n').find((one) => one.startsWith(`| \`${name}\``));
    expect(cells(line ?? name).slice(1, 5)).toEqual([
      `\`${name}\``,
      valuesOf(inner),
      `\`${JSON.stringify(Reflect.get(defaults, name)).replaceAll('"', '')}\``,
      inner.meta()?.description,
    ]);
  }
});
test.each(presets)('$id has its page, linked from the guide', ({ id }) => {
  expect(existsSync(path.join(guides, 'senders', `${id}.md`))).toBe(true);
  expect(guide).toContain(`(senders/${id}.md)`);
});
