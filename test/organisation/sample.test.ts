// SPDX-License-Identifier: Apache-2.0
/** The sample organisation is believable: what its statements come to for everybody, by the engine and the published mapping. */
import { dialectById } from '@cairn/dialects';
import { type GapStatus, matchRules } from '@cairn/engine';
import { people, roles, sampleStatements, sources, teams } from '@cairn/sample';
import { actorIdentifiers } from '@cairn/xapi';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  allStatements,
  evidenceOf,
  knownPerson,
  profilesOf,
  type SampleProfile,
  samplePolicy,
  type SentStatement,
} from './sample-profiles.ts';

const dayMs = 86_400_000;
const statuses: readonly GapStatus[] = ['met', 'near', 'gap', 'expired', 'unknown'];
const policy = samplePolicy();

const count = (profile: SampleProfile, ...wanted: readonly GapStatus[]) =>
  (profile.gap?.items ?? []).filter(({ status }) => wanted.includes(status)).length;

describe.each(['2026-11-25', '2027-06-02', '2029-02-28'])('on %s', (date) => {
  const now = Date.parse(`${date}T10:00:00Z`);
  let sent: readonly SentStatement[] = [];
  let profiles: readonly SampleProfile[] = [];
  const withRole = () => profiles.filter(({ gap }) => gap !== null);
  beforeAll(async () => {
    sent = await allStatements(now);
    profiles = profilesOf(policy, evidenceOf(policy, sent), now);
  });
  const one = (id: string) => {
    const found = profiles.find((profile) => profile.id === id);
    if (!found) throw new Error(`There is no ${id}`);
    return found;
  };

  test.each(teams.map(({ id }) => id))('team %s has requirements of every status', (team) => {
    const members = withRole().filter((profile) => profile.team === team);
    for (const status of statuses)
      expect({ status, count: members.reduce((sum, profile) => sum + count(profile, status), 0) }).toEqual({
        status,
        count: expect.toSatisfy((found: number) => found > 0) as number,
      });
  });

  test.each(roles.map(({ id }) => id))('role %s is met in places, and in others not', (role) => {
    const holders = withRole().filter((profile) => profile.role === role);
    for (const status of statuses) expect(holders.some((profile) => count(profile, status) > 0)).toBe(true);
  });

  test('most have two to six requirements that are near or a gap; a few have all; the new have next to nothing', () => {
    const all = withRole();
    const typical = all.filter((profile) => {
      const short = count(profile, 'near', 'gap');
      return short >= 2 && short <= 6;
    });
    expect(typical.length / all.length).toBeGreaterThan(0.55);
    const complete = all.filter((profile) => count(profile, 'met') === profile.gap?.items.length);
    expect(complete.length).toBeGreaterThanOrEqual(3);
    expect(complete.length).toBeLessThanOrEqual(10);
    for (const { id } of people.filter(({ isNew }) => isNew)) {
      expect(count(one(id), 'unknown')).toBeGreaterThanOrEqual(5);
      expect(one(id).states.size).toBeGreaterThan(0);
    }
  });

  test('no two people of a role have the same profile, those who have all of it left aside', () => {
    const seen = withRole()
      .filter((profile) => count(profile, 'met', 'unknown') < (profile.gap?.items.length ?? 0))
      .map(({ role, gap }) =>
        JSON.stringify([role, gap?.items.map(({ heldRank, status }) => [heldRank, status])]),
      );
    expect(new Set(seen).size).toBe(seen.length);
  });

  test('of what has to be renewed about a tenth is overdue, and about a tenth ends within sixty days', () => {
    const bound = profiles.flatMap(({ states }) =>
      [...states].flatMap(([id, state]) =>
        policy.frameworks.find(id)?.competency.validFor === undefined || state.status === 'unknown'
          ? []
          : [state],
      ),
    );
    const expired = bound.filter(({ status }) => status === 'expired').length / bound.length;
    const ending =
      bound.filter(
        ({ status, validTo }) => status !== 'expired' && validTo !== null && validTo < now + 60 * dayMs,
      ).length / bound.length;
    expect(bound.length).toBeGreaterThan(200);
    expect(expired).toBeGreaterThanOrEqual(0.08);
    expect(expired).toBeLessThanOrEqual(0.12);
    expect(ending).toBeGreaterThanOrEqual(0.07);
    expect(ending).toBeLessThanOrEqual(0.13);
    const whoExpired = profiles.filter(({ states }) =>
      [...states.values()].some(({ status }) => status === 'expired'),
    );
    expect(whoExpired.length).toBeGreaterThan(12);
  });

  test('one identity is unresolved, and it is the contractor', () => {
    const unknown = new Set(
      sent
        .flatMap(({ statement }) => actorIdentifiers(statement.actor))
        .filter((id) => knownPerson(id) === null),
    );
    expect([...unknown].map((id) => id.includes('contractor-0417'))).toEqual([true]);
  });

  test('every rule of the mapping gives evidence', () => {
    const used = new Set(evidenceOf(policy, sent).map(({ ruleId }) => ruleId));
    expect(policy.policy.mapping.rules.filter(({ id }) => !used.has(id)).map(({ id }) => id)).toEqual([]);
  });

  test('the first page has its story: rich, nearly empty, and one with something expired', () => {
    const mara = one('mara-lindqvist');
    expect(statuses.map((status) => count(mara, status))).toEqual([4, 2, 1, 1, 2]);
    expect(mara.states.get('slinging-signalling')).toMatchObject({ levelId: 'knows' });
    expect(mara.states.get('gangway-access')).toMatchObject({ levelId: 'knows' });
    expect(mara.states.get('lashing')).toMatchObject({ levelId: 'coaches' });
    const ends = ((mara.states.get('working-at-height')?.validTo ?? 0) - now) / dayMs;
    expect(ends).toBeGreaterThan(20);
    expect(ends).toBeLessThan(26);
    expect(one('greta-holm').states.size).toBe(1);
    expect(one('tomasz-wilk').states.get('emergency-response')).toMatchObject({ status: 'expired' });
  });
});

