// SPDX-License-Identifier: Apache-2.0
/** What a format of frameworks must give. Flow: imported document → [format] → framework, and back. */
import type { Competency, Framework } from '../framework.schema.ts';
import type { ParsedFramework } from '../parse-framework.ts';

/** What a document does not say itself. */
export interface ReadOptions {
  /** Id that the framework has here; absent: the one that the document gives it. */
  readonly id?: string | undefined;
  readonly title?: string | undefined;
  /** BCP 47 tag of texts whose language the document does not name. */
  readonly language?: string | undefined;
  /** Of a table: field → header of its column, where the header is not one that is known. */
  readonly columns?: Readonly<Record<string, string>> | undefined;
  /** Of a workbook: name of the sheet. */
  readonly sheet?: string | undefined;
  /** The framework as it is in force: its id, title and scales hold where the document has none. */
  readonly current?: Framework | undefined;
}

/** What a document can speak of; of the rest stays what is in force, where the document does not say it all the same. */
export interface Holds {
  readonly framework: readonly (keyof Framework)[];
  /** Without `id`: it has codes alone, and its ids are made of them. */
  readonly competency: readonly (keyof Competency)[];
  /** Types of relations. */
  readonly relations: 'all' | readonly string[];
}
export type ReadFramework =
  | (Extract<ParsedFramework, { ok: true }> & {
      /** Absent: of everything. */
      readonly holds?: Holds;
    })
  | Extract<ParsedFramework, { ok: false }>;

export interface WrittenFramework {
  /** A value for JSON, a text or bytes, as `content` of the format says. */
  readonly document: unknown;
  /** What the format has no place for, in plain words. */
  readonly lost: readonly string[];
}

export interface FrameworkFormat {
  /** Name of its folder. */
  readonly id: string;
  readonly title: string;
  /** Media types that its documents are sent under. */
  readonly mediaTypes: readonly string[];
  /** Of its files, without the dot. */
  readonly extension: string;
  /** What its documents are: a parsed JSON value, the whole text, or bytes. */
  readonly content: 'json' | 'text' | 'bytes';
  /** How sure the format is that this document is one of its own, 0 no .. 1 certain. */
  readonly detect: (document: unknown) => number;
  /** Pure; never throws. The same document gives the same ids, so that importing it again is an update. */
  readonly parse: (document: unknown, options?: ReadOptions) => ReadFramework;
  /** @param url address that others see this Cairn under, without a slash at its end. */
  readonly write: (framework: Framework, url: string) => WrittenFramework;
}
