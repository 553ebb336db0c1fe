// SPDX-License-Identifier: Apache-2.0
/** What would be needed for the next level: found by trying the model on pieces that the rules in force could give, never guessed. */
import type { Level, Text } from '@cairn/frameworks';
import type { MasteryContext } from '../compiled-policy.ts';
import type { EvidenceKind } from '../evidence/evidence-kinds.ts';
import type { Evidence } from '../evidence.types.ts';
import type { GradedEvidence, MasteryState } from '../mastery.types.ts';
import { rankRead } from '../mastery/fold-mastery.ts';
import { gradedPiece } from '../mastery/graded-evidence.ts';
import type { Rule } from '../mapping/mapping-rule.schema.ts';
import type { Explained } from './explain.ts';

export interface NextStep {
  readonly ruleId: string;
  readonly title: Text;
  readonly kind: EvidenceKind;
  /** How many such pieces it takes from now on, if nothing else comes. */
  readonly pieces: number;
  /** Lowest score of each of them that is enough, in whole hundredths; null = its score does not matter. */
  readonly score: number | null;
}
/** Steps that get there together. */
export type NextWay = readonly NextStep[];
export interface NextLevel {
  readonly level: Level;
  /** It was held: a renewal brings it back. */
  readonly isRenewal: boolean;
  /** Fewest pieces first. Empty: the rules in force do not get there in so few pieces as would be advice. */
  readonly ways: readonly NextWay[];
  /** Rules that look across statements: what they would make of one more is not to be tried alone. */
  readonly untried: readonly Pick<NextStep, 'ruleId' | 'title'>[];
}

/** More than these are no advice any more. */
const mostPieces = 10;
/** Beyond so many rules, pairs of them are not tried: their number grows with the square. */
const mostPaired = 40;

const hasEnded = ({ status }: MasteryState) => status === 'expired' || status === 'revoked';

const isScored = ({ value: { from }, level }: Rule) =>
  level === undefined && from !== 'fixed' && from !== 'success' && from !== 'none';

function measureOf({ value }: Rule, score: number): Pick<Evidence, 'value' | 'valuePath'> {
  if (value.from === 'fixed') return { value: value.value, valuePath: 'fixed' };
  if (value.from === 'success') return { value: 1, valuePath: 'success' };
  return value.from === 'none' ? { value: null, valuePath: 'none' } : { value: score, valuePath: 'raw' };
}

const levelByCutPoints = (rule: Rule, score: number): string | null =>
  isScored(rule) ? (rule.cutPoints?.findLast(({ from }) => score >= from)?.level ?? null) : null;

/** The piece that a rule would give now. */
const pieceOf = (rule: Rule, score: number, at: number): Evidence => ({
  id: '',
  statementId: '',
  subject: '',
  competencyId: rule.competency,
  ruleId: rule.id,
  ruleDigest: '',
  dialect: '',
  kind: rule.kind,
  polarity: 'positive',
  ...measureOf(rule, score),
  success: null,
  levelId: rule.level ?? levelByCutPoints(rule, score),
  ...(rule.cutPoints && isScored(rule) ? { byCutPoints: true as const } : {}),
  ...(rule.atMost === undefined ? {} : { atMostLevelId: rule.atMost }),
  weight: rule.weight,
  occurredAt: at,
  recordedAt: at,
  seq: Number.MAX_SAFE_INTEGER,
  validTo: null,
  sourceId: '',
  activityId: null,
  withdrawnAt: null,
});

/** The lowest of 0..100 that passes, where each above a passing one passes too. */
function lowestPassing(passes: (hundredths: number) => boolean): number {
  let [low, high] = [0, 100];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (passes(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

interface Given {
  readonly rule: Rule;
  readonly pieces: number;
  readonly hundredths: number;
}
type Reaches = (given: readonly Given[]) => boolean;

/** Lowers the score of each step as far as the others allow. */
function stepsOf(given: readonly Given[], reaches: Reaches): NextWay {
  let least = given;
  return given.map(({ rule, pieces }, i) => {
    const { id: ruleId, title, kind } = rule;
    if (!isScored(rule)) return { ruleId, title, kind, pieces, score: null };
    const withScore = (hundredths: number) => least.map((one, k) => (k === i ? { ...one, hundredths } : one));
    const lowest = lowestPassing((hundredths) => reaches(withScore(hundredths)));
    least = withScore(lowest);
    return { ruleId, title, kind, pieces, score: lowest > 0 ? lowest / 100 : null };
  });
}

function singleWay(rule: Rule, reaches: Reaches): NextWay | null {
  for (let pieces = 1; pieces <= mostPieces; pieces += 1) {
    const given = [{ rule, pieces, hundredths: 100 }];
    if (reaches(given)) return stepsOf(given, reaches);
  }
  return null;
}
function pairedWays(rules: readonly Rule[], reaches: Reaches): readonly NextWay[] {
  if (rules.length > mostPaired) return [];
  return rules.flatMap((first, i) =>
    rules.slice(i + 1).flatMap((second) => {
      const given = [first, second].map((rule) => ({ rule, pieces: 1, hundredths: 100 }));
      return reaches(given) ? [stepsOf(given, reaches)] : [];
    }),
  );
}

/** Whether a rank is read when these pieces come to what is read now. */
function reachesFrom(explained: Explained, target: number, context: MasteryContext): Reaches {
  const { fold } = context;
  const add = (sum: unknown, piece: GradedEvidence | null): unknown => {
    const summary = piece && fold.of(piece);
    return summary === null ? sum : sum === null ? summary : fold.join(sum, summary);
  };
  const now = explained.read.reduce(add, null);
  return (given) => {
    let sum = now;
    for (const { rule, pieces, hundredths } of given) {
      const graded = gradedPiece(pieceOf(rule, hundredths / 100, explained.at), context);
      for (let i = 0; i < pieces; i += 1) sum = add(sum, graded && { ...graded, id: `${rule.id} ${i}` });
    }
    const reading = sum === null ? null : fold.read(sum, explained.at);
    return reading !== null && (rankRead(reading, explained.at, context) ?? 0) >= target;
  };
}

const piecesOf = (way: NextWay) => way.reduce((sum, { pieces }) => sum + pieces, 0);

/**
 * `rules`: those in force for the competency. `state`: what holds, roll-up included.
 * null: the highest level is held, or only its parts could bring it on.
 */
export function nextLevel(
  explained: Explained,
  rules: readonly Rule[],
  context: MasteryContext,
  {
    state = explained.state,
    isRolledUp = false,
  }: { readonly state?: MasteryState; readonly isRolledUp?: boolean } = {},
): NextLevel | null {
  if (isRolledUp && rules.length === 0) return null;
  const isRenewal = hasEnded(state) && (state.rank ?? 0) > 0;
  const target = isRenewal ? state.rank : hasEnded(state) ? 1 : (state.rank ?? 0) + 1;
  const level = context.scale.levels.find(({ rank }) => rank === target);
  if (!level) return null;
  const reaches = reachesFrom(explained, level.rank, context);
  const helpful = rules.filter(({ polarity }) => polarity === undefined || polarity === 'positive');
  const tried = helpful.filter(({ across }) => across === undefined);
  const single = tried.map((rule) => singleWay(rule, reaches)).filter((way) => way !== null);
  const ways = single.length > 0 ? single : pairedWays(tried, reaches);
  return {
    level,
    isRenewal,
    ways: ways.toSorted((a, b) => piecesOf(a) - piecesOf(b)),
    untried: helpful
      .filter(({ across }) => across !== undefined)
      .map(({ id, title }) => ({ ruleId: id, title })),
  };
}
