// SPDX-License-Identifier: Apache-2.0
/** What comes in, and how each statement of it ends: in exactly one way, which is counted. */
import type { Source, Store } from '@cairn/store';
import type { XapiVersion } from '@cairn/xapi';

export type IngestOutcome =
  | {
      readonly kind: 'stored';
      readonly id: string;
      /** When what it tells of happened (ms since the epoch); null: it does not say. */
      readonly timestamp: number | null;
    }
  | { readonly kind: 'duplicate'; readonly id: string }
  /** Another statement is stored under its id. */
  | { readonly kind: 'conflict'; readonly id: string }
  | {
      readonly kind: 'quarantined';
      /** The one that it has or will get. */
      readonly id: string;
      readonly code: string;
      readonly message: string;
      /** JSON pointer into the statement's text; '' = the whole. */
      readonly pointer: string;
    };

/** Content of attachments by SHA-2 in lower-case hexadecimal; null: none came along. */
export type Contents = ReadonlyMap<string, Buffer> | null;

export interface IngestOptions {
  readonly store: Store;
  /** Address of this Cairn that others see, without a slash at its end. */
  readonly url: string;
  readonly source: Source;
  /** The version that the statements were sent (or asked for) in. */
  readonly version: XapiVersion;
  readonly contents?: Contents;
  /** SHA-2 of what need not come along: it is here already, or nobody wants it. */
  readonly heldContents?: ReadonlySet<string> | undefined;
  /** Bytes that are no UTF-8 came among them: where U+FFFD stands, the text may be another than was meant. */
  readonly isSpoiled?: boolean | undefined;
}
