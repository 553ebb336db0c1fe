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
import { scoresTaken, type ScoresTaken } from './scores-taken.ts';

export interface NextStep {
  readonly ruleId: string;
  readonly title: Text;
  readonly kind: EvidenceKind;
  /** How many such pieces it takes from now on, if nothing else comes. */
  readonly pieces: number;
  /** Lowest score of each of them that is enough and that its rule takes, in whole hundredths; null = its score does not matter. */
  readonly score: number | null;
  /** Highest score that its rule takes; null = there is no end. */
  readonly mostScore: number | null;
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
/** So many ways of two rules are told: whoever can go none of these is not helped by the four hundredth. */
const mostPairsTold = 20;

const hasEnded = ({ status }: MasteryState) => status === 'expired' || status === 'revoked';

/** Its value differs with what was reached; so may the result where a level is granted, for models that calculate. */
const isScored = ({ value: { from } }: Rule) => from !== 'fixed' && from !== 'success' && from !== 'none';

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

/** The lowest score from which on all pass; the highest is known to. */
function lowestPassing({ least, most }: ScoresTaken, passes: (hundredths: number) => boolean): number {
  let lowest = most;
  while (lowest > least && passes(lowest - 1)) lowest -= 1;
  return lowest;
}

/** A rule that may be of help, with the scores that it listens to. */
interface Helpful {
  readonly rule: Rule;
  readonly taken: ScoresTaken;
}
interface Given extends Helpful {
  readonly pieces: number;
  readonly hundredths: number;
}

const whole: ScoresTaken = { least: 0, most: 100, isOptional: true };
/** What is measured by a field or a confidence is not bounded by what the rule asks of the score, and what needs no score by nothing. */
function helpfulOf(rule: Rule): readonly Helpful[] {
  const { from } = rule.value;
  if (from === 'confidence' || from === 'field') return [{ rule, taken: whole }];
  const taken = scoresTaken(rule.when);
  if (from === 'score') return taken ? [{ rule, taken }] : [];
  return [{ rule, taken: !taken || taken.isOptional ? whole : taken }];
}
const highest = ({ rule, taken }: Helpful, pieces: number): Given => ({
  rule,
  taken,
  pieces,
  hundredths: taken.most,
});
type Reaches = (given: readonly Given[]) => boolean;

/** Lowers the score of each step as far as the others allow. */
function stepsOf(given: readonly Given[], reaches: Reaches): NextWay {
  let least = given;
  return given.map(({ rule, pieces, taken }, i) => {
    const { id: ruleId, title, kind } = rule;
    const withScore = (hundredths: number) => least.map((one, k) => (k === i ? { ...one, hundredths } : one));
    const lowest = isScored(rule)
      ? lowestPassing(taken, (hundredths) => reaches(withScore(hundredths)))
      : taken.least;
    least = withScore(lowest);
    return {
      ruleId,
      title,
      kind,
      pieces,
      score: lowest > 0 ? lowest / 100 : null,
      mostScore: taken.most < 100 ? taken.most / 100 : null,
    };
  });
}

function singleWay(helpful: Helpful, reaches: Reaches): NextWay | null {
  for (let pieces = 1; pieces <= mostPieces; pieces += 1) {
    const given = [highest(helpful, pieces)];
    if (reaches(given)) return stepsOf(given, reaches);
  }
  return null;
}
function pairedWays(rules: readonly Helpful[], reaches: Reaches): readonly NextWay[] {
  if (rules.length > mostPaired) return [];
  const pairs = rules.flatMap((first, i) =>
    rules.slice(i + 1).map((second) => [highest(first, 1), highest(second, 1)]),
  );
  return pairs
    .filter((given) => reaches(given))
    .slice(0, mostPairsTold)
    .map((given) => stepsOf(given, reaches));
}
/** Where neither one rule nor two get there: of all together, as few as still do. */
function jointWay(rules: readonly Helpful[], reaches: Reaches): readonly NextWay[] {
  let given: readonly Given[] = rules.slice(0, mostPaired).map((one) => highest(one, mostPieces));
  if (!reaches(given)) return [];
  for (const { rule } of given) {
    const others = given.filter((one) => one.rule !== rule);
    if (reaches(others)) given = others;
  }
  for (let i = 0; i < given.length; i += 1)
    for (let pieces = 1; pieces < mostPieces; pieces += 1) {
      const fewer = given.map((one, k) => (k === i ? { ...one, pieces } : one));
      if (!reaches(fewer)) continue;
      given = fewer;
      break;
    }
  const way = stepsOf(given, reaches);
  return piecesOf(way) <= mostPieces ? [way] : [];
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

/** Whether a rule across statements could get there if so many of its pieces stood: one that never shows the level is no advice. */
const mayReach = (rule: Rule, reaches: Reaches) =>
  helpfulOf(rule).some((one) => singleWay(one, reaches) !== null);

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
  const tried = helpful.filter(({ across }) => across === undefined).flatMap(helpfulOf);
  const single = tried.map((rule) => singleWay(rule, reaches)).filter((way) => way !== null);
  const paired = single.length > 0 ? single : pairedWays(tried, reaches);
  const ways = paired.length > 0 ? paired : jointWay(tried, reaches);
  return {
    level,
    isRenewal,
    ways: ways.toSorted((a, b) => piecesOf(a) - piecesOf(b)),
    untried: helpful
      .filter(({ across }) => across !== undefined)
      .filter((rule) => mayReach(rule, reaches))
      .map(({ id, title }) => ({ ruleId: id, title })),
  };
}
