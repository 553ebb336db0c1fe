// SPDX-License-Identifier: Apache-2.0
/**
 * What a statement means, whoever sent it. Flow: statement → [dialect] → normal statement → mapping.
 * A dialect is pure and versioned: the same statement, source and version always give the same normal statement.
 */
import type { LanguageMap, Statement } from '@cairn/xapi';

/** Closed list: what kind of event the statement tells of. `other` when the dialect cannot tell. */
export const statementKinds = [
  'attempt',
  'question',
  'submission',
  'grading',
  'module-completion',
  'course-completion',
  'progress',
  'view',
  'launch',
  'session',
  'enrolment',
  'observation',
  'attestation',
  'administration',
  'other',
] as const;
export type StatementKind = (typeof statementKinds)[number];

/** Closed list: by what something was shown. Finer than the kind: an attempt may be a test or a simulation. */
export const shownByWays = [
  'knowledge-test',
  'simulation',
  'performance',
  'attendance',
  'completion',
  'attestation',
] as const;
export type ShownBy = (typeof shownByWays)[number];

/** How the value was found. Kept on the evidence, so that a reader can see what stands behind a number. */
export type ValuePath = 'raw' | 'scaled' | 'success' | 'verb' | 'confidence' | 'fixed' | 'none';

/** What of the sender's settings a dialect may depend on. */
export interface DialectSource {
  readonly id: string;
  /** Range of result.score.scaled as this sender means it. */
  readonly scaledRange: '0..1' | '-1..1';
}

export interface NormalActivity {
  readonly id: string;
  readonly type: string | null;
  readonly name: LanguageMap | null;
}

/** What a statement itself says of somebody's competence: by a named party, of competencies that it names. */
export interface Claim {
  /** IRIs as sent, or ids of Cairn's own; each once, at least one. */
  readonly competencies: readonly string[];
  /** It takes back what was held (revoked, forfeited) instead of giving. */
  readonly isEnd: boolean;
  /** Id of the level that it names; null = none. */
  readonly level: string | null;
  /** When it ends, as sent: an instant, or a day that it still holds on; null = it does not say. */
  readonly until: string | null;
  /** How sure whoever claims it is: 0 sure that not, 1 certain; null = it does not say. */
  readonly belief: number | null;
}

export interface NormalStatement {
  readonly statementId: string;
  /** `<dialect id>@<version>`. */
  readonly dialect: string;
  readonly sourceId: string;
  /**
   * Canonical identifiers (see `actorIdentifier` of @cairn/xapi) of those the statement speaks of: the learners, who need not be
   * the actor; a Group gives its members. Empty when the learner is somebody else who cannot be told: nobody gains by it.
   */
  readonly subjects: readonly string[];
  /** Display name of the subject as sent, when there is exactly one. */
  readonly subjectName: string | null;
  /** When it happened, ms since the epoch. */
  readonly occurredAt: number;
  readonly verb: string;
  /** null when the object is no activity. */
  readonly activity: NormalActivity | null;
  /**
   * Identifier of the activity that stays when the LMS is replaced (cmi5: the publisher's id), for mappings that shall outlive it.
   * null = this sender has none.
   */
  readonly stableActivity: string | null;
  readonly kind: StatementKind;
  /** null = nothing was shown (a launch, a view), or the dialect cannot tell. */
  readonly shownBy: ShownBy | null;
  readonly parents: readonly NormalActivity[];
  readonly groupings: readonly NormalActivity[];
  readonly categories: readonly NormalActivity[];
  /** 0..1, null = unknown (not sent, no range, not final, or the dialect does not trust it). */
  readonly score: number | null;
  readonly scorePath: Extract<ValuePath, 'raw' | 'scaled' | 'none'>;
  /** As sent, for explanations. */
  readonly scoreAsSent: {
    readonly raw?: number;
    readonly min?: number;
    readonly max?: number;
    readonly scaled?: number;
  } | null;
  /** Pass or fail, only where the dialect trusts it; null = unknown. */
  readonly success: boolean | null;
  readonly completion: boolean | null;
  readonly durationMs: number | null;
  readonly response: string | null;
  /** Identifies the attempt that this belongs to, when the dialect knows. */
  readonly attempt: string | null;
  readonly registration: string | null;
  /** Who taught or judged: the context's instructor, else the actor when the learner is somebody else. */
  readonly instructor: string | null;
  /** Absent: it claims nothing of a competency by its name. */
  readonly claim?: Claim;
  readonly platform: string | null;
  /** Extensions of context, result and object definition, merged in that order (first wins). */
  readonly extensions: Readonly<Record<string, unknown>>;
}

export interface Dialect {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  /** Scaled range that this dialect's senders use unless the source says otherwise. */
  readonly scaledRange: DialectSource['scaledRange'];
  /** How sure the dialect is that it is the right one for this statement, 0 no .. 1 certain. For suggestions to an admin only. */
  readonly recognise: (statement: Statement) => number;
  readonly normalise: (
    statement: Statement & { readonly id: string },
    source: DialectSource,
  ) => NormalStatement;
  /**
   * The statement without what another sending of the same event would change (e.g. Moodle's per-run registration).
   * The id of a statement sent without one is derived from this.
   */
  readonly stableContent: (statement: Statement) => unknown;
}
