// SPDX-License-Identifier: Apache-2.0
/**
 * What a claim shows of one competency that it names. The claim may say the level and the end itself; the earliest end wins.
 * A level that the competency's scale does not have, or an end that cannot be read, is unknown: it yields nothing.
 */
import type { NormalStatement } from '@cairn/dialects';
import type { IndexedCompetency } from '@cairn/frameworks';
import { endSaid } from '../days.ts';
import type { Evidence } from '../evidence.types.ts';
import type { Policy } from '../policy.types.ts';
import type { Rule } from '../rule.schema.ts';

type Measure = Pick<Evidence, 'value' | 'valuePath' | 'polarity'>;
type Shown = Measure & Pick<Evidence, 'competencyId' | 'levelId' | 'validTo'>;

interface Claimed {
  readonly rule: Rule;
  readonly statement: NormalStatement;
  /** By the rule; null: it found none. */
  readonly measure: Measure | null;
  /** End by the periods of rule and competency; null = none. */
  readonly validTo: number | null;
}

const revoking: Measure = { value: null, valuePath: 'none', polarity: 'revoking' };
const levelOnly: Measure = { value: null, valuePath: 'none', polarity: 'positive' };
const notShown: Measure = { value: 0, valuePath: 'success', polarity: 'negative' };

/** Of a claim without a measure: the level that it names shows something, and so does failing. */
const measureOf = ({ measure, statement }: Claimed, level: string | null): Measure | null => {
  if (measure) return measure;
  if (statement.success === false) return notShown;
  return level === null ? null : levelOnly;
};

/** undefined: it cannot be read. */
function endOf({ statement, validTo }: Claimed, { timeZone }: Policy): number | null | undefined {
  const until = statement.claim?.until ?? null;
  if (until === null) return validTo;
  const said = endSaid(until, timeZone);
  return said === null ? undefined : Math.min(said, validTo ?? said);
}

/** One piece at most. */
export function claimOf(
  claimed: Claimed,
  { competency: { id: competencyId }, scale }: IndexedCompetency,
  policy: Policy,
): readonly Shown[] {
  const { rule, statement } = claimed;
  if (statement.claim?.isEnd) return [{ ...revoking, competencyId, levelId: null, validTo: null }];
  const level = statement.claim?.level ?? rule.level ?? null;
  const isKnown = level === null || scale.levels.some(({ id }) => id === level);
  const measure = measureOf(claimed, level);
  const validTo = endOf(claimed, policy);
  if (!isKnown || !measure || validTo === undefined) return [];
  return [{ ...measure, competencyId, levelId: statement.success === false ? null : level, validTo }];
}
