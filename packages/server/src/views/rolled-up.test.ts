// SPDX-License-Identifier: Apache-2.0
/** What a person's views say of roll-ups, of a role's own settings, and in which language. Mastery is written as folded. */
import { compilePolicy, type Evidence, foldMastery, parseDraft, type Policy } from '@cairn/engine';
import { openTestStore, type TestStore } from '@cairn/store/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLiveHub } from '../api/live/live-hub.ts';
import { expiringView } from './expiring-view.ts';
import { explanationView } from './explanation-view.ts';
import { type AsOf, readFrame } from './mastery-reader.ts';
import { createPolicyReader } from './policy-reader.ts';
import { gapView, profileView } from './views.ts';

const en = (text: string) => ({ en: text, de: `${text} (de)` });
const day = 86_400_000;
const start = Date.UTC(2026, 0, 1);
const draft = {
  timeZone: 'UTC',
  frameworks: [
    {
      id: 'quay',
      title: en('Quay'),
      version: '1',
      scale: 's',
      scales: [
        {
          id: 's',
          name: en('Scale'),
          levels: [
            { id: 'L1', rank: 1, name: en('Knows'), proficient: false, minScore: 0.4 },
            { id: 'L2', rank: 2, name: en('Applies'), proficient: true, minScore: 0.8 },
          ],
        },
      ],
      competencies: [
        ...['mooring', 'radio', 'deck'].map((id) => ({
          id,
          code: id,
          label: en(id),
          statement: en(id),
          kind: 'skill',
        })),
        { id: 'all', code: 'all', label: en('all'), statement: en('all'), kind: 'group' },
      ],
      relations: [
        { type: 'isChildOf', origin: 'mooring', destination: 'deck' },
        { type: 'isChildOf', origin: 'radio', destination: 'deck' },
        { type: 'isChildOf', origin: 'deck', destination: 'all' },
      ],
    },
  ],
  roles: [
    {
      id: 'operator',
      title: en('Operator'),
      requirements: ['deck', 'mooring'].map((competency) => ({ competency, level: 'L2' })),
    },
  ],
  mapping: {
    title: en('M'),
    rules: ['mooring', 'radio'].map((competency) => ({
      id: `${competency}-test`,
      title: en(`${competency} test`),
      competency,
      when: { field: 'activity', op: 'eq', value: `https://lms.example/${competency}` },
      kind: 'knowledge-test',
      value: { from: 'score' },
    })),
    rollUps: { deck: { policy: 'all' }, all: { policy: 'any' } },
    requirements: { operator: { mooring: { validFor: 'P30D' } } },
  },
};

let own: TestStore;
let policy: Policy;
const subject = 'mbox:ann@example.org';

async function give(competencyId: string, value: number, occurredAt: number): Promise<void> {
  const compiled = compilePolicy(policy);
  const context = compiled.mastery(competencyId);
  if (!context) throw new Error('no such competency');
  const piece: Evidence = {
    id: `${'0'.repeat(24)}${String(occurredAt % 1e8).padStart(8, '0')}`.replace(
      /^./,
      competencyId === 'radio' ? '1' : '2',
    ),
    statementId: '11111111-1111-4111-8111-111111111111',
    subject,
    competencyId,
    ruleId: `${competencyId}-test`,
    ruleDigest: compiled.digestOf(`${competencyId}-test`),
    dialect: 'generic@2',
    kind: 'knowledge-test',
    polarity: 'positive',
    value,
    valuePath: 'raw',
    success: null,
    levelId: null,
    weight: 1,
    occurredAt,
    recordedAt: occurredAt,
    seq: occurredAt,
    validTo: null,
    sourceId: 'lms',
    activityId: `https://lms.example/${competencyId}`,
    withdrawnAt: null,
  };
  await own.store.evidence.add([{ ...piece, dialect: compiled.dialectInForce(piece.dialect) }]);
  await own.store.mastery.markDirty([{ policyVersion: policy.version, personId: 'ann', competencyId }]);
  const [dirty] = await own.store.mastery.dirty(1);
  if (!dirty) throw new Error('nothing to fold');
  const timeline = foldMastery(await own.store.evidence.ofSubjects([subject], [competencyId]), context);
  await own.store.mastery.save([{ ...dirty, timeline, isChanged: true, nextChangeAt: null }]);
}
async function frame(asOf: Partial<AsOf> = {}) {
  const person = await own.store.people.find('ann');
  if (!person) throw new Error('nobody');
  const read = await readFrame(
    own.store,
    createPolicyReader(own.store),
    person,
    { at: null, known: null, ...asOf },
    null,
  );
  if (!read) throw new Error('nothing in force');
  return read;
}

beforeAll(async () => {
  own = await openTestStore();
  const parsed = parseDraft(draft, []);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  policy = await own.store.policies.publish({ ...parsed.draft, publishedBy: 'test' });
  await own.store.policies.switchTo(policy.version);
  await own.store.people.import(
    [
      {
        id: 'ann',
        name: 'Ann',
        teamId: null,
        roleIds: ['operator'],
        identifiers: [{ identifier: subject, from: null, to: null }],
      },
    ],
    'test',
  );
});
afterAll(() => own.drop());

