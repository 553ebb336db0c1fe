// SPDX-License-Identifier: Apache-2.0
/** Why, in data: every piece of evidence and what it does to the result at a moment. Nothing is left out. */
import type { MasteryContext } from '../compiled-policy.ts';
import { inEventOrder } from '../evidence/event-order.ts';
import type { Evidence } from '../evidence.types.ts';
import type {
  GradedEvidence,
  MasterySegment,
  MasteryState,
  MasteryTimeline,
  Validity,
} from '../mastery.types.ts';
import { foldMastery, standingEvidence } from '../mastery/fold-mastery.ts';
import { gradedPiece, isValidAt, rankShown } from '../mastery/graded-evidence.ts';
import type { Account, Contribution } from '../mastery/model.types.ts';
import type { Standing, WithheldPiece } from '../mastery/standing.types.ts';
import { foreseen, stateAt, validityAt } from '../mastery/timeline.ts';

/**
 * What one piece does to the result: it counts · it is valid, and the model stands on others · its rule, which looks across statements,
 * does not let it stand · its time is over · its statement was voided · it is dated ahead · it says nothing of a level · what it
 * showed was taken back · it takes back.
 */
export type EvidenceEffect =
  | 'counts'
  | 'superseded'
  | 'withheld'
  | 'expired'
  | 'withdrawn'
  | 'not-yet'
  | 'no-value'
  | 'revoked'
  | 'revokes';

export interface ExplainedEvidence {
  readonly evidence: Evidence;
  readonly effect: EvidenceEffect;
  /** Level that this piece shows by itself; null = none. */
  readonly levelId: string | null;
  /** null: it adds nothing to the result. */
  readonly contribution: Contribution | null;
  /** Why its rule does not let it stand; null when it does. */
  readonly withheld: WithheldPiece | null;
}
export interface Explained {
  readonly at: number;
  readonly state: MasteryState;
  readonly validity: Validity;
  /** Of the moment, by the model; null when no piece is valid. */
  readonly account: Account | null;
  /** The next change if nothing is added; null = it stays. */
  readonly foreseen: MasterySegment | null;
  readonly timeline: MasteryTimeline;
  /** Newest first. */
  readonly pieces: readonly ExplainedEvidence[];
  /** What the model reads at the moment, in event order. */
  readonly read: readonly GradedEvidence[];
}

/** The last revocation by a moment; what came before it does not count. */
const lastRevocation = (standing: readonly Evidence[], at: number) =>
  standing.findLast(({ polarity, occurredAt }) => polarity === 'revoking' && occurredAt <= at);

interface Moment {
  readonly at: number;
  readonly context: MasteryContext;
  readonly revocation: Evidence | undefined;
  readonly counted: ReadonlyMap<string, Contribution>;
  readonly read: ReadonlySet<string>;
  readonly withheldAt: Standing['withheldAt'];
}

function effectOf(
  piece: Evidence,
  { at, context, revocation, counted, read, withheldAt }: Moment,
): EvidenceEffect {
  if (piece.withdrawnAt !== null) return 'withdrawn';
  if (piece.occurredAt > at) return 'not-yet';
  if (piece.polarity === 'revoking') return 'revokes';
  const graded = gradedPiece(piece, context);
  if (rankShown(piece, context) === null) return 'no-value';
  if (revocation && inEventOrder(piece, revocation) < 0) return 'revoked';
  if (!graded || !isValidAt(graded, at)) return 'expired';
  if (withheldAt(piece, at) !== null) return 'withheld';
  if (!read.has(piece.id)) return 'no-value';
  return counted.has(piece.id) ? 'counts' : 'superseded';
}

/** Of a score that has faded, each amount by as much; what the floor holds is no piece's. So they still come to the score. */
function fadedAccount(account: Account, { fade, score }: MasteryState): Account {
  if (!fade || score === null || fade.score <= fade.floor) return account;
  const left = (score - fade.floor) / (fade.score - fade.floor);
  return {
    ...account,
    base: account.base * left + fade.floor * (1 - left),
    contributions: account.contributions.map((one) => ({
      ...one,
      amount: one.amount === null ? null : one.amount * left,
    })),
  };
}

/** Evidence in any order, repeats and withdrawn ones allowed. */
export function explain(evidence: readonly Evidence[], at: number, context: MasteryContext): Explained {
  const timeline = foldMastery(evidence, context);
  const standing = standingEvidence(evidence);
  const revocation = lastRevocation(standing, at);
  const { withheldAt } = context.standing(standing);
  const read = standing
    .filter((piece) => !revocation || inEventOrder(piece, revocation) > 0)
    .filter((piece) => piece.occurredAt <= at && withheldAt(piece, at) === null)
    .map((piece) => gradedPiece(piece, context))
    .filter((piece) => piece !== null && isValidAt(piece, at) && context.fold.of(piece) !== null)
    .filter((piece) => piece !== null);
  const state = stateAt(timeline, at);
  const account = read.length > 0 ? fadedAccount(context.fold.account(read, at), state) : null;
  const counted = new Map(account?.contributions.map((one) => [one.evidenceId, one]));
  const moment = { at, context, revocation, counted, read: new Set(read.map(({ id }) => id)), withheldAt };
  const distinct = [...new Map(evidence.map((one) => [one.id, one])).values()];
  return {
    at,
    state,
    validity: validityAt(timeline, at, context.noticeDays),
    account,
    foreseen: foreseen(timeline, at),
    timeline,
    read,
    pieces: distinct
      .sort((a, b) => inEventOrder(b, a))
      .map((one) => {
        const rank = rankShown(one, context);
        return {
          evidence: one,
          effect: effectOf(one, moment),
          withheld: one.withdrawnAt === null && one.occurredAt <= at ? withheldAt(one, at) : null,
          levelId: context.scale.levels.find((level) => level.rank === rank)?.id ?? null,
          contribution: counted.get(one.id) ?? null,
        };
      }),
  };
}
