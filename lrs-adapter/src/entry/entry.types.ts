// SPDX-License-Identifier: Apache-2.0
/** Evidence that did not come from an LMS: who was seen, or was certified, to be able to do what. Times are ms since the epoch. */
import type { EntryKind } from '@cairn/engine';

export interface Entry {
  readonly personId: string;
  readonly competencyId: string;
  readonly kind: EntryKind;
  /** Level that it shows; null without a value: the first proficient one. */
  readonly level: string | null;
  /** 0..1, instead of a level. */
  readonly value: number | null;
  /** false: it was looked for and not seen. */
  readonly isShown: boolean;
  readonly occurredAt: number;
  /** It holds until then, exclusive; null = it does not say. */
  readonly expiresAt: number | null;
  /** Who observed or assessed. */
  readonly assessor: string | null;
  /** Who issued the certificate. */
  readonly issuer: string | null;
  /** Its number, or where it is kept. */
  readonly reference: string | null;
  readonly note: string | null;
}
/** An entry of which something may be unreadable, which was said already: what is left of it is checked all the same. */
export interface EntryDraft extends Omit<
  Entry,
  'personId' | 'competencyId' | 'value' | 'occurredAt' | 'expiresAt'
> {
  /** undefined here and below: it cannot be read. */
  readonly competencyId: string | undefined;
  readonly value: number | null | undefined;
  readonly occurredAt: number | undefined;
  readonly expiresAt: number | null | undefined;
}
export interface EntryFault {
  /** JSON pointer into the entry. */
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
}
