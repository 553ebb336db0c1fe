// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DayOrder, readDay } from './read-day.ts';

test.each<[string, DayOrder, string]>([
  ['2026-03-01', null, '2026-03-01'],
  ['2026-3-1', null, '2026-03-01'],
  ['2026/03/01', null, '2026-03-01'],
  ['2026-03-01T00:00:00', null, '2026-03-01'],
  ['2026-03-01 00:00:00', null, '2026-03-01'],
  ['01.03.2026', null, '2026-03-01'],
  ['1. 3.2026', null, '2026-03-01'],
  ['03/04/2026', 'dmy', '2026-04-03'],
  ['03/04/2026', 'mdy', '2026-03-04'],
  ['3-4-2026', 'mdy', '2026-03-04'],
  ['29.02.2024', null, '2024-02-29'],
  // One day whichever comes first.
  ['03/03/2026', null, '2026-03-03'],
])('%s (%s) is %s', (text, order, day) => expect(readDay(text, order)).toEqual({ ok: true, day }));

test.each<[string, DayOrder, string]>([
  ['03/04/2026', null, 'DAY_AMBIGUOUS'],
  ['13/04/2026', null, 'DAY_ORDER'],
  ['01/13/2026', null, 'DAY_ORDER'],
  ['13/13/2026', null, 'DAY_UNKNOWN'],
  ['13/04/1206', null, 'YEAR'],
  ['04/13/1206', null, 'YEAR'],
  ['13/13/2026', 'dmy', 'DAY_UNKNOWN'],
  ['13/04/2026', 'mdy', 'DAY_UNKNOWN'],
  ['29.02.2025', null, 'DAY_UNKNOWN'],
  ['01.03.26', null, 'YEAR'],
  ['01.03.0206', null, 'YEAR'],
  ['2206-03-01', null, 'YEAR'],
  ['12', null, 'NO_DAY'],
  // Numbers of spreadsheets' days: a workbook says by its format that they are.
  ['44000', null, 'NO_DAY'],
  ['45352.75', null, 'NO_DAY'],
  ['45352,75', 'dmy', 'NO_DAY'],
  ['20260301', null, 'NO_DAY'],
  ['99999', null, 'NO_DAY'],
  ['x', null, 'NO_DAY'],
  ['März 2026', null, 'NO_DAY'],
  ['2026-03', null, 'NO_DAY'],
])('%s (%s) is refused: %s', (text, order, code) =>
  expect(readDay(text, order)).toMatchObject({ ok: false, code }),
);

test.each<[string, DayOrder, string]>([
  [
    '01/13/2026',
    null,
    '01/13/2026 can only have the month first. Write 2026-01-13, or say for the whole file: dates mdy.',
  ],
  [
    '13/01/2026',
    null,
    '13/01/2026 can only have the day first. Write 2026-01-13, or say for the whole file: dates dmy.',
  ],
  ['01/13/2026', 'dmy', 'There is no day 01/13/2026 with the day first.'],
  ['13/13/2026', 'dmy', 'There is no day 13/13/2026.'],
  [
    '44000',
    null,
    '"44000" is a number and no day. Write the day like 2026-03-01; in a workbook, format the cell as a date.',
  ],
])('of %s (%s) it is said what to write', (text, order, message) =>
  expect(readDay(text, order)).toMatchObject({ ok: false, message }),
);

test('every day is read as itself in each way of writing it', () => {
  const days = fc.date({ min: new Date('1950-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(days, (date) => {
      const day = date.toISOString().slice(0, 10);
      const [year = '', month = '', of = ''] = day.split('-');
      for (const [text, order] of [
        [day, null],
        [`${of}.${month}.${year}`, null],
        [`${of}/${month}/${year}`, 'dmy'],
        [`${month}/${of}/${year}`, 'mdy'],
      ] as const)
        expect(readDay(text, order)).toEqual({ ok: true, day });
    }),
  );
});
