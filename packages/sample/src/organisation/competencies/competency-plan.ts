// SPDX-License-Identifier: Apache-2.0
/** What is written down of one competency of the port. */

/** English and German: the port's two languages. */
export interface Words {
  readonly en: string;
  readonly de: string;
}
export type LevelId = 'knows' | 'applies' | 'leads' | 'coaches';
export type Proof = 'quiz' | 'course' | 'observation' | 'simulator';

export interface CompetencyPlan {
  readonly id: string;
  readonly label: Words;
  readonly statement: Words;
  /** Where, with what equipment, under which conditions. */
  readonly context: Words;
  /** What somebody who watches can see, level by level. */
  readonly indicators: Readonly<Record<LevelId, Words>>;
  readonly kind: 'knowledge' | 'skill' | 'behaviour' | 'task';
  readonly validFor?: string;
  /** Where evidence of it comes from in this organisation. */
  readonly by: readonly Proof[];
}
