// SPDX-License-Identifier: Apache-2.0
/**
 * Days as spreadsheets hold them → "2026-03-01". What could be two days is refused, never guessed: 03/04/2026 is one in London and
 * another in New York. Pure.
 */

/** How days with slashes or dashes are written, day first or month first; null: nobody has said. */
export type DayOrder = 'dmy' | 'mdy' | null;
export type ReadDay =
  | { readonly ok: true; readonly day: string }
  | { readonly ok: false; readonly code: string; readonly message: string };

const two = (part: number) => String(part).padStart(2, '0');

function dayOf(year: number, month: number, day: number, text: string): ReadDay {
  const date = new Date(Date.UTC(year, month - 1, day));
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!isReal) return { ok: false, code: 'DAY_UNKNOWN', message: `There is no day ${text}.` };
  if (year < 1950 || year > 2100)
    return { ok: false, code: 'YEAR', message: `The year of ${text} is not between 1950 and 2100.` };
  return { ok: true, day: `${year}-${two(month)}-${two(day)}` };
}

const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?$/;
const dotted = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?: [\d:]+)?$/;
const slashed = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?: [\d:]+(?: [AP]M)?)?$/i;
const shortYear = /^\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d{2}$/;

const orders = { dmy: 'day', mdy: 'month' } as const;

/** Without an order only what reads as the same day both ways is taken; else it is said which order the text leaves open. */
function readSlashed([, a = '', b = '', year = '']: RegExpExecArray, text: string, order: DayOrder): ReadDay {
  const readings = {
    dmy: dayOf(Number(year), Number(b), Number(a), text),
    mdy: dayOf(Number(year), Number(a), Number(b), text),
  };
  const { dmy, mdy } = readings;
  if (order !== null) {
    const [given, other] = order === 'dmy' ? [dmy, mdy] : [mdy, dmy];
    return !given.ok && other.ok
      ? { ...given, message: `There is no day ${text} with the ${orders[order]} first.` }
      : given;
  }
  if (dmy.ok && mdy.ok)
    return dmy.day === mdy.day
      ? dmy
      : {
          ok: false,
          code: 'DAY_AMBIGUOUS',
          message: `${text} may have the day first or the month first. Say which: dates dmy, or dates mdy.`,
        };
  for (const one of ['dmy', 'mdy'] as const) {
    const reading = readings[one];
    if (reading.ok)
      return {
        ok: false,
        code: 'DAY_ORDER',
        message: `${text} can only have the ${orders[one]} first. Write ${reading.day}, or say for the whole file: dates ${one}.`,
      };
  }
  return !dmy.ok && dmy.code === 'YEAR' ? dmy : mdy;
}

/** `text`: trimmed and not empty. */
export function readDay(text: string, order: DayOrder): ReadDay {
  const inOrder = iso.exec(text);
  if (inOrder) return dayOf(Number(inOrder[1]), Number(inOrder[2]), Number(inOrder[3]), text);
  const withDots = dotted.exec(text);
  if (withDots) return dayOf(Number(withDots[3]), Number(withDots[2]), Number(withDots[1]), text);
  const withSlashes = slashed.exec(text);
  if (withSlashes) return readSlashed(withSlashes, text, order);
  // What a spreadsheet counts as days since 1900 or 1904 may as well be the number of a certificate.
  if (/^\d+(?:[.,]\d+)?$/.test(text))
    return {
      ok: false,
      code: 'NO_DAY',
      message: `"${text}" is a number and no day. Write the day like 2026-03-01; in a workbook, format the cell as a date.`,
    };
  if (shortYear.test(text))
    return { ok: false, code: 'YEAR', message: `${text} has a year of two digits. Write all four.` };
  return {
    ok: false,
    code: 'NO_DAY',
    message: `"${text}" is no day. Write it like 2026-03-01 or 01.03.2026.`,
  };
}
