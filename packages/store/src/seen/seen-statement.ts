// SPDX-License-Identifier: Apache-2.0
/** What one processed statement was about. Times are ms since the epoch. */
export interface Seen {
  readonly statementId: string;
  readonly sourceId: string;
  readonly occurredAt: number;
  readonly kind: string;
  readonly activity: {
    readonly id: string;
    readonly type: string | null;
    readonly name: Readonly<Record<string, string>> | null;
  } | null;
  /** Subjects without any identity link, and the name that was sent. */
  readonly unknownSubjects: readonly string[];
  readonly subjectName: string | null;
}