test('there are about forty rules, five roles, and every requirement can be reached by what is observed, sat or driven', () => {
  const { rules } = policy.policy.mapping;
  expect(rules.length).toBeGreaterThanOrEqual(38);
  expect(rules.length).toBeLessThanOrEqual(46);
  expect(policy.policy.roles).toHaveLength(5);
  const best = bestShown();
  const beyondReach = policy.policy.roles.flatMap((role) =>
    role.requirements
      .filter(
        ({ competency, level }) =>
          (best.get(competency) ?? 0) < (policy.frameworks.level(competency, level)?.rank ?? Infinity),
      )
      .map(({ competency, level }) => `${role.id}: ${competency} ${level}`),
  );
  expect(beyondReach).toEqual([]);
});

/** Competency → highest rank that a statement of the sample's kinds shows when it is given the full mark. */
function bestShown(): ReadonlyMap<string, number> {
  const best = new Map<string, number>();
  for (const { source, statements } of sampleStatements(Date.parse('2026-11-25'))) {
    const dialect = dialectById(sources.find(({ id }) => id === source)?.dialect ?? '');
    statements.forEach((one, i) => {
      const normal = dialect?.normalise(
        { id: String(i), ...one } as unknown as Parameters<typeof dialect.normalise>[0],
        { id: source, scaledRange: dialect.scaledRange },
      );
      if (!normal) return;
      const full = normal.score === null ? normal : { ...normal, score: 1 };
      for (const rule of matchRules(policy.rules, full)) {
        const scale = policy.frameworks.find(rule.competency)?.scale;
        const rank =
          rule.level === undefined
            ? scale?.levels.length
            : policy.frameworks.level(rule.competency, rule.level)?.rank;
        best.set(rule.competency, Math.max(best.get(rule.competency) ?? 0, rank ?? 0));
      }
    });
  }
  return best;
}
