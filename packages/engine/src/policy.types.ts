// SPDX-License-Identifier: Apache-2.0
import type { Framework, RoleProfile } from '@cairn/frameworks';
import type { Mapping } from './rule.schema.ts';

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
  /** Dialect id → version in force. */
  readonly dialects: Readonly<Record<string, number>>;
}
