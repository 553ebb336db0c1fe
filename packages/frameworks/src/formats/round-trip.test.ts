// SPDX-License-Identifier: Apache-2.0
/** Out and in again is the same, for whatever each format can hold; for CASE in and out again too. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Framework } from '../framework.schema.ts';
import { casePackage, framework } from '../testing/arbitrary.ts';
import { cairnJson } from './cairn-json/cairn-json.ts';
import { caseFormat } from './case/case.ts';
import { csv } from './csv/csv.ts';
import type { FrameworkFormat, ReadOptions } from './format.types.ts';
import { moodleCsv } from './moodle-csv/moodle-csv.ts';
import { xlsx } from './xlsx/xlsx.ts';

const url = 'https://cairn.example';
const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

function again(format: FrameworkFormat, value: Framework, options: ReadOptions = {}): unknown {
  const { document } = format.write(value, url);
  const parsed = format.parse(format.content === 'json' ? throughJson(document) : document, options);
  return parsed.ok ? parsed.framework : parsed.faults;
}

describe('CASE', () => {
  test('a package goes out as it came in, whatever stands in it', () => {
    fc.assert(
      fc.property(casePackage, (value) => {
        const parsed = caseFormat.parse(value);
        expect(parsed.ok ? [] : parsed.faults).toEqual([]);
        if (!parsed.ok) return;
        // As it is stored and read again.
        const stored = throughJson(parsed.framework) as Framework;
        expect(throughJson(caseFormat.write(stored, url).document)).toEqual(throughJson(value));
      }),
    );
  });

  test('a framework of ours comes in as it went out: what CASE has no property for is in an extension', () => {
    fc.assert(
      fc.property(framework({ languages: ['en', 'de'], isWhole: true }), (value) => {
        const read = again(caseFormat, value) as Framework;
        // CASE says of each competency at the top that it is the document's child, and gives names and times to all.
        const relations = read.relations
          .filter(({ destination }) => destination !== value.id)
          .map(({ type, origin, destination }) => ({ type, origin, destination }));
        expect(relations).toEqual(value.relations);
        const plain = ({
          kept: _kept,
          uri: _uri,
          lastChange: _lastChange,
          ...rest
        }: Framework['competencies'][0]) => rest;
        expect(read.competencies.map(plain)).toEqual(value.competencies.map(plain));
        expect([read.id, read.title, read.scales]).toEqual([value.id, value.title, value.scales]);
      }),
    );
  });

  test('identifiers are UUIDs that CASE allows, the same each time', () => {
    fc.assert(
      fc.property(framework(), (value) => {
        const write = () => throughJson(caseFormat.write(value, url).document);
        expect(write()).toEqual(write());
        expect(caseFormat.parse(write())).toMatchObject({ ok: true });
      }),
    );
  });
});

test('Cairn JSON: whatever there is', () => {
  fc.assert(
    fc.property(framework({ languages: ['de', 'en'], isWhole: true }), (value) => {
      expect(again(cairnJson, value)).toEqual(value);
    }),
  );
});

describe.each([csv, xlsx])('$title', (format) => {
  test('several languages and parents, kinds, periods, days and states', () => {
    fc.assert(
      fc.property(framework({ languages: ['en', 'de-CH'] }), (value) => {
        expect(again(format, value, { current: value })).toEqual(value);
      }),
      { numRuns: 50 },
    );
  });
});

test('Moodle CSV: a tree in one language, its scales, rules and cross-references', () => {
  const extra = fc.record({
    related: fc.boolean(),
    rule: fc.constantFrom('none', 'all', 'points'),
    proficient: fc.constantFrom([true, false, true], [false, true, false], [true, true, true]),
  });
  const held = ({ id, code, label, statement, rollUp }: Framework['competencies'][0]) => ({
    id,
    code,
    label,
    statement,
    rollUp,
  });
  fc.assert(
    fc.property(framework({ isTree: true }), extra, (plain, { related, rule, proficient }) => {
      const scale = {
        id: 'scale-2',
        name: { en: 'A, B, C' },
        levels: ['A', 'B', 'C'].map((name, i) => ({
          id: `l${i + 1}`,
          rank: i + 1,
          name: { en: name },
          proficient: proficient[i] ?? false,
        })),
        default: 'l1',
        kept: { moodle: { scaleid: '2' } },
      };
      const children = plain.relations
        .filter(({ destination }) => destination === 'c0')
        .map(({ origin }) => ({ competency: origin, points: 2, required: true }));
      const rollUp =
        rule === 'none' || children.length === 0
          ? {}
          : {
              rollUp: {
                rule:
                  rule === 'all'
                    ? { type: 'all' as const }
                    : { type: 'points' as const, base: children.length, children },
                outcome: 'complete' as const,
              },
            };
      const competencies = plain.competencies.map((one, i) => ({
        ...one,
        id: one.id,
        code: one.id,
        ...(i === 0 ? rollUp : {}),
      }));
      const isRelated = related && competencies.length > 1;
      const value: Framework = {
        ...plain,
        scale: scale.id,
        scales: [scale],
        competencies,
        relations: [
          ...plain.relations,
          ...(isRelated ? [{ type: 'isRelatedTo' as const, origin: 'c0', destination: 'c1' }] : []),
        ],
      };
      const read = again(moodleCsv, value) as Framework;
      expect(read.competencies.map(held)).toEqual(value.competencies.map(held));
      expect(read.scales).toEqual(value.scales);
      const sorted = (list: Framework['relations']) => list.map((one) => JSON.stringify(one)).sort();
      expect(sorted(read.relations)).toEqual(sorted(value.relations));
    }),
  );
});
