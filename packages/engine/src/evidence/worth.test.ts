// SPDX-License-Identifier: Apache-2.0
/** Claims that name their competency, read by the dialect for them: what they give, for how long, and what takes it back. */
import { dialectById } from '@cairn/dialects';
import { type Competency, frameworkSchema, indexFrameworks } from '@cairn/frameworks';
import type { Statement } from '@cairn/xapi';
import { describe, expect, test } from 'vitest';
import {
  compilePolicy,
  deriveEvidence,
  entryRules,
  foldMastery,
  type MasteryContext,
  parseDraft,
  parseMapping,
  type Policy,
  type Rule,
  ruleSchema,
  stateAt,
  whyNot,
} from '../index.ts';
import { framework, policyOf, rule } from '../testing/policy.ts';

const verbs = 'https://w3id.org/xapi/tla/verbs/';
const expires = 'https://w3id.org/xapi/comp/contextextensions/expires';
const uri = 'https://ex.org/i/2';
const withUris = frameworkSchema.parse({
  ...framework,
  competencies: framework.competencies.map((one) => (one.id === 'A' ? { ...one, uri } : one)),
});
const claims = (more: Partial<Rule> = {}) =>
  rule(
    'claims',
    { field: 'kind', op: 'eq', value: 'attestation' },
    {
      competency: '@statement',
      kind: 'assertion',
      ...more,
    },
  );
const compiledOf = (...rules: readonly Rule[]) =>
  compilePolicy({ ...policyOf(rules), frameworks: [withUris], dialects: { tla: 1 } });

const claim = (verb: string, more: Partial<Statement> = {}, at = '2026-03-01T09:00:00Z') => ({
  id: `${verb}-${at}`,
  timestamp: at,
  actor: { mbox: 'mailto:l@b.c' },
  verb: { id: verbs + verb },
  object: { id: uri },
  ...more,
});
const derive = (compiled: ReturnType<typeof compiledOf>, statement: Statement & { id: string }, seq = 1) => {
  const source = { id: 'lms', scaledRange: '0..1' } as const;
  const normal = dialectById('tla')?.normalise(statement, source);
  if (!normal) throw new Error('no dialect');
  return deriveEvidence(compiled, normal, { seq, recordedAt: 5 });
};
const extension = (key: string, value: unknown): Partial<Statement> => ({
  context: { extensions: { [key]: value } },
});
const fixed = { value: { from: 'fixed', value: 0.75 } } as const;

