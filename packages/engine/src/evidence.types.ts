// SPDX-License-Identifier: Apache-2.0
import type { ValuePath } from '@cairn/dialects';
import type { evidenceKinds } from './rule.schema.ts';

export type EvidenceKind = (typeof evidenceKinds)[number];

/** One statement's contribution to one competency. Immutable; holds no person. All times are ms since the epoch. */
export interface Evidence {
  /** Hex of a 128-bit hash of (statement, subject, rule digest, dialect, competency). */
  readonly id: string;
  readonly statementId: string;
  /** Canonical identifier that the statement speaks of. */
  readonly subject: string;
  readonly competencyId: string;
  readonly ruleId: string;
  /** Digest of the rule's content: the same content under another policy version is the same evidence. */
  readonly ruleDigest: string;
  /** `<id>@<version>` of the dialect that read the statement, as the policy fixes it. */
  readonly dialect: string;
  readonly kind: EvidenceKind;
  /** `revoking`: takes back whatever was held before it; says nothing of a level. */
  readonly polarity: 'positive' | 'negative' | 'neutral' | 'revoking';
  /** 0..1; null for exposure without a measure. */
  readonly value: number | null;
  readonly valuePath: ValuePath;
  /** Pass or fail where the dialect trusts it; it outranks a score's cut-off in both directions. null = unknown. */
  readonly success: boolean | null;
  /** Level that the rule grants; null = from value by the scale. */
  readonly levelId: string | null;
  /** (0, 1]. */
  readonly weight: number;
  readonly occurredAt: number;
  /** `stored` of the statement. */
  readonly recordedAt: number;
  /** Own order of the statement in the store; breaks ties of occurredAt. */
  readonly seq: number;
  /** Counts while occurredAt <= t < validTo; null = without end. */
  readonly validTo: number | null;
  readonly sourceId: string;
  readonly activityId: string | null;
  /** When its statement was voided, if it was. */
  readonly withdrawnAt: number | null;
}

/** Evidence as one person's: what the identity link adds. */
export interface LinkedEvidence extends Evidence {
  /** When the link of subject and person was made; recorded time of the pair is the later of the two. */
  readonly linkedAt: number;
}
