// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { templates } from './locales/de.ts';

const source = readFileSync(path.join(import.meta.dirname, 'words.ts'), 'utf8');
const used = [...source.matchAll(/id: '([^']+)'/g)].map(([, id]) => id ?? '');

test('every message has its translation, and none is left over', () => {
  expect(Object.keys(templates).toSorted()).toEqual([...new Set(used)].toSorted());
});

test('a translation names as many values as the message', () => {
  const places = (id: string) => {
    const [, text] = new RegExp(`msg\\(\\s*str\`([^\`]*)\`,\\s*\\{\\s*id: '${id}'`).exec(source) ?? [];
    return [...(text ?? '').matchAll(/\$\{/g)].length;
  };
  for (const [id, template] of Object.entries(templates))
    expect({ id, values: typeof template === 'string' ? 0 : template.values.length }).toEqual({
      id,
      values: places(id),
    });
});
