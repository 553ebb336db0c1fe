// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { competencies, framework, groups, levels } from './competencies.ts';

test('there are 25 competencies in 5 groups, and no id or code twice', () => {
  expect(competencies).toHaveLength(25);
  expect(groups).toHaveLength(5);
  for (const key of ['id', 'code'] as const)
    expect(new Set(framework.competencies.map((one) => one[key])).size).toBe(30);
});

test('every competency has a context and one indicator a level of its own, in English and German, short enough to read', () => {
  const texts = competencies.flatMap(({ context, indicators }) => [
    context,
    ...levels.map(({ id }) => indicators[id]),
  ]);
  expect(texts).toHaveLength(25 * 5);
  for (const language of ['en', 'de'] as const) {
    const written = texts.map((text) => text[language]);
    expect(new Set(written).size).toBe(written.length);
    expect(written.filter((text) => text.length < 20 || text.length > 120 || !/[.!]$/.test(text))).toEqual(
      [],
    );
  }
});

test('no sentence is a template: none is another with the label exchanged', () => {
  const labels = competencies.flatMap(({ label }) => [label.en, label.de]);
  const stripped = competencies.flatMap(({ indicators }) =>
    levels.map(({ id }) => labels.reduce((text, label) => text.replaceAll(label, '…'), indicators[id].en)),
  );
  expect(new Set(stripped).size).toBe(100);
});
