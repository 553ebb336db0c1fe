// SPDX-License-Identifier: Apache-2.0
/** Statement → evidence: one piece for each rule that is met and each person the statement speaks of. Flow: mapping → [here] → mastery. */
import type { NormalStatement } from '@cairn/dialects';
import type { CompiledPolicy } from '../compiled-policy.ts';
import { digest } from '../digest.ts';
import type { Evidence } from '../evidence.types.ts';
import { EngineError } from '../engine.errors.ts';
import { type CompiledRule, matchCompiled, stepsMet, withinBudget } from '../mapping/rule-index.ts';
import { type Given, worthOf } from './worth.ts';

/** What is no number would be below every level, and before or after every moment: nothing may stand on it. */
function assertFinite({ score, occurredAt }: NormalStatement): void {
  if (!Number.isFinite(score ?? 0))
    throw new EngineError('NOT_A_NUMBER', 'The score of this statement is no finite number.');
  if (!Number.isFinite(occurredAt))
    throw new EngineError('NOT_A_NUMBER', 'The time of this statement is not known.');
}

/** What makes the evidence of one rule what it is, beside the statement. */
const partsOf = (compiled: CompiledRule, statement: NormalStatement, { levelId, byCutPoints }: Given) => {
  const { rule } = compiled;
  const isOnAttempts = rule.across && 'attempt' in rule.across;
  return {
    levelId,
    ...(byCutPoints ? { byCutPoints: true as const } : {}),
    ...(rule.atMost === undefined ? {} : { atMostLevelId: rule.atMost }),
    ...(compiled.steps.length > 0 ? { steps: stepsMet(compiled, statement) } : {}),
    ...(isOnAttempts && statement.attempt !== null ? { attempt: statement.attempt } : {}),
  };
};

/**
 * @param stored seq and ms of `stored` of the statement; the recorded time of its evidence.
 * @returns distinct pieces; ids depend on nothing but statement, subject, rule content, dialect version and competency, so a replay gives the same.
 * @throws {EngineError} NOT_A_NUMBER; RULE_OVER_BUDGET and RULE_FAILED with the id of the rule.
 */
export function deriveEvidence(
  compiled: CompiledPolicy,
  statement: NormalStatement,
  stored: { readonly seq: number; readonly recordedAt: number },
): readonly Evidence[] {
  assertFinite(statement);
  const pieces: Evidence[] = [];
  const dialect = compiled.dialectInForce(statement.dialect);
  for (const matched of matchCompiled(compiled.rules, statement)) {
    const { rule } = matched;
    const worths = withinBudget(matched, () => worthOf(compiled, rule, statement));
    for (const worth of worths) {
      if (!worth.measure) continue;
      const { measure, competencyId, validTo } = worth;
      const ruleDigest = compiled.digestOfPiece(rule.id, competencyId);
      const parts = partsOf(matched, statement, worth);
      for (const subject of statement.subjects)
        pieces.push({
          id: digest([statement.statementId, subject, ruleDigest, dialect, competencyId]),
          statementId: statement.statementId,
          subject,
          competencyId,
          ruleId: rule.id,
          ruleDigest,
          dialect,
          kind: rule.kind,
          value: measure.value,
          valuePath: measure.valuePath,
          polarity: measure.polarity,
          ...parts,
          success: statement.success,
          weight: rule.weight,
          occurredAt: statement.occurredAt,
          recordedAt: stored.recordedAt,
          seq: stored.seq,
          validTo,
          sourceId: statement.sourceId,
          activityId: statement.activity?.id ?? null,
          withdrawnAt: null,
        });
    }
  }
  return pieces;
}