describe('a rule of the competency that the statement names', () => {
  test('gives evidence of it by URI and by id, and of a name that nobody has none', () => {
    const compiled = compiledOf(claims(fixed));
    const of = (id: string) => derive(compiled, claim('achieved', { object: { id } }));
    expect(of(uri)).toMatchObject([{ competencyId: 'A', ruleId: 'claims', value: 0.75 }]);
    expect(of('https://ex.org/other')).toEqual([]);
    expect(derive(compiled, claim('achieved', extension('urn:cairn:competency', 'B')))).toMatchObject([
      { competencyId: 'B' },
    ]);
  });
  test.each([
    [0.82, 0.91, 'positive'],
    [-0.5, 0.25, 'negative'],
  ])('takes a confidence of %d as %d, %s', (sent, value, polarity) => {
    const compiled = compiledOf(claims({ value: { from: 'confidence' } }));
    const [piece] = derive(
      compiled,
      claim('asserted', extension('https://w3id.org/xapi/tla/extensions/confidence', sent)),
    );
    expect(piece).toMatchObject({ valuePath: 'confidence', polarity });
    expect(piece?.value).toBeCloseTo(value);
    expect(derive(compiled, claim('asserted'))).toEqual([]);
  });
  test('takes the level that the statement names, of this scale only', () => {
    const level = (id: string) =>
      derive(compiledOf(claims()), claim('achieved', extension('urn:cairn:level', id)));
    expect(level('L3')).toMatchObject([{ levelId: 'L3', value: null, polarity: 'neutral' }]);
    expect(level('L9')).toEqual([]);
  });
  test.each([
    ['2028-03-01T00:00:00Z', Date.UTC(2028, 2, 1)],
    // The whole day, in Berlin.
    ['2028-03-01', Date.UTC(2028, 2, 1, 23)],
  ])('ends when the statement says: %s', (until, validTo) =>
    expect(derive(compiledOf(claims(fixed)), claim('achieved', extension(expires, until)))).toMatchObject([
      { validTo },
    ]),
  );
  test('ends by the earliest of statement, rule and competency', () => {
    const compiled = compiledOf(claims({ ...fixed, validFor: 'P12M' }));
    const late = derive(compiled, claim('achieved', extension(expires, '2029-01-01T00:00:00Z')));
    expect(late).toMatchObject([{ validTo: Date.UTC(2027, 2, 1, 23) }]);
  });
  test('gives nothing when its end cannot be read', () =>
    expect(derive(compiledOf(claims(fixed)), claim('achieved', extension(expires, 'next summer')))).toEqual(
      [],
    ));
  test('counts failing against', () => {
    const any = claims({ when: { field: 'kind', op: 'in', value: ['attestation', 'grading'] } });
    const [piece] = derive(compiledOf(any), claim('assessed', { result: { success: false } }));
    expect(piece).toMatchObject({ polarity: 'negative', levelId: null });
  });
  test('has another digest to read by as soon as a name means something else, and the same when only a label changes', () => {
    const digestOf = (policy: Policy) => compilePolicy(policy).digestOf('claims');
    const base = policyOf([claims(fixed)]);
    const relabelled = framework.competencies.map((one) => ({ ...one, label: { en: 'New' } }));
    expect(digestOf({ ...base, frameworks: [withUris] })).not.toBe(digestOf(base));
    expect(digestOf({ ...base, frameworks: [{ ...framework, competencies: relabelled }] })).toBe(
      digestOf(base),
    );
  });
  test('gives the same pieces whatever becomes of other competencies, and others when its own changes', () => {
    const piecesIn = (change: (one: Competency) => Competency) => {
      const changed = { ...withUris, competencies: withUris.competencies.map(change) };
      const compiled = compilePolicy({
        ...policyOf([claims(fixed)]),
        frameworks: [changed],
        dialects: { tla: 1 },
      });
      return { compiled, pieces: derive(compiled, claim('achieved')) };
    };
    const before = piecesIn((one) => one);
    const others = piecesIn((one) =>
      one.id === 'B' ? { ...one, uri: 'https://ex.org/new', validFor: 'P1M' } : one,
    );
    const own = piecesIn((one) => (one.id === 'A' ? { ...one, validFor: 'P1M' } : one));
    expect(others.pieces).toEqual(before.pieces);
    expect(others.compiled.digestOf('claims')).not.toBe(before.compiled.digestOf('claims'));
    expect(own.pieces[0]?.id).not.toBe(before.pieces[0]?.id);
    const [piece] = before.pieces;
    expect([before, others, own].map(({ compiled }) => piece && compiled.isInForce(piece))).toEqual([
      true,
      true,
      false,
    ]);
    expect(before.compiled.digestsOfPieces('claims')).toContain(piece?.ruleDigest);
    expect(piece && before.compiled.ruleOf(piece)?.id).toBe('claims');
  });
  test('is published with a level that some scale has', () => {
    const draft = (level: string) => {
      const { title, ...content } = claims({ ...fixed, level });
      return parseDraft(
        {
          timeZone: 'UTC',
          frameworks: [framework],
          roles: [],
          mapping: { title: { en: 'M' }, rules: [{ title, ...content }] },
        },
        [],
      );
    };
    expect(draft('L2').ok).toBe(true);
    expect(draft('L9')).toMatchObject({
      faults: [{ pointer: '/mapping/rules/0/level', code: 'LEVEL_UNKNOWN' }],
    });
  });
});

describe('what is said of a claim that gives nothing', () => {
  const compiled = compiledOf(claims());
  const because = (statement: Statement & { readonly id: string }) => {
    const normal = dialectById('tla')?.normalise(statement, { id: 'lms', scaledRange: '0..1' });
    if (!normal) throw new Error('no dialect');
    const told = whyNot(compiled, normal, { at: 0, isKnown: () => true, voidedAt: null });
    return told.rules.map(({ ruleId, competencyId, noValue }) => [ruleId, competencyId, noValue]);
  };
  test.each<[string, Partial<Statement>, readonly (string | null)[]]>([
    [
      'a name that nobody has',
      { object: { id: 'https://ex.org/other' } },
      ['@statement', 'competency-unknown'],
    ],
    ['a level of another scale', extension('urn:cairn:level', 'L9'), ['A', 'level-unknown']],
    ['no measure', {}, ['A', 'score-unknown']],
    ['a person only', { object: { mbox: 'mailto:x@b.c', objectType: 'Agent' } }, ['@statement', 'no-claim']],
  ])('%s', (_name, more, expected) =>
    expect(because(claim('achieved', more))).toEqual([['claims', ...expected]]),
  );
});

