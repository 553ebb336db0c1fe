// SPDX-License-Identifier: Apache-2.0
/** A training matrix on its way in: what is asked, what was read, and what it would do. */
import type { EntryKind } from '@cairn/engine';
import type { Table } from '@cairn/frameworks';
import type { Entry } from '../entry.types.ts';
import type { DayOrder } from './read-day.ts';

export interface MatrixOptions {
  /** Field → header of its column, where the headers do not say it. */
  readonly columns?: Readonly<Record<string, string>> | undefined;
  /** How days with slashes are written. */
  readonly dates?: DayOrder | undefined;
  /** What the rows are that do not say it; default: certificates. */
  readonly kind?: EntryKind | undefined;
  /** Home page of the accounts that the column `person` names. */
  readonly homePage?: string | undefined;
  /** Leave out whom nobody knows, instead of refusing the whole. */
  readonly skipUnknown?: boolean | undefined;
}

/** A table that says its places in words. */
export interface MatrixTable extends Pick<Table, 'rows'> {
  /** "line 12, column 3" of a text file, "cell C12" of a sheet. */
  readonly placeOf: (line: number, column: number) => string;
}

/** One thing wrong, or worth knowing, in the file. */
export interface MatrixFault {
  /** "line 12, column 3", "cell C12", or "" for the whole. */
  readonly place: string;
  readonly code: string;
  readonly message: string;
}

/** With what it is put in order by; -1: the whole line, or the whole file. */
export interface PlacedFault extends MatrixFault {
  readonly line: number;
  readonly column: number;
}

/** Where the parts of a certificate stand, so that what is wrong of it is said there. */
export interface ItemColumns {
  readonly competency: number | undefined;
  readonly issued: number | undefined;
  readonly expires: number | undefined;
  readonly level: number | undefined;
  readonly value: number | undefined;
}

/** What one row or cell says, with names still as they stand. undefined: it cannot be read, which is said already. */
export interface MatrixItem {
  readonly line: number;
  /** Where its parts stand. */
  readonly columns: ItemColumns;
  /** Where its person stands. */
  readonly personPlace: string;
  readonly person: string | undefined;
  readonly competencyId: string | undefined;
  readonly issued: string | undefined;
  /** Day that it still holds on. */
  readonly expires: string | null | undefined;
  readonly level: string | null;
  readonly kind: EntryKind | null | undefined;
  readonly value: number | null | undefined;
  readonly assessor: string | null;
  readonly issuer: string | null;
  readonly reference: string | null;
  readonly note: string | null;
}

export interface UnknownPerson {
  readonly name: string;
  readonly places: readonly string[];
}
export interface ImportPlan {
  /** Certificates that the file holds, readable or not. */
  readonly items: number;
  /** Persons whom they are of and who are known. */
  readonly people: number;
  readonly unknown: readonly UnknownPerson[];
  readonly added: number;
  /** They are stored already. */
  readonly existing: number;
  /** They say again what stands in the file before. */
  readonly repeated: number;
  /** The first thousand. */
  readonly faults: readonly MatrixFault[];
  /** How many there are beyond those listed. */
  readonly moreFaults: number;
  readonly notes: readonly MatrixFault[];
  /** What would be added; empty as long as something is wrong. */
  readonly entries: readonly Entry[];
}
