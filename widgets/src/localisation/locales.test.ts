// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { languageOf } from './locale.ts';
import * as ar from './locales/ar.ts';
import * as de from './locales/de.ts';
import * as es from './locales/es.ts';
import * as fr from './locales/fr.ts';

const source = readFileSync(path.join(import.meta.dirname, 'words.ts'), 'utf8');
const used = [...source.matchAll(/id: '([^']+)'/g)].map(([, id]) => id ?? '');

const languages = { ar, de, es, fr };
const cases = Object.entries(languages).map(([name, { templates }]) => [name, templates] as const);

test('every language that has a file is offered, and is tested here', () => {
  const files = readdirSync(path.join(import.meta.dirname, 'locales')).map((file) => file.replace('.ts', ''));
  expect(files.toSorted()).toEqual(Object.keys(languages).toSorted());
  for (const name of files) expect(languageOf(`${name}-XX`)).toBe(name);
});

test.each(cases)('%s: every message has its translation, and none is left over', (_name, templates) => {
  expect(Object.keys(templates).toSorted()).toEqual([...new Set(used)].toSorted());
});

test.each(cases)('%s: a translation names as many values as the message, each once', (_name, templates) => {
  const places = (id: string) => {
    const [, text] = new RegExp(`msg\\(\\s*str\`([^\`]*)\`,\\s*\\{\\s*id: '${id}'`).exec(source) ?? [];
    return [...(text ?? '').matchAll(/\$\{/g)].length;
  };
  for (const [id, template] of Object.entries(templates)) {
    const values = typeof template === 'string' ? [] : template.values.map(Number).toSorted((a, b) => a - b);
    expect({ id, values }).toEqual({ id, values: Array.from({ length: places(id) }, (_, i) => i) });
  }
});
