// SPDX-License-Identifier: Apache-2.0
/**
 * What a met rule gives, competency by competency, or why it gives nothing. A rule of one competency gives one; a rule that takes
 * it from the statement gives one for each that the statement names. Flow: match → [here] → pieces of evidence.
 */
import type { Claim, NormalStatement } from '@cairn/dialects';
import type { IndexedCompetency } from '@cairn/frameworks';
import type { CompiledPolicy } from '../compiled-policy.ts';
import { competencyOfStatement, isOfStatement } from '../mapping/named-competency.ts';
import type { Rule } from '../mapping/mapping-rule.schema.ts';
import {
  assess,
  type Assessed,
  exposure,
  failed,
  levelOf,
  type Measure,
  type NoValue,
  revocation,
} from './measure.ts';
import { endSaid, validToOf } from './validity.ts';

export interface Given {
  readonly competencyId: string;
  readonly measure: Measure;
  readonly levelId: string | null;
  readonly byCutPoints: boolean;
  readonly validTo: number | null;
  readonly noValue?: never;
}
export interface NotGiven {
  /** "@statement": of none that is known. */
  readonly competencyId: string;
  readonly measure?: never;
  readonly noValue: NoValue;
}
export type Worth = Given | NotGiven;

const endBy = (compiled: CompiledPolicy, rule: Rule, statement: NormalStatement, one: IndexedCompetency) =>
  validToOf(rule, statement, {
    timeZone: compiled.policy.timeZone,
    endOf: compiled.endOf,
    validFor: one.competency.validFor,
  });

/** Of what a claim says itself, a level shows something where the rule found no value, and so does failing. */
function assessClaim(rule: Rule, statement: NormalStatement, level: string | null): Assessed {
  if (statement.claim?.isEnd) return { measure: revocation };
  const assessed = assess(rule, statement);
  if (assessed.measure) return assessed;
  const isUnvalued = assessed.noValue === 'score-unknown' || assessed.noValue === 'confidence-unknown';
  if (!isUnvalued) return assessed;
  if (statement.success === false) return { measure: failed };
  return level === null ? assessed : { measure: exposure };
}

/** undefined: an end is named that cannot be read. */
function earliest(
  end: number | null | undefined,
  { until }: Claim,
  timeZone: string,
): number | null | undefined {
  if (end === undefined || until === null) return end;
  const said = endSaid(until, timeZone);
  return said === undefined ? undefined : Math.min(said, end ?? said);
}

function claimWorth(
  compiled: CompiledPolicy,
  rule: Rule,
  {
    statement,
    claim,
    one,
  }: { readonly statement: NormalStatement; readonly claim: Claim; readonly one: IndexedCompetency },
): Worth {
  const competencyId = one.competency.id;
  const isLevel = (level: string) => one.scale.levels.some(({ id }) => id === level);
  const { measure, noValue } = assessClaim(rule, statement, claim.level);
  if (!measure) return { competencyId, noValue };
  if (measure.polarity === 'revoking')
    return { competencyId, measure, levelId: null, byCutPoints: false, validTo: null };
  const byCutPoints = claim.level === null && rule.cutPoints !== undefined && measure.value !== null;
  // Whoever doubts it shows no level by naming one.
  const granted = measure.polarity === 'negative' ? null : claim.level;
  const levelId = claim.level === null ? levelOf(rule, statement, measure) : granted;
  const named = [claim.level, levelId, rule.atMost ?? null].filter((level) => level !== null);
  if (!named.every(isLevel)) return { competencyId, noValue: 'level-unknown' };
  const validTo = earliest(endBy(compiled, rule, statement, one), claim, compiled.policy.timeZone);
  return validTo === undefined
    ? { competencyId, noValue: 'end-unknown' }
    : { competencyId, measure, levelId, byCutPoints, validTo };
}

/** At least one. */
export function worthOf(compiled: CompiledPolicy, rule: Rule, statement: NormalStatement): readonly Worth[] {
  if (isOfStatement(rule)) {
    const { claim } = statement;
    if (!claim) return [{ competencyId: competencyOfStatement, noValue: 'no-claim' }];
    const named = compiled.names.ofClaim(claim);
    return named.length === 0
      ? [{ competencyId: competencyOfStatement, noValue: 'competency-unknown' }]
      : named.map((one) => claimWorth(compiled, rule, { statement, claim, one }));
  }
  const competencyId = rule.competency;
  const { measure, noValue } = assess(rule, statement);
  if (!measure) return [{ competencyId, noValue }];
  const one = compiled.frameworks.find(competencyId);
  const validTo = one && endBy(compiled, rule, statement, one);
  if (validTo === undefined) return [{ competencyId, noValue: 'end-unknown' }];
  return [
    {
      competencyId,
      measure,
      levelId: levelOf(rule, statement, measure),
      byCutPoints: rule.cutPoints !== undefined && measure.value !== null,
      validTo,
    },
  ];
}
