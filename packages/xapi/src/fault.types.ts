// SPDX-License-Identifier: Apache-2.0
/** One thing wrong with an input: where (JSON pointer, RFC 6901), what, and which rule of the standard says so. */
export interface Fault {
  /** JSON pointer into the request body, '' for the whole. */
  readonly pointer: string;
  /** Stable, SCREAMING_SNAKE. */
  readonly code: string;
  /** A plain sentence: what is wrong and what to send instead. Never repeats a secret. */
  readonly message: string;
  /** Clause of the standard, e.g. "xAPI 1.0.3 Data 2.4.2". */
  readonly rule?: string;
}
