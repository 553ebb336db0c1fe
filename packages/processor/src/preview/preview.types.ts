// SPDX-License-Identifier: Apache-2.0
/** What a preview says of a draft. Ready for JSON; counts are of what is stored at the moment of asking. */
import type { MasteryState, NoValue, SaidInAll } from '@cairn/engine';
import type { RuleChanges } from '@cairn/store';

/** What publishing would make of one person's mastery of one competency, as it is shown, as of now. */
export type MasteryChangeKind =
  | 'becomes-known'
  | 'becomes-unknown'
  /** Known before and after: becomes proficient, is not proficient any more. */
  | 'gains'
  | 'loses'
  /** Proficient or not as before, on another level. */
  | 'level-up'
  | 'level-down'
  /** On the same level, with another score, validity or status. */
  | 'otherwise';
export type ChangeCounts = Readonly<Record<MasteryChangeKind, number>>;

export interface PersonNamed {
  readonly id: string;
  readonly name: string;
}
export interface MatchExample {
  readonly statementId: string;
  /** null: nobody is known by this identifier. */
  readonly person: PersonNamed | null;
  readonly subject: string;
  /** 0..1; null: none was measured. */
  readonly value: number | null;
  /** Level that it shows by itself; null: none, or below the first. */
  readonly levelId: string | null;
  /** ms since the epoch. */
  readonly occurredAt: number;
}
export interface UnknownCondition {
  /** JSON pointer from the rule. */
  readonly pointer: string;
  readonly says: SaidInAll;
  readonly statements: number;
}
/** What the statements came to that a new rule may be met by. */
export interface RuleReading {
  readonly met: number;
  readonly notMet: number;
  readonly unknown: number;
  /** The most frequent first. */
  readonly unknownBy: readonly UnknownCondition[];
  /** Met, and gives nothing: why, and how often. */
  readonly noValue: readonly { readonly reason: NoValue; readonly statements: number }[];
  /** It could not be applied to so many. */
  readonly failed: number;
  readonly examples: readonly MatchExample[];
}
export interface RulePreview {
  readonly ruleId: string;
  readonly competencyId: string;
  readonly change: 'added' | 'changed' | 'removed' | 'unchanged';
  /** Pieces of evidence under the version in force and under the draft. */
  readonly evidence: { readonly before: number; readonly after: number };
  /** null: its evidence stands as it is, or it is removed; nothing had to be read for it. */
  readonly reading: RuleReading | null;
}
export interface MasteryExample {
  readonly person: PersonNamed;
  readonly change: MasteryChangeKind;
  /** Level null: unknown, or below the first. */
  readonly before: Pick<MasteryState, 'status' | 'levelId'>;
  readonly after: Pick<MasteryState, 'status' | 'levelId'>;
}
export interface CompetencyPreview {
  readonly competencyId: string;
  readonly people: ChangeCounts;
  /** Of the people looked at. */
  readonly proficient: { readonly before: number; readonly after: number };
  readonly examples: readonly MasteryExample[];
}
/** One that a role reads by settings of its own; so whoever is measured against that role sees it. */
export interface RoleReadingPreview extends CompetencyPreview {
  readonly roleId: string;
  /** Those of the people who hold the role. */
  readonly holders: ChangeCounts;
}
export interface LostStatement {
  readonly statementId: string;
  /** Rules in force that it meets now. */
  readonly ruleIds: readonly string[];
  readonly person: PersonNamed | null;
}

export interface Preview {
  /** ms since the epoch. */
  readonly at: number;
  /** The version in force; null: none is, or an older Cairn has made its evidence, and everything is read anew. */
  readonly comparedWith: string | null;
  readonly changes: RuleChanges;
  readonly statements: {
    readonly read: number;
    /** They meet a rule in force, and none of the draft. */
    readonly lost: number;
    readonly lostExamples: readonly LostStatement[];
    /** Waiting in quarantine, or not to be read: they count for nothing, now and then. */
    readonly aside: number;
  };
  readonly rules: readonly RulePreview[];
  /** Those in which something changes, rolled up or by own evidence, and groups that a roll-up stands for; the most people first. */
  readonly competencies: readonly CompetencyPreview[];
  /** Left out of the list: so many competencies with fewer changes. */
  readonly moreCompetencies: number;
  /** People × competencies, of all competencies. */
  readonly people: ChangeCounts;
  /** Those in which something changes, the most people first. */
  readonly roles: readonly RoleReadingPreview[];
  readonly publication: {
    readonly statementsToRead: number;
    readonly masteriesToFold: number;
    /** About, for one processor that does nothing else. */
    readonly seconds: number;
  };
  readonly took: { readonly seconds: number; readonly statementsPerSecond: number | null };
}

export interface PreviewProgress {
  readonly phase: 'reading' | 'comparing';
  readonly done: number;
  readonly total: number;
  readonly perSecond: number | null;
  readonly secondsLeft: number | null;
}