test('a change of a child is told for all that it is rolled up to, and read there at once', async () => {
  const hub = await openLiveHub(own.store, createPolicyReader(own.store));
  const told: string[] = [];
  hub.join('ann', {
    onChange: ({ competency }) => void told.push(competency),
    onPolicy: () => undefined,
    onEnd: () => undefined,
  });
  await give('mooring', 0.9, start);
  await expect.poll(() => told).toEqual(['mooring', 'deck', 'all']);
  await hub.close();
  const profile = await profileView(own.store, await frame(), undefined);
  expect(profile.competencies.map(({ id, state }) => [id, state.status, state.rollUp?.isMet])).toEqual([
    ['mooring', 'proficient', undefined],
    ['radio', 'unknown', undefined],
    ['deck', 'unknown', null],
  ]);
  expect(profile.competencies.at(-1)?.state.rollUp).toMatchObject({
    coverage: 0.5,
    unknown: ['radio'],
    missing: [],
  });
});

test('a met roll-up stands in the profile and against the role; its group by its parts; and on the day before it does not', async () => {
  await give('radio', 0.85, start + day);
  const profile = await profileView(own.store, await frame(), undefined);
  expect(profile.competencies.at(-1)?.state).toMatchObject({
    status: 'proficient',
    levelId: 'L2',
    evidenceCount: 0,
  });
  expect(profile.groups).toMatchObject([{ id: 'all', rollUp: { isMet: true, proficient: 1, total: 1 } }]);
  const before = await profileView(own.store, await frame({ at: start + day - 1 }), undefined);
  expect(before.competencies.at(-1)?.state.status).toBe('unknown');
});

test('a role reads its requirement by its own, shorter, validity, and the profile does not', async () => {
  const [role] = policy.roles;
  if (!role) throw new Error('no role');
  const later = await frame({ at: start + 60 * day });
  const gap = await gapView(own.store, later, role);
  expect(gap.items.map(({ competency, status }) => [competency.id, status])).toEqual([
    ['deck', 'met'],
    ['mooring', 'expired'],
  ]);
  const profile = await profileView(own.store, later, undefined);
  expect(profile.competencies[0]?.state).toMatchObject({
    status: 'proficient',
    validity: 'valid',
    next: null,
  });
});

test('what lapses is read as the role reads it, with what renews it, in the reader’s language; without the role nothing lapses', async () => {
  const [role = null] = policy.roles;
  const question = { role, within: 30, locale: 'de' };
  const soon = await expiringView(own.store, await frame({ at: start + 10 * day }), question);
  expect(soon).toMatchObject({
    language: 'de',
    role: { id: 'operator' },
    items: [
      {
        competency: { id: 'mooring' },
        kind: 'expires',
        endsAt: new Date(start + 31 * day).toISOString(),
        required: { levelId: 'L2', rank: 2 },
        state: { status: 'proficient', rank: 2 },
        renewal: {
          levelId: 'L2',
          isRenewal: true,
          ways: [
            {
              sentence: expect.stringContaining('einmal „mooring test (de)“') as string,
              steps: [{ rule: 'mooring-test' }],
            },
          ],
        },
      },
    ],
  });
  const over = await expiringView(own.store, await frame({ at: start + 60 * day }), {
    ...question,
    within: 0,
  });
  expect(over.items).toMatchObject([
    { kind: 'expired', state: { status: 'expired' }, renewal: { levelId: 'L2' } },
  ]);
  const early = await expiringView(own.store, await frame({ at: start + day }), { ...question, within: 7 });
  expect(early.items).toEqual([]);
  const plain = await expiringView(own.store, await frame(), { ...question, role: null });
  expect(plain).toMatchObject({ role: null, items: [], scales: [] });
});

test('an explanation tells own evidence and roll-up apart, in the language asked for', async () => {
  const deck = await explanationView(own.store, await frame(), 'deck', 'de');
  expect(deck).toMatchObject({
    language: 'de',
    state: { status: 'proficient' },
    own: { status: 'unknown' },
    sentences: ['2 Applies (de).', 'Aus den Teilen: 2 von 2 genügen.'],
    next: null,
  });
  const radio = await explanationView(own.store, await frame({ at: start + 2 * day }), 'radio', 'en');
  expect(radio).toMatchObject({
    model: { id: 'latest', source: expect.stringContaining('Canvas') as string },
    reasons: [{ code: 'latest' }],
    base: 0,
    sentences: ['2 Applies, because of https://lms.example/radio on Jan 2, 2026.'],
    evidence: [
      {
        effect: 'counts',
        contribution: { share: 1, amount: 0.85 },
        sentence: 'It decides the level: 2 Applies. It has no end date.',
      },
    ],
    next: null,
  });
  const earlier = await explanationView(own.store, await frame({ at: start - day }), 'radio', 'en');
  expect(earlier).toMatchObject({
    sentences: ['Nothing has been recorded that says anything of it, for or against.'],
    next: {
      levelId: 'L1',
      ways: [
        {
          sentence: 'once “radio test”, with 40% or more',
          steps: [{ rule: 'radio-test', pieces: 1, score: 0.4 }],
        },
      ],
    },
  });
});
