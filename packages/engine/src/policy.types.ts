// SPDX-License-Identifier: Apache-2.0
import type { Framework, RoleProfile } from '@cairn/frameworks';
import type { Mapping } from './rule.schema.ts';

/** A rule that could not be applied: from this version on it is not read. */
export interface RuleOff {
  readonly rule: string;
  readonly reason: string;
  /** ms since the epoch. */
  readonly at: number;
}

/** Everything that decides how statements become mastery, fixed together under one version. Immutable once published. */
export interface Policy {
  /** Rising number as text: "1", "2", … */
  readonly version: string;
  /** ms since the epoch. */
  readonly publishedAt: number;
  readonly publishedBy: string;
  /** IANA zone in which days end. */
  readonly timeZone: string;
  readonly frameworks: readonly Framework[];
  readonly roles: readonly RoleProfile[];
  readonly mapping: Mapping;
  /** Rules of the mapping that are switched off; absent: none. */
  readonly off?: readonly RuleOff[];
  /** Dialect id → version in force. */
  readonly dialects: Readonly<Record<string, number>>;
}
