// SPDX-License-Identifier: Apache-2.0
/**
 * What a statement is worth by a rule that it meets, or why it is worth nothing. Completion is not demonstration, a score of
 * progress is no attainment, and what is unknown gives nothing.
 */
import type { NormalStatement } from '@cairn/dialects';
import type { Evidence } from '../evidence.types.ts';
import { stepsOf } from '../mapping/across/across.schema.ts';
import { extensionPrefix } from '../mapping/comparison.ts';
import { extensionValue } from '../mapping/fields.ts';
import type { Rule } from '../mapping/mapping-rule.schema.ts';

export type Measure = Pick<Evidence, 'value' | 'valuePath' | 'polarity'>;

/** Why a rule that is met gives no evidence. */
export type NoValue =
  | 'score-unknown'
  | 'success-unknown'
  | 'confidence-unknown'
  | 'field-unknown'
  | 'end-unknown'
  | 'no-claim'
  | 'competency-unknown'
  | 'level-unknown'
  | 'not-completed'
  | 'left-open'
  | 'progress';
export type Assessed =
  | { readonly measure: Measure; readonly noValue?: never }
  | { readonly measure?: never; readonly noValue: NoValue };

/** TLA Master Object Model (ADL 2021): −1 sure that not mastered, 1 certain. */
export const confidenceExtension = 'https://w3id.org/xapi/tla/extensions/confidence';

const passed: Measure = { value: 1, valuePath: 'success', polarity: 'positive' };
export const failed: Measure = { value: 0, valuePath: 'success', polarity: 'negative' };
export const exposure: Measure = { value: null, valuePath: 'none', polarity: 'neutral' };

export const revocation: Measure = { value: null, valuePath: 'none', polarity: 'revoking' };

const polarityOf = ({ success }: NormalStatement) => (success === false ? 'negative' : 'positive');

/** Whether the rule itself says what is shown: a fixed value or a level. Without either it notes exposure only. */
const isGrant = ({ value, level }: Rule) => value.from === 'fixed' || level !== undefined;

/** Not finished, and nobody says that it was passed all the same. */
export const isLeftOpen = ({ completion, success }: NormalStatement): boolean =>
  completion === false && success !== true;

/** What a rule grants without a measure. Who failed is observed as failing; what was left open shows nothing. */
function granted(rule: Rule, statement: NormalStatement): Assessed {
  if (isGrant(rule) && statement.success === false) return { measure: failed };
  if (isGrant(rule) && isLeftOpen(statement)) return { noValue: 'left-open' };
  return {
    measure:
      rule.value.from === 'fixed'
        ? { value: rule.value.value, valuePath: 'fixed', polarity: 'positive' }
        : exposure,
  };
}

function byScore(statement: NormalStatement, noValue: NoValue): Assessed {
  const { score, scorePath } = statement;
  return score === null
    ? { noValue }
    : { measure: { value: score, valuePath: scorePath, polarity: polarityOf(statement) } };
}

/** Belief (c + 1)/2. Deployed senders put what they assert in the score instead: both are taken. */
function byConfidence(statement: NormalStatement): Assessed {
  const confidence = extensionValue(statement, confidenceExtension);
  if (typeof confidence !== 'number' || !(confidence >= -1 && confidence <= 1))
    return byScore(statement, 'confidence-unknown');
  const polarity = confidence === 0 ? 'neutral' : confidence < 0 ? 'negative' : 'positive';
  return { measure: { value: (confidence + 1) / 2, valuePath: 'confidence', polarity } };
}

/** (x − min)/(max − min) of a field and a range that the rule says, within 0 to 1. */
function byField(
  { field, min, max }: Extract<Rule['value'], { readonly from: 'field' }>,
  statement: NormalStatement,
): Assessed {
  const value =
    field === 'raw'
      ? statement.scoreAsSent?.raw
      : extensionValue(statement, field.slice(extensionPrefix.length));
  if (typeof value !== 'number' || !Number.isFinite(value)) return { noValue: 'field-unknown' };
  const share = Math.min(1, Math.max(0, (value - min) / (max - min)));
  return { measure: { value: share, valuePath: 'field', polarity: polarityOf(statement) } };
}

function byValue(rule: Rule, statement: NormalStatement): Assessed {
  switch (rule.value.from) {
    case 'score':
      return byScore(statement, 'score-unknown');
    case 'success':
      return statement.success === null
        ? { noValue: 'success-unknown' }
        : { measure: statement.success ? passed : failed };
    case 'confidence':
      return byConfidence(statement);
    case 'field':
      return byField(rule.value, statement);
    case 'fixed':
    case 'none':
      return granted(rule, statement);
  }
}

export function assess(rule: Rule, statement: NormalStatement): Assessed {
  if (rule.polarity === 'revoking') return { measure: revocation };
  // How far somebody has got says nothing of how well they did, whatever a rule would make of it.
  if (statement.kind === 'progress')
    return rule.value.from === 'none' && rule.level === undefined
      ? { measure: exposure }
      : { noValue: 'progress' };
  if (rule.kind === 'completion' && statement.completion === false) return { noValue: 'not-completed' };
  const assessed = byValue(rule, statement);
  if (assessed.measure)
    return rule.polarity === 'negative'
      ? { measure: { ...assessed.measure, polarity: 'negative' } }
      : assessed;
  // A step of a pattern need not have a value of its own: that it was taken is what counts.
  return stepsOf(rule.across).length > 0 && assessed.noValue !== 'left-open'
    ? { measure: exposure }
    : assessed;
}

/** A level is granted by what neither failed nor was left open; cut points speak of every value. null = by the scale. */
export function levelOf(rule: Rule, statement: NormalStatement, { value }: Measure): string | null {
  if (rule.cutPoints)
    return value === null ? null : (rule.cutPoints.findLast(({ from }) => value >= from)?.level ?? null);
  return statement.success === false || isLeftOpen(statement) ? null : (rule.level ?? null);
}
