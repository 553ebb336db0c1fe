// SPDX-License-Identifier: Apache-2.0
/** Why a walk through a remote's pages has ended early, in words for an operator, and what to do about it. */

/**
 * `retry`: by itself, later · `stop`: nothing will change until an operator does · `smaller`: the answer was too large ·
 * `anew`: later, and not from the page it had come to but from the cursor.
 */
export type Remedy = 'retry' | 'stop' | 'smaller' | 'anew';

export class PullError extends Error {
  readonly code: string;
  readonly remedy: Remedy;
  /** HTTP status of the remote's answer; null: there was none, or it could not be read. */
  readonly status: number | null;
  /** The remote wishes to be left alone for so long. */
  readonly waitMs: number | null;
  constructor(
    code: string,
    message: string,
    more: {
      readonly remedy?: Remedy;
      readonly status?: number;
      readonly waitMs?: number | null;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, { cause: more.cause });
    this.name = 'PullError';
    this.code = code;
    this.remedy = more.remedy ?? 'retry';
    this.status = more.status ?? null;
    this.waitMs = more.waitMs ?? null;
  }
}
