// SPDX-License-Identifier: Apache-2.0
/**
 * The pure engine on one core: what matching one statement costs with 10, 1,000 and 10,000 rules on distinct activities, and how
 * many statements of the sample organisation a second become evidence and folded mastery. No database, no parsing.
 */
import { dialectById, type NormalStatement } from '@cairn/dialects';
import {
  compilePolicy,
  type CompiledPolicy,
  deriveEvidence,
  type Evidence,
  foldMastery,
  mappingSchema,
  matchRules,
} from '@cairn/engine';
import { frameworkSchema } from '@cairn/frameworks';
import { sources } from '@cairn/sample';
import { policyOf } from '../../organisation/organisation.ts';
import { allStatements, samplePolicy, type SentStatement } from '../../organisation/sample-profiles.ts';
import type { Row } from '../bench.types.ts';

const ruleCounts = [10, 1000, 10_000];
const statementsMatched = 10_000;
const rounds = 40;

const en = (text: string) => ({ en: text });
const activityOf = (i: number) => `https://moodle.example.org/mod/quiz/view.php?id=${i}`;
const msOf = (act: () => void): number => {
  const started = performance.now();
  act();
  return performance.now() - started;
};
const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const best = (values: readonly number[]) => Math.min(...values);

/** One rule an activity, each with what a rule usually has beside it. */
function policyWith(rules: number): CompiledPolicy {
  const { frameworks } = policyOf(1);
  const mapping = mappingSchema.parse({
    title: en('M'),
    rules: Array.from({ length: rules }, (_, i) => ({
      id: `r${i}`,
      title: en(`Rule ${i}`),
      competency: 'competency-0',
      kind: 'knowledge-test',
      when: {
        all: [
          { field: 'activity', op: 'eq', value: activityOf(i) },
          { field: 'kind', op: 'eq', value: 'attempt' },
          { field: 'score', op: 'gte', value: 0.8 },
        ],
      },
      value: { from: 'score' },
    })),
  });
  return compilePolicy({
    version: '1',
    publishedAt: 0,
    publishedBy: 'bench',
    timeZone: 'Europe/Berlin',
    frameworks: frameworks.map((one) => frameworkSchema.parse(one)),
    roles: [],
    mapping,
    dialects: {},
  });
}

/** Quiz attempts, each at one of so many activities, and each activity with a rule. */
function attemptsAt(activities: number): readonly NormalStatement[] {
  const generic = dialectById('generic');
  if (!generic) throw new Error('no dialect');
  return Array.from({ length: statementsMatched }, (_, i) =>
    generic.normalise(
      {
        id: `st${i}`,
        actor: { account: { homePage: 'https://hr.example', name: `p${i % 500}` } },
        verb: { id: 'http://adlnet.gov/expapi/verbs/passed' },
        // Not one after the other: 7919 is a prime, so all are reached.
        object: { id: activityOf((i * 7919) % activities) },
        result: { score: { scaled: (i % 100) / 100 } },
        context: {
          contextActivities: {
            grouping: [
              { id: 'https://moodle.example.org' },
              { id: `https://moodle.example.org/course/${i % 60}` },
            ],
            category: [{ id: 'https://moodle.example.org/category/quiz' }],
          },
        },
        timestamp: '2026-03-01T09:00:00Z',
      },
      { id: 'lms', scaledRange: '0..1' },
    ),
  );
}

/**
 * The same statements under more and more rules: what the rules that are not theirs cost. Then statements at as many activities as
 * there are rules, which also shows what it costs that so many rules do not fit into a processor's cache.
 */
function* matching(): Generator<Row> {
  const sameForAll = attemptsAt(ruleCounts[0] ?? 1);
  const policies = ruleCounts.map((rules) => ({ rules, policy: policyWith(rules) }));
  for (const [statements, sentUnder] of [
    ['the same under all', () => sameForAll],
    ['at all activities alike', attemptsAt],
  ] as const) {
    const cases = policies.map((one) => ({ ...one, sent: sentUnder(one.rules), best: Infinity }));
    // In turns and the best of many, so that what else the machine does is left out.
    for (let round = 0; round < rounds; round += 1)
      for (const one of cases)
        one.best = Math.min(
          one.best,
          msOf(() => {
            for (const statement of one.sent) matchRules(one.policy.rules, statement);
          }),
        );
    const [least] = cases;
    for (const { rules, best } of cases)
      yield {
        rules,
        statements,
        'µs a statement': Math.round((best * 1e6) / statementsMatched) / 1000,
        'times that of 10': Math.round((100 * best) / (least?.best ?? best)) / 100,
      };
  }
}

function normalise(sent: readonly SentStatement[]): readonly NormalStatement[] {
  return sent.map(({ source, statement }) => {
    const dialect = dialectById(sources.find(({ id }) => id === source)?.dialect ?? '');
    if (!dialect) throw new Error(`${source} has no dialect`);
    return dialect.normalise(statement, { id: source, scaledRange: dialect.scaledRange });
  });
}

/** Every piece refolds its person's mastery at once, which a processor does only once for each batch. */
function apply(
  policy: CompiledPolicy,
  statements: readonly NormalStatement[],
): { pieces: number; folds: number } {
  const held = new Map<string, Evidence[]>();
  const done = { pieces: 0, folds: 0 };
  for (const [seq, statement] of statements.entries())
    for (const piece of deriveEvidence(policy, statement, { seq, recordedAt: statement.occurredAt })) {
      done.pieces += 1;
      const key = `${piece.subject}\n${piece.competencyId}`;
      const own = held.get(key);
      if (own) own.push(piece);
      else held.set(key, [piece]);
      const context = policy.mastery(piece.competencyId);
      if (!context) continue;
      foldMastery(own ?? [piece], context);
      done.folds += 1;
    }
  return done;
}

async function* sampleMix(): AsyncGenerator<Row> {
  const sent = await allStatements(Date.parse('2026-11-25'));
  const policy = samplePolicy();
  const statements = normalise(sent);
  const perSecond = (ms: number) => Math.round((statements.length / ms) * 1000);
  const parts = {
    'match, evidence, fold': () => void apply(policy, statements),
    'match and evidence': () => {
      for (const [seq, one] of statements.entries()) deriveEvidence(policy, one, { seq, recordedAt: 0 });
    },
    match: () => {
      for (const one of statements) matchRules(policy.rules, one);
    },
    'dialects (not part of the above)': () => void normalise(sent),
  };
  const { pieces } = apply(policy, statements);
  for (const [part, act] of Object.entries(parts)) {
    const times = Array.from({ length: rounds }, () => msOf(act));
    yield {
      'sample mix': part,
      statements: statements.length,
      pieces,
      'statements/s, median': perSecond(median(times)),
      best: perSecond(best(times)),
    };
  }
}

export async function* engine(): AsyncGenerator<Row> {
  yield* matching();
  yield* sampleMix();
}
