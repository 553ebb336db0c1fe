// SPDX-License-Identifier: Apache-2.0
/** A request that is refused, as the sender shall read it (RFC 9457). */
import type { Fault } from '@cairn/xapi';

export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly message: string;
  readonly errors: readonly Fault[];
}

export class ProblemError extends Error implements Refusal {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly errors: readonly Fault[];
  constructor(status: number, code: string, title: string, detail: string, errors: readonly Fault[] = []) {
    super(detail);
    this.name = 'ProblemError';
    this.status = status;
    this.code = code;
    this.title = title;
    this.errors = errors;
  }
  /** As plain data. */
  get refusal(): Refusal {
    const { status, code, title, message, errors } = this;
    return { status, code, title, message, errors };
  }
}
