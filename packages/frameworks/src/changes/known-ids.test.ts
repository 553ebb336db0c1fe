// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  caseFormat,
  csv,
  type Framework,
  type FrameworkFormat,
  formatById,
  planImport,
  readCsvTable,
  type ReadFramework,
  writeCsv,
} from '../index.ts';
import { framework } from '../testing/arbitrary.ts';

const formatNamed = (id: string): FrameworkFormat => {
  const format = formatById(id);
  if (!format) throw new Error(`There is no format ${id}.`);
  return format;
};
const moodleCsv = formatNamed('moodle-csv');

/** Codes that are not the ids, some of them the ids of others. */
const codes = fc.shuffledSubarray(['c0', 'c1', 'c2', 'c3', 'S1', 'S 2', 'Ü.3', 'A,b'], {
  minLength: 6,
  maxLength: 6,
});
const coded = fc.tuple(framework({ isTree: true }), codes).map(([value, list]): Framework => ({
  ...value,
  competencies: value.competencies.map((one, i) => ({ ...one, code: list[i] ?? one.code })),
}));

function planned(current: Framework, read: ReadFramework) {
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  const plan = planImport(current, read);
  if (!plan.ok) throw new Error(JSON.stringify(plan.faults));
  return plan;
}
const written = (format: FrameworkFormat, value: Framework): unknown => {
  const { document } = format.write(value, 'https://cairn.example');
  return format.content === 'json' ? JSON.parse(JSON.stringify(document)) : document;
};
const unmoved = { added: [], removed: [], moved: [], reworded: [], meaningChanged: [] };

/** The same table without its column of ids; parents by their codes. */
function withoutIds(value: Framework): string {
  const codeOf = new Map(value.competencies.map(({ id, code }) => [id, code]));
  const read = readCsvTable(String(csv.write(value, '').document));
  if (!read.ok) throw new Error('refused');
  return writeCsv(
    read.table.rows.map(({ cells: [_id, code = '', parent = '', ...rest] }, i) => [
      code,
      i === 0 ? parent : (codeOf.get(parent) ?? ''),
      ...rest,
    ]),
  );
}

describe('a framework whose codes are not its ids, exported and imported unedited', () => {
  test.each([moodleCsv, csv, formatNamed('xlsx'), caseFormat, formatNamed('cairn-json')])(
    'as $title adds, removes and moves nothing',
    (format) => {
      fc.assert(
        fc.property(coded, (value) => {
          const read = format.parse(written(format, value), { current: value });
          expect(planned(value, read).diff).toMatchObject(unmoved);
        }),
        { numRuns: 100 },
      );
    },
  );
  test.each([csv, formatNamed('xlsx'), moodleCsv])(
    'as $title says no language where none was said',
    (format) => {
      const { language: _language, ...silent } = current;
      const read = format.parse(written(format, silent), { current: silent });
      const fields = planned(silent, read).diff.framework.map(({ field }) => field);
      expect(fields).not.toContain('language');
    },
  );
  test('as Moodle CSV keeps its scale and the title in its other language, with the indicators of its levels', () => {
    const indicator = { id: 'i', level: 'l', text: en('Sees it'), kind: 'performance' as const };
    const value = {
      ...current,
      title: { en: 'Quay', de: 'Kai' },
      competencies: current.competencies.map((one) => ({ ...one, indicators: [indicator] })),
    };
    const { framework: next, diff } = planned(
      value,
      moodleCsv.parse(written(moodleCsv, value), { current: value }),
    );
    expect([next.scales, diff.changed, diff.framework]).toEqual([value.scales, [], []]);
    expect(next.competencies.map(({ indicators }) => indicators)).toEqual([[indicator], [indicator]]);
  });
  test('as CSV without ids neither, and its addresses stay', () => {
    fc.assert(
      fc.property(coded, (value) => {
        const { diff } = planned(value, csv.parse(withoutIds(value), { current: value }));
        expect(diff).toMatchObject({ ...unmoved, changed: [] });
      }),
      { numRuns: 100 },
    );
  });
});

const en = (text: string) => ({ en: text });
const skill = (id: string, code: string) => ({
  id,
  code,
  label: en(`Label ${id}`),
  statement: en(`Label ${id}`),
  kind: 'skill' as const,
});
const current = planned(
  ...((): [Framework, ReadFramework] => {
    const read = formatNamed('cairn-json').parse({
      id: 'quay',
      title: en('Quay'),
      version: '1',
      language: 'en',
      scale: 's',
      scales: [
        {
          id: 's',
          name: en('S'),
          levels: [{ id: 'l', rank: 1, name: en('L'), minScore: 0, proficient: true }],
        },
      ],
      competencies: [skill('hazard', 'S1'), skill('tide', 'S2')],
      relations: [{ type: 'isRelatedTo', origin: 'hazard', destination: 'tide' }],
    });
    if (!read.ok) throw new Error(JSON.stringify(read.faults));
    return [read.framework, read];
  })(),
).framework;
const imported = (text: string, from: Framework = current) =>
  planned(from, csv.parse(text, { current: from }));

describe('a competency of a file', () => {
  test('without ids is the one of its code; what means something else then comes again as the same', () => {
    const file = 'code,label,statement\nS1,Label hazard,Moors a ship\nS2,Label tide,Label tide\n';
    const { diff, framework: next } = imported(file);
    expect([diff.added, diff.removed]).toEqual([[], []]);
    expect(diff.meaningChanged.map(({ id }) => id)).toEqual(['hazard']);
    expect(imported(file, next).framework).toEqual(next);
  });
  test('with an id that is not there is the one of its code, unless another row has the id of that', () => {
    const moved = imported('id,code,label\nnew,S1,Label hazard\ntide,S2,Label tide\n');
    expect([moved.diff.added, moved.diff.removed]).toEqual([[], []]);
    expect(moved.framework.relations).toEqual(current.relations);
    const beside = imported('id,code,label\nnew,S1,Label new\nhazard,S9,Label hazard\ntide,S2,Label tide\n');
    expect(beside.diff.added.map(({ id }) => id)).toEqual(['new']);
    expect(beside.diff.removed).toEqual([]);
  });
  test('that is new does not take the id of another that its code is like', () => {
    const file = 'code,label\nS1,Label hazard\nS2,Label tide\ntide,Reads the tables\n';
    const { diff, framework: next } = imported(file);
    expect([diff.added.length, diff.removed]).toEqual([1, []]);
    expect(imported(file, next).framework).toEqual(next);
  });
});