describe('what a rule of the statement may say', () => {
  const faultsOf = (more: Partial<Rule>) => {
    const parsed = parseMapping(
      { title: { en: 'M' }, rules: [claims({ ...fixed, ...more })] },
      { frameworks: indexFrameworks([framework]), sources: [] },
    );
    return parsed.ok ? [] : parsed.faults.map(({ pointer, code }) => `${pointer} ${code}`);
  };
  test('levels of one scale, rising, and nothing across statements', () => {
    expect(
      faultsOf({
        cutPoints: [
          { level: 'L1', from: 0.2 },
          { level: 'L2', from: 0.5 },
        ],
        atMost: 'L2',
      }),
    ).toEqual([]);
    expect(
      faultsOf({
        cutPoints: [
          { level: 'L2', from: 0.2 },
          { level: 'L1', from: 0.5 },
        ],
      }),
    ).toEqual(['/rules/0/cutPoints/1 CUT_POINTS_NOT_RISING']);
    expect(faultsOf({ level: 'L3', atMost: 'L2' })).toEqual(['/rules/0/level LEVEL_BEYOND_CAP']);
    expect(faultsOf({ across: { count: 2, within: 'P1M' } })).toEqual([
      '/rules/0/across ACROSS_WITHOUT_COMPETENCY',
    ]);
  });
});

describe('what was revoked or forfeited', () => {
  const compiled = compiledOf(claims(fixed));
  const context = compiled.mastery('A') as MasteryContext;
  const grant = derive(compiled, claim('achieved', extension(expires, '2028-03-01T00:00:00Z')));
  const at = (day: string) => Date.parse(`${day}T12:00:00Z`);
  const grouping = [{ id: uri, definition: { type: 'https://w3id.org/xapi/tla/activity-types/competency' } }];
  const revoked = derive(
    compiled,
    claim(
      'revoked',
      {
        actor: { mbox: 'mailto:office@b.c' },
        object: { objectType: 'Agent', mbox: 'mailto:l@b.c' },
        context: { contextActivities: { grouping } },
      },
      '2026-06-01T00:00:00Z',
    ),
    2,
  );
  test('is held no more from then on, though its time was not over', () => {
    const timeline = foldMastery([...revoked, ...grant], context);
    expect(revoked).toMatchObject([{ polarity: 'revoking', subject: 'mbox:l@b.c', value: null }]);
    expect(stateAt(timeline, at('2026-05-31'))).toMatchObject({ status: 'proficient', rank: 3 });
    expect(stateAt(timeline, at('2026-06-02'))).toMatchObject({ proficient: false, rank: 3 });
    expect(stateAt(timeline, at('2028-06-02'))).toMatchObject({ proficient: false });
    expect(stateAt(timeline, at('2026-06-02')).status).not.toBe('below');
  });
  test('can be earned again', () => {
    const again = derive(compiled, claim('achieved', {}, '2026-09-01T00:00:00Z'), 3);
    const timeline = foldMastery([...again, ...revoked, ...grant], context);
    expect(stateAt(timeline, at('2026-09-02'))).toMatchObject({ status: 'proficient' });
  });
  test('was never held where nothing came before', () => {
    const timeline = foldMastery(revoked, context);
    expect(stateAt(timeline, at('2026-07-01')).proficient).toBe(false);
  });
  test('stays held when the revocation is voided', () => {
    const voided = revoked.map((one) => ({ ...one, withdrawnAt: 9 }));
    expect(stateAt(foldMastery([...voided, ...grant], context), at('2026-07-01')).status).toBe('proficient');
  });
  test('is not ended by a statement that an earlier grant has expired', () =>
    expect(derive(compiled, claim('expired', {}, '2026-06-01T00:00:00Z'))).toEqual([]));
});

describe('the rules for what is entered', () => {
  test('belong to every policy, and no mapping can have one of their ids', () => {
    const { digestOf, digestsInForce, digestOfPiece, ruleOf } = compiledOf();
    for (const own of entryRules) {
      expect(digestsInForce).toContain(digestOf(own.id));
      const ruleDigest = digestOfPiece(own.id, 'A');
      expect(ruleOf({ ruleDigest, competencyId: 'A' })).toBe(own);
      expect(ruleOf({ ruleDigest, competencyId: 'B' })).toBeUndefined();
      expect(ruleSchema.safeParse(own).success).toBe(false);
      expect(ruleSchema.safeParse({ ...own, id: 'x' }).success).toBe(true);
    }
  });
  test('listen to Cairn alone', () => {
    const entered = claim('achieved', {
      context: {
        contextActivities: { category: [{ id: 'urn:cairn:entry' }] },
        extensions: { 'urn:cairn:entry:kind': 'manual', 'urn:cairn:level': 'L3' },
      },
    });
    expect(derive(compiledOf(), entered)).toEqual([]);
  });
});
