// SPDX-License-Identifier: Apache-2.0
/** A small policy, a statement and pieces of evidence for the tests of this package. */
import type { NormalStatement } from '@cairn/dialects';
import { frameworkSchema } from '@cairn/frameworks';
import fc from 'fast-check';
import {
  compileCondition,
  type CompiledPolicy,
  compilePolicy,
  type Condition,
  deriveEvidence,
  type Evidence,
  evidenceKinds,
  mappingSchema,
  type MasteryContext,
  newMeter,
  type Policy,
  type Rule,
  ruleSchema,
  type Truth,
} from '../index.ts';

export const en = (text: string) => ({ en: text });
export const framework = frameworkSchema.parse({
  id: 'f',
  title: en('F'),
  version: '1',
  scale: 's',
  scales: [
    {
      id: 's',
      name: en('S'),
      levels: [0.3, 0.5, 0.7, 0.9].map((minScore, i) => ({
        id: `L${i + 1}`,
        rank: i + 1,
        name: en(`L${i + 1}`),
        proficient: i >= 2,
        minScore,
      })),
    },
  ],
  competencies: ['A', 'B', 'C'].map((id) => ({
    id,
    code: id,
    label: en(id),
    statement: en(id),
    kind: 'skill',
    ...(id === 'C' ? { validFor: 'P12M' } : {}),
  })),
});
export const rule = (id: string, when: Condition, more: Partial<Rule> = {}): Rule =>
  ruleSchema.parse({
    id,
    title: en(id),
    competency: 'A',
    when,
    kind: 'knowledge-test',
    value: { from: 'score' },
    ...more,
  });
export const policyOf = (rules: readonly Rule[], model = 'latest', version = '1'): Policy => ({
  version,
  publishedAt: 0,
  publishedBy: 'test',
  timeZone: 'Europe/Berlin',
  frameworks: [framework],
  roles: [],
  mapping: mappingSchema.parse({ title: en('M'), rules, model: { model } }),
  dialects: { generic: 1 },
});
export const context = (model = 'latest', competency = 'A'): MasteryContext =>
  compilePolicy(policyOf([], model)).mastery(competency) as MasteryContext;

/** Competency A read by a model with parameters, and by whatever else the mapping says of mastery. */
export const contextBy = (
  model: string,
  parameters: Readonly<Record<string, unknown>> = {},
  more: Readonly<Record<string, unknown>> = {},
): MasteryContext => {
  const mapping = { title: en('M'), rules: [], model: { model, parameters }, ...more };
  const policy = { ...policyOf([]), mapping: mappingSchema.parse(mapping) };
  return compilePolicy(policy).mastery('A') as MasteryContext;
};

export const statement: NormalStatement = {
  statementId: 'st',
  dialect: 'generic@1',
  sourceId: 'lms',
  subjects: ['mbox:a@b.c'],
  subjectName: 'A',
  occurredAt: Date.UTC(2026, 0, 31, 23, 30),
  verb: 'v1',
  activity: { id: 'a1', type: 't1', name: en('A1') },
  stableActivity: 'https://publisher.example/a1',
  kind: 'attempt',
  shownBy: 'simulation',
  parents: [{ id: 'p1', type: null, name: null }],
  groupings: [],
  categories: [],
  others: [],
  score: 0.75,
  scorePath: 'raw',
  scoreAsSent: null,
  success: null,
  completion: null,
  durationMs: null,
  response: null,
  attempt: null,
  registration: null,
  instructor: null,
  platform: null,
  language: null,
  extensions: { 'https://x.y/n': 3 },
  sent: {
    id: 'st',
    actor: { mbox: 'mailto:a@b.c' },
    verb: { id: 'v1' },
    object: { id: 'a1', definition: { type: 't1', name: en('A1') } },
  },
};
/** What a condition comes to, as of UTC days and without templates. */
export const truthIn = (condition: Condition, of: NormalStatement = statement, timeZone = 'UTC'): Truth =>
  compileCondition(condition, { timeZone, template: () => undefined }).test(of, newMeter());
export const verbIs = (value: string): Condition => ({ field: 'verb', op: 'eq', value });
export const derive = (compiled: CompiledPolicy, of: NormalStatement = statement) =>
  deriveEvidence(compiled, of, { seq: 1, recordedAt: 5 });

export const piece = (id: string, more: Partial<Evidence> = {}): Evidence & { linkedAt: number } => ({
  id,
  statementId: id,
  subject: 's',
  competencyId: 'A',
  ruleId: 'r',
  ruleDigest: 'd',
  dialect: 'generic@1',
  kind: 'knowledge-test',
  polarity: 'positive',
  value: 0.8,
  valuePath: 'raw',
  success: null,
  levelId: null,
  weight: 1,
  occurredAt: 0,
  recordedAt: 0,
  seq: 0,
  validTo: null,
  sourceId: 'lms',
  activityId: null,
  withdrawnAt: null,
  linkedAt: 0,
  ...more,
});
export const pieces = fc
  .array(
    fc.record({
      occurredAt: fc.integer({ min: 0, max: 100 }),
      lasts: fc.option(fc.integer({ min: 1, max: 60 })),
      value: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { freq: 8 }),
      withdrawnAt: fc.option(fc.nat(100)),
      polarity: fc.constantFrom('positive' as const, 'negative' as const),
      kind: fc.constantFrom(...evidenceKinds),
      weight: fc.constantFrom(0.25, 0.5, 1),
    }),
    { maxLength: 12 },
  )
  .map((list) =>
    list.map(({ occurredAt, lasts, ...more }, i) =>
      piece(`e${i}`, { ...more, occurredAt, seq: i, validTo: lasts === null ? null : occurredAt + lasts }),
    ),
  );
