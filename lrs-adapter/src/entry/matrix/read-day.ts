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

const dayMs = 86_400_000;
/** Serial 60 is the 29th of February 1900, which never was: what lies before is one off and of no use here. */
const serialStart = Date.UTC(1899, 11, 30);
const serials = { from: 18_264, to: 73_050 } as const; // 1950-01-01 to 2099-12-31

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

function readSlashed([, a = '', b = '', year = '']: RegExpExecArray, text: string, order: DayOrder): ReadDay {
  if (order === null)
    return {
      ok: false,
      code: 'DAY_AMBIGUOUS',
      message: `${text} may have the day first or the month first. Say which: dates dmy, or dates mdy.`,
    };
  const [day, month] = order === 'dmy' ? [a, b] : [b, a];
  return dayOf(Number(year), Number(month), Number(day), text);
}

/** `text`: trimmed and not empty. */
export function readDay(text: string, order: DayOrder): ReadDay {
  const inOrder = iso.exec(text);
  if (inOrder) return dayOf(Number(inOrder[1]), Number(inOrder[2]), Number(inOrder[3]), text);
  const withDots = dotted.exec(text);
  if (withDots) return dayOf(Number(withDots[3]), Number(withDots[2]), Number(withDots[1]), text);
  const withSlashes = slashed.exec(text);
  if (withSlashes) return readSlashed(withSlashes, text, order);
  const serial = /^\d{5}(?:[.,]\d+)?$/.test(text) ? Math.floor(Number(text.replace(',', '.'))) : 0;
  if (serial >= serials.from && serial <= serials.to)
    return { ok: true, day: new Date(serialStart + serial * dayMs).toISOString().slice(0, 10) };
  if (shortYear.test(text))
    return { ok: false, code: 'YEAR', message: `${text} has a year of two digits. Write all four.` };
  return {
    ok: false,
    code: 'NO_DAY',
    message: `"${text}" is no day. Write it like 2026-03-01 or 01.03.2026.`,
  };
}
