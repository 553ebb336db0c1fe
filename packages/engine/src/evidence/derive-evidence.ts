// SPDX-License-Identifier: Apache-2.0
/** Statement → evidence: one piece for each rule that is met and each person the statement speaks of. Flow: mapping → [here] → mastery. */
import type { NormalStatement } from '@cairn/dialects';
import { endOfValidity } from '../calendar.ts';
import { type CompiledPolicy, digest } from '../compiled-policy.ts';
import type { Evidence } from '../evidence.types.ts';
import { EngineError } from '../engine.errors.ts';
import { matchRules } from '../mapping/rule-index.ts';
import type { Rule } from '../rule.schema.ts';

type Stored = { readonly seq: number; readonly recordedAt: number };
type Measure = Pick<Evidence, 'value' | 'valuePath' | 'polarity'>;

const passed: Measure = { value: 1, valuePath: 'success', polarity: 'positive' };
const failed: Measure = { value: 0, valuePath: 'success', polarity: 'negative' };

/** Whether the rule itself says what is shown: a fixed value or a level. Without either it notes exposure only. */
const isGrant = ({ value, level }: Rule) => value.from === 'fixed' || level !== undefined;

/** Not finished, and nobody says that it was passed all the same. */
const isLeftOpen = ({ completion, success }: NormalStatement) => completion === false && success !== true;

/** What a rule grants without a measure. Who failed is observed as failing; what was left open shows nothing. */
function grantOf(rule: Rule, statement: NormalStatement): Measure | null {
  if (isGrant(rule) && statement.success === false) return failed;
  if (isGrant(rule) && isLeftOpen(statement)) return null;
  return rule.value.from === 'fixed'
    ? { value: rule.value.value, valuePath: 'fixed', polarity: 'positive' }
    : { value: null, valuePath: 'none', polarity: 'neutral' };
}

/** null: the rule wants a measure that is unknown or a completion that is none, so there is no evidence. */
function measureOf(rule: Rule, statement: NormalStatement): Measure | null {
  const { score, scorePath, success, completion } = statement;
  if (rule.kind === 'completion' && completion === false) return null;
  switch (rule.value.from) {
    case 'score':
      return score === null
        ? null
        : { value: score, valuePath: scorePath, polarity: success === false ? 'negative' : 'positive' };
    case 'success':
      return success === null ? null : success ? passed : failed;
    case 'fixed':
    case 'none':
      return grantOf(rule, statement);
  }
}

/** A level is granted by what neither failed nor was left open; null = from the value by the scale. */
const levelOf = (rule: Rule, statement: NormalStatement) =>
  statement.success === false || isLeftOpen(statement) ? null : (rule.level ?? null);

/** The earliest end wins: the rule's period or the competency's own. null = no end. */
function validToOf(rule: Rule, statement: NormalStatement, compiled: CompiledPolicy): number | null {
  const own = compiled.frameworks.find(rule.competency)?.competency.validFor;
  const periods = [rule.validFor, own].filter((period) => period !== undefined);
  if (periods.length === 0) return null;
  return Math.min(
    ...periods.map((period) => endOfValidity(statement.occurredAt, period, compiled.policy.timeZone)),
  );
}

/** What is no number would be below every level, and before or after every moment: nothing may stand on it. */
function assertFinite({ score, occurredAt }: NormalStatement): void {
  if (!Number.isFinite(score ?? 0))
    throw new EngineError('NOT_A_NUMBER', 'The score of this statement is no finite number.');
  if (!Number.isFinite(occurredAt))
    throw new EngineError('NOT_A_NUMBER', 'The time of this statement is not known.');
}

/**
 * @param stored seq and ms of `stored` of the statement; the recorded time of its evidence.
 * @returns distinct pieces; ids depend on nothing but statement, subject, rule content, dialect version and competency, so a replay gives the same.
 * @throws {EngineError} NOT_A_NUMBER; RULE_FAILED with `ruleId`.
 */
export function deriveEvidence(
  compiled: CompiledPolicy,
  statement: NormalStatement,
  stored: Stored,
): readonly Evidence[] {
  assertFinite(statement);
  return matchRules(compiled.rules, statement).flatMap((rule) => piecesOf(compiled, statement, stored, rule));
}

/** What is wrong with the rule alone is said so: the others may be read without it. */
function piecesOf(
  compiled: CompiledPolicy,
  statement: NormalStatement,
  stored: Stored,
  rule: Rule,
): readonly Evidence[] {
  try {
    return applied(compiled, statement, stored, rule);
  } catch (error) {
    throw new EngineError('RULE_FAILED', error instanceof Error ? error.message : String(error), rule.id);
  }
}

function applied(
  compiled: CompiledPolicy,
  statement: NormalStatement,
  stored: Stored,
  rule: Rule,
): readonly Evidence[] {
  const measure = measureOf(rule, statement);
  if (!measure) return [];
  const ruleDigest = compiled.digestOf(rule.id);
  const dialect = compiled.dialectInForce(statement.dialect);
  return statement.subjects.map((subject) => ({
    id: digest([statement.statementId, subject, ruleDigest, dialect, rule.competency]),
    statementId: statement.statementId,
    subject,
    competencyId: rule.competency,
    ruleId: rule.id,
    ruleDigest,
    dialect,
    kind: rule.kind,
    ...measure,
    levelId: levelOf(rule, statement),
    success: statement.success,
    weight: rule.weight,
    occurredAt: statement.occurredAt,
    recordedAt: stored.recordedAt,
    seq: stored.seq,
    validTo: validToOf(rule, statement, compiled),
    sourceId: statement.sourceId,
    activityId: statement.activity?.id ?? null,
    withdrawnAt: null,
  }));
}
