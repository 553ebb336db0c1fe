// SPDX-License-Identifier: Apache-2.0
/** A table as it stands in a file: rows of texts, and where each stands. */
import type { FrameworkFault } from '../faults.ts';

export interface TableRow {
  /** Line of a text file or row of a sheet, from 1. */
  readonly line: number;
  /** By column, from 0; an empty cell is an empty text. */
  readonly cells: readonly string[];
}
export interface Table {
  readonly rows: readonly TableRow[];
  /** A place in it as a pointer: "/line 12/column 3", "/C12". */
  readonly pointerOf: (line: number, column?: number) => string;
}
export type ReadTable =
  | { readonly ok: true; readonly table: Table }
  | {
      readonly ok: false;
      readonly faults: readonly FrameworkFault[];
      readonly more?: number;
      /** The rows above the first fault: for who says what is wrong in them too. */
      readonly rest?: Table;
    };
