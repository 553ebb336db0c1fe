// SPDX-License-Identifier: Apache-2.0
/** Statement → evidence: one piece for each rule that is met and each person the statement speaks of. Flow: mapping → [here] → mastery. */
import type { NormalStatement } from '@cairn/dialects';
import { type CompiledPolicy, digest } from '../compiled-policy.ts';
import type { Evidence } from '../evidence.types.ts';
import { EngineError } from '../engine.errors.ts';
import { type CompiledRule, matchCompiled, stepsMet, withinBudget } from '../mapping/rule-index.ts';
import { assess, levelOf, type Measure, type NoValue } from './measure.ts';
import { validToOf } from './validity.ts';

/** What is no number would be below every level, and before or after every moment: nothing may stand on it. */
function assertFinite({ score, occurredAt }: NormalStatement): void {
  if (!Number.isFinite(score ?? 0))
    throw new EngineError('NOT_A_NUMBER', 'The score of this statement is no finite number.');
  if (!Number.isFinite(occurredAt))
    throw new EngineError('NOT_A_NUMBER', 'The time of this statement is not known.');
}

/** What makes the evidence of one rule what it is, beside the statement. */
const partsOf = (compiled: CompiledRule, statement: NormalStatement, measure: Measure) => {
  const { rule } = compiled;
  const isOnAttempts = rule.across && 'attempt' in rule.across;
  return {
    levelId: levelOf(rule, statement, measure),
    ...(rule.cutPoints && measure.value !== null ? { byCutPoints: true as const } : {}),
    ...(rule.atMost === undefined ? {} : { atMostLevelId: rule.atMost }),
    ...(compiled.steps.length > 0 ? { steps: stepsMet(compiled, statement) } : {}),
    ...(isOnAttempts && statement.attempt !== null ? { attempt: statement.attempt } : {}),
  };
};

/** Measure and end of what a met rule gives, or why it gives nothing. */
export function worthOf(
  compiled: CompiledPolicy,
  { rule }: CompiledRule,
  statement: NormalStatement,
):
  | { readonly measure: Measure; readonly validTo: number | null; readonly noValue?: never }
  | { readonly measure?: never; readonly noValue: NoValue } {
  const { measure, noValue } = assess(rule, statement);
  if (!measure) return { noValue };
  const validTo = validToOf(rule, statement, {
    timeZone: compiled.policy.timeZone,
    endOf: compiled.endOf,
    validFor: compiled.frameworks.find(rule.competency)?.competency.validFor,
  });
  return validTo === undefined ? { noValue: 'end-unknown' } : { measure, validTo };
}

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
  for (const matched of matchCompiled(compiled.rules, statement)) {
    const { rule } = matched;
    const worth = withinBudget(matched, () => worthOf(compiled, matched, statement));
    if (!worth.measure) continue;
    const { measure, validTo } = worth;
    const ruleDigest = compiled.digestOf(rule.id);
    const dialect = compiled.dialectInForce(statement.dialect);
    const parts = partsOf(matched, statement, measure);
    for (const subject of statement.subjects)
      pieces.push({
        id: digest([statement.statementId, subject, ruleDigest, dialect, rule.competency]),
        statementId: statement.statementId,
        subject,
        competencyId: rule.competency,
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
  return pieces;
}
