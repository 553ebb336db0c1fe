// SPDX-License-Identifier: Apache-2.0
/**
 * Which pieces of one person's evidence for one competency stand, where rules look across statements. A stage before the mastery
 * model: every match stays a piece of its own, and a pattern that completes later counts from the statement on that completed it.
 * Depends on nothing but the pieces that are not withdrawn, so neither order of arrival nor a void leaves a trace.
 */
import { inEventOrder } from '../../evidence/event-order.ts';
import type { Evidence } from '../../evidence.types.ts';
import type { Across } from './across.schema.ts';
import { attemptsOf } from './attempts.ts';
import { patternOf } from './patterns.ts';
import type { Withheld, Withholding } from './withheld.types.ts';

export interface AcrossRule {
  readonly across: Across;
  /** In which the days of windows end. */
  readonly timeZone: string;
}
/** Rules that look across statements, by their digest. */
export type AcrossRules = ReadonlyMap<string, AcrossRule>;

export interface Standing {
  readonly standsAt: Withholding['standsAt'];
  /** null: it stands. */
  readonly withheldAt: (piece: Evidence, at: number) => Withheld | null;
  /** Moments beside those of the graded pieces at which something may begin or cease to stand. */
  readonly moments: readonly number[];
}

const everything: Standing = { standsAt: () => true, withheldAt: () => null, moments: [] };

/** @param evidence in any order; repeats and withdrawn ones change nothing. */
export function prepareStanding(evidence: readonly Evidence[], rules: AcrossRules): Standing {
  if (rules.size === 0) return everything;
  const pieces = new Map<string, Map<string, Evidence>>();
  for (const piece of evidence) {
    if (piece.withdrawnAt !== null || !rules.has(piece.ruleDigest)) continue;
    const ofRule = pieces.get(piece.ruleDigest) ?? new Map<string, Evidence>();
    pieces.set(piece.ruleDigest, ofRule.set(piece.id, piece));
  }
  if (pieces.size === 0) return everything;
  const byRule = new Map<string, Withholding>();
  for (const [digest, ofRule] of pieces) {
    const rule = rules.get(digest);
    if (!rule) continue;
    const ordered = [...ofRule.values()].sort(inEventOrder);
    byRule.set(
      digest,
      'attempt' in rule.across
        ? attemptsOf(ordered, rule.across.attempt)
        : patternOf(ordered, rule.across, rule.timeZone),
    );
  }
  const standsAt: Withholding['standsAt'] = (piece, at) =>
    byRule.get(piece.ruleDigest)?.standsAt(piece, at) ?? true;
  return {
    standsAt,
    withheldAt: (piece, at) =>
      standsAt(piece, at) ? null : (byRule.get(piece.ruleDigest)?.why(piece, at) ?? null),
    moments: [...pieces.values()].flatMap((ofRule) =>
      [...ofRule.values()].flatMap(({ occurredAt, validTo }) =>
        validTo === null ? [occurredAt] : [occurredAt, validTo],
      ),
    ),
  };
}

/** What stands as of a moment, of what had happened by then; withdrawn pieces are in neither list. */
export function standingAt(
  evidence: readonly Evidence[],
  rules: AcrossRules,
  at: number,
): { readonly standing: readonly Evidence[]; readonly withheld: readonly Withheld[] } {
  const { withheldAt } = prepareStanding(evidence, rules);
  const standing: Evidence[] = [];
  const withheld: Withheld[] = [];
  for (const piece of evidence) {
    if (piece.withdrawnAt !== null || piece.occurredAt > at) continue;
    const why = withheldAt(piece, at);
    if (why) withheld.push(why);
    else standing.push(piece);
  }
  return { standing, withheld };
}
