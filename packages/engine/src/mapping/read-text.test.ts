// SPDX-License-Identifier: Apache-2.0
import { indexFrameworks } from '@cairn/frameworks';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mostYaml, parseMapping, readMappingText } from '../index.ts';
import { framework } from '../testing/policy.ts';

const around = { frameworks: indexFrameworks([framework]), sources: [] };
const yaml = `
title: { en: First mapping }
rules:
  # The quiz at the end of the course.
  - id: gangway-check
    title: { en: Gangway check }
    competency: A
    kind: knowledge-test
    when:
      all:
        - { field: activity, op: eq, value: https://learn.example.org/check/gangway }
        - { field: score, op: gte, value: 80 }
        - { field: occurredAt, op: gte, value: 2026-01-01 }
    value: { from: score }
    level: L9
  - id: second
    title: { en: Second }
    when: { field: verb, op: eq, value: v }
    kind: observation
    value: { from: score }
`;
const faultsOf = (text: string) => {
  const read = readMappingText(text);
  if (!read.ok) return read.faults.map(({ line, code }) => `${line} ${code}`);
  const parsed = parseMapping(read.value, around);
  return parsed.ok ? [] : read.placed(parsed.faults).map(({ line, pointer }) => `${line} ${pointer}`);
};

describe('a mapping written by hand', () => {
  test('in YAML has each fault at its line; what is missing, at what it is missing from', () =>
    expect(faultsOf(yaml)).toEqual([
      '12 /rules/0/when/all/1/value',
      '16 /rules/1/competency',
      '15 /rules/0/level',
    ]));
  test('in YAML is the same as in JSON', () => {
    const read = readMappingText(yaml);
    if (!read.ok) throw new Error('refused');
    const json = JSON.stringify(read.value, null, 2);
    const again = readMappingText(json);
    expect(again.ok && again.value).toEqual(read.value);
    const lineOf = (text: string) => json.split('\n').findIndex((line) => line.includes(text)) + 1;
    expect(faultsOf(json)[0]).toBe(`${lineOf('80')} /rules/0/when/all/1/value`);
  });
  test('can be taken once it is whole', () =>
    expect(
      faultsOf(
        yaml
          .replace('80', '0.8')
          .replace('L9', 'L3')
          .replace('title: { en: Second }', 'title: { en: Second }\n    competency: B'),
      ),
    ).toEqual([]));
  test.each([
    ['an end that is missing', 'title: { en: M\nrules: []\n'],
    ['a tab', 'title:\n\ten: M\n'],
    ['a broken JSON', '{"title": {"en": "M"}, "rules": [}'],
  ])('that cannot be read says its line: %s', (_name, text) => {
    for (const one of faultsOf(text)) expect(one).toMatch(/^\d+ NOT_YAML$/);
    expect(faultsOf(text)).not.toEqual([]);
  });
  test('that says one thing twice is refused', () =>
    expect(faultsOf('title: { en: M }\nrules: []\nrules: []\n')).toEqual(['3 KEY_REPEATED']));
  test('does not unfold into more than it is', () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefgh'
        .split('')
        .map((one, i) => `${one}: &${one} [${Array.from({ length: 9 }, () => `*${'abcdefgh'[i]}`).join()}]`),
    ];
    expect(readMappingText(bomb.join('\n'))).toMatchObject({ ok: false, faults: [{ code: 'NOT_YAML' }] });
  });
  test('that is too long is refused at once', () =>
    expect(readMappingText(`title: ${'x'.repeat(mostYaml)}`)).toMatchObject({
      ok: false,
      faults: [{ code: 'TEXT_TOO_LONG' }],
    }));
  test('is read to what JSON says, or refused, whatever it is', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const read = readMappingText(text);
        return read.ok && JSON.stringify(read.value) === JSON.stringify(JSON.parse(text));
      }),
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        const read = readMappingText(text);
        return read.ok || read.faults.length > 0;
      }),
    );
  });
});
