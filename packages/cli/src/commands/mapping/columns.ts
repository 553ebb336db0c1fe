// SPDX-License-Identifier: Apache-2.0
/** Rows of text below each other: numbers to the right, all else to the left. */

const isNumber = (text: string) => /^[\d,.+−-]*$/.test(text);

/** @param rows the first is the heading; every row has as many cells. */
export function columns(rows: readonly (readonly string[])[], indent = '  '): readonly string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => (row[i] ?? '').length)));
  const isRight = widths.map((_, i) => rows.slice(1).every((row) => isNumber(row[i] ?? '')));
  return rows.map((row) =>
    (
      indent +
      row
        .map((cell, i) => (isRight[i] ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
        .join('  ')
    ).trimEnd(),
  );
}
