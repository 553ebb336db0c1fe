// SPDX-License-Identifier: Apache-2.0
/** Every sentence that an explanation is made of; a language that leaves one out does not compile. Values come in already written. */
import type { Reason } from '../../mastery/model.types.ts';
import type { WithheldPiece } from '../../mastery/standing.types.ts';
import type { EvidenceEffect } from '../explain.ts';

/** How values are written in the reader's language and the organisation's zone. */
export interface Writer {
  readonly day: (at: number) => string;
  /** The last day of what ends at this moment. */
  readonly lastDay: (end: number) => string;
  readonly percent: (share: number) => string;
  readonly number: (value: number) => string;
  readonly list: (parts: readonly string[]) => string;
  readonly level: (levelId: string) => string;
}
/** A piece as a sentence needs it. */
export interface Piece {
  readonly name: string;
  readonly at: number;
  /** Name of the level that it shows by itself. */
  readonly level: string;
  readonly validTo: number | null;
  readonly share: number | null;
  readonly amount: number | null;
  readonly withheld: WithheldPiece | null;
}

export interface ScoreSpan {
  readonly from: string | null;
  readonly to: string | null;
}

export interface Messages {
  readonly belowFirst: string;
  readonly noLevel: string;
  readonly anActivity: string;
  /** By kind of evidence, names of before included. */
  readonly kind: Readonly<Record<string, string>>;

  readonly unknown: string;
  readonly tooLittle: string;
  readonly pending: (level: string, day: string) => string;
  readonly held: (level: string) => string;
  readonly heldBecause: (level: string, activity: string, day: string) => string;
  readonly expired: (level: string, day: string) => string;
  readonly revoked: (level: string, day: string) => string;
  readonly validUntil: (day: string) => string;
  readonly expiring: (day: string) => string;
  readonly grace: (ended: string, until: string) => string;
  readonly fades: (level: string, day: string) => string;
  readonly reason: {
    readonly [C in Reason['code']]: (reason: Extract<Reason, { code: C }>, write: Writer) => string;
  };

  readonly effect: Readonly<Record<EvidenceEffect, (piece: Piece, write: Writer) => string>>;
  /** `decisive`: the one piece that the result stands on. */
  readonly supersededBy: (level: string, decisive: string, day: string) => string;
  readonly decides: (piece: Piece, write: Writer) => string;
  readonly towards: (piece: Piece, write: Writer) => string;

  readonly rollUpMet: (proficient: number, total: number) => string;
  readonly rollUpNotMet: (missing: string) => string;
  readonly rollUpLapsed: (missing: string) => string;
  readonly rollUpUnknown: (unknown: string) => string;
  readonly rollUpCoverage: (coverage: string) => string;
  readonly rollUpMean: (mean: string) => string;

  readonly next: (level: string) => string;
  readonly renewal: (level: string) => string;
  /** One step of a way: how many, of which rule, from which score on and up to which (null: any). */
  readonly step: (pieces: number, rule: string, scores: ScoreSpan) => string;
  readonly untried: (rule: string) => string;
  readonly noWay: string;
}
