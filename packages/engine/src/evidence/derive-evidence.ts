// SPDX-License-Identifier: Apache-2.0
/** Statement → evidence: one piece for each rule that is met and each person the statement speaks of. Flow: mapping → [here] → mastery. */
import type { NormalStatement } from '@cairn/dialects';
import type { IndexedCompetency } from '@cairn/frameworks';
import { endOfValidity } from '../calendar.ts';
import { type CompiledPolicy, digest } from '../compiled-policy.ts';
import type { Evidence } from '../evidence.types.ts';
import { EngineError } from '../engine.errors.ts';
import { isOfStatement } from '../mapping/named-competency.ts';
import { matchRules } from '../mapping/rule-index.ts';
import type { Rule } from '../rule.schema.ts';
import { claimOf } from './claim-of.ts';

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

/** Who is surer that somebody is not competent than that they are speaks against it. */
function beliefOf({ claim }: NormalStatement): Measure | null {
  const belief = claim?.belief ?? null;
  if (belief === null) return null;
  return { value: belief, valuePath: 'confidence', polarity: belief < 0.5 ? 'negative' : 'positive' };
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
    case 'confidence':
      return beliefOf(statement);
    case 'fixed':
    case 'none':
      return grantOf(rule, statement);
  }
}

/** A level is granted by what neither failed nor was left open; null = from the value by the scale. */
const levelOf = (rule: Rule, statement: NormalStatement) =>
  statement.success === false || isLeftOpen(statement) ? null : (rule.level ?? null);

/** The earliest end wins: the rule's period or the competency's own. null = no end. */
function validToOf(
  rule: Rule,
  own: string | undefined,
  { occurredAt }: NormalStatement,
  { policy }: CompiledPolicy,
): number | null {
  const periods = [rule.validFor, own].filter((period) => period !== undefined);
  if (periods.length === 0) return null;
  return Math.min(...periods.map((period) => endOfValidity(occurredAt, period, policy.timeZone)));
}

type Shown = Measure & Pick<Evidence, 'competencyId' | 'levelId' | 'validTo'>;

/** What a rule makes of a statement: nothing, one competency, or each that the statement itself names. */
function shownBy(compiled: CompiledPolicy, rule: Rule, statement: NormalStatement): readonly Shown[] {
  const measure = measureOf(rule, statement);
  const validTo = ({ competency }: IndexedCompetency) =>
    validToOf(rule, competency.validFor, statement, compiled);
  if (isOfStatement(rule))
    return compiled.names
      .ofClaim(statement.claim)
      .flatMap((one) => claimOf({ rule, statement, measure, validTo: validTo(one) }, one, compiled.policy));
  const competency = compiled.frameworks.find(rule.competency);
  if (!measure || !competency) return [];
  const { id: competencyId } = competency.competency;
  return [{ ...measure, competencyId, levelId: levelOf(rule, statement), validTo: validTo(competency) }];
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
 * @throws {EngineError} NOT_A_NUMBER.
 */
export function deriveEvidence(
  compiled: CompiledPolicy,
  statement: NormalStatement,
  stored: { readonly seq: number; readonly recordedAt: number },
): readonly Evidence[] {
  assertFinite(statement);
  const dialect = compiled.dialectInForce(statement.dialect);
  const pieces = matchRules(compiled.rules, statement).flatMap((rule) =>
    shownBy(compiled, rule, statement).flatMap((shown) =>
      statement.subjects.map((subject) => ({ rule, shown, subject })),
    ),
  );
  return pieces.map(({ rule, shown, subject }) => {
    const ruleDigest = compiled.digestOf(rule.id);
    return {
      id: digest([statement.statementId, subject, ruleDigest, dialect, shown.competencyId]),
      statementId: statement.statementId,
      subject,
      ruleId: rule.id,
      ruleDigest,
      dialect,
      kind: rule.kind,
      ...shown,
      success: statement.success,
      weight: rule.weight,
      occurredAt: statement.occurredAt,
      recordedAt: stored.recordedAt,
      seq: stored.seq,
      sourceId: statement.sourceId,
      activityId: statement.activity?.id ?? null,
      withdrawnAt: null,
    };
  });
}
