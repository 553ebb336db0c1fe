// SPDX-License-Identifier: Apache-2.0
/** A mapping's whole life as an administrator types it: checked, previewed, published, explained, replayed, asked of the past, taken back. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Processor, startProcessor } from '@cairn/processor';
import { openTestStore, type TestStore } from '@cairn/store/testing';
import { comparisonHash, queryKeys } from '@cairn/xapi';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cairnOn, type Ran } from '../../testing/run-cairn.ts';

const nothing = () => undefined;
const activity = 'https://lms.example/mooring';
const draft = ({ gte = 0.5, more = '' } = {}) => `frameworks:
  - id: quay
    title: { en: Quay }
    version: "1"
    scale: s
    scales: [{ id: s, name: { en: S }, levels: [{ id: L1, rank: 1, name: { en: Able }, proficient: true, minScore: 0.5 }] }]
    competencies:
      - { id: deck, code: D, label: { en: Deck }, statement: { en: Deck work }, kind: skill }
      - { id: mooring, code: M, label: { en: Mooring }, statement: { en: Moors }, kind: skill }
    relations: [{ type: isChildOf, origin: mooring, destination: deck }]
mapping:
  title: { en: M }
  rollUps: { deck: { policy: all } }
  rules:
    - id: test
      title: { en: Mooring test }
      competency: mooring
      when: { all: [{ field: activity, op: eq, value: "${activity}" }, { field: score, op: gte, value: ${gte} }] }
      kind: knowledge-test
      value: { from: score }
${more}`;
const again = `    - id: again
      title: { en: Mooring test }
      competency: mooring
      when: { all: [{ field: activity, op: eq, value: "${activity}" }, { field: score, op: gte, value: 0.5 }] }
      kind: knowledge-test
      value: { from: score }
`;
const statements = [0.95, 0.6].map((scaled, i) => ({
  id: `0b9d5c0e-0000-4000-8000-00000000000${i}`,
  actor: { account: { homePage: 'https://hr.example', name: ['ann', 'bob'][i] ?? '' } },
  verb: { id: 'http://adlnet.gov/expapi/verbs/scored' },
  object: { id: activity },
  result: { score: { scaled } },
  timestamp: '2026-03-01T08:00:00Z',
}));

let own: TestStore;
let processor: Processor;
let folder: string;
let run: (...args: readonly string[]) => Promise<Ran>;
const value = async (...args: readonly string[]) => JSON.parse((await run(...args, '--json')).out) as unknown;
const file = (name: string) => path.join(folder, name);

beforeAll(async () => {
  own = await openTestStore();
  run = cairnOn(own);
  folder = await mkdtemp(path.join(tmpdir(), 'cairn-mapping-'));
  const { store } = own;
  await store.sources.add({
    id: 'lms',
    title: 'LMS',
    dialect: 'generic',
    scaledRange: '0..1',
    scopes: ['all'],
  });
  await store.people.import(
    ['ann', 'bob'].map((id) => ({
      id,
      name: id.toUpperCase(),
      teamId: null,
      roleIds: [],
      identifiers: [{ identifier: `account:https://hr.example|${id}`, from: null, to: null }],
    })),
    'test',
  );
  await store.statements.append(
    statements.map((statement) => ({
      id: statement.id,
      text: JSON.stringify(statement),
      timestamp: Date.parse(statement.timestamp),
      contentHash: comparisonHash(statement),
      queryKeys: queryKeys(statement),
      sourceId: 'lms',
    })),
  );
  processor = startProcessor({ store, log: { info: nothing, warn: nothing, error: nothing } });
  await Promise.all([
    writeFile(file('one.yaml'), draft()),
    writeFile(file('two.yaml'), draft({ gte: 0.9 })),
    writeFile(file('twice.yaml'), draft({ more: again })),
    writeFile(
      file('wrong.yaml'),
      draft({ gte: 90 })
        .replace('competency: mooring', 'competency: moring')
        .replace('minScore: 0.5', 'minScore: 5'),
    ),
  ]);
});
afterAll(async () => {
  await processor.stop();
  await own.drop();
  await rm(folder, { recursive: true, force: true });
});

describe('a draft', { timeout: 60_000 }, () => {
  test('that is good is said to be, with what it holds', async () => {
    const { code, out, said } = await run('mapping', 'check', file('one.yaml'));
    expect([code, said]).toEqual([0, '']);
    expect(out).toBe(`${file('one.yaml')} can be published: 2 competencies, 1 rule, 0 roles, 0 warnings.\n`);
    expect(await value('mapping', 'check', file('one.yaml'))).toEqual({ ok: true, faults: [] });
  });

  test.each(['check', 'preview', 'publish'])(
    'with faults is answered by %s with all of them and their lines',
    async (command) => {
      const name = file('wrong.yaml');
      const { code, out } = await run('mapping', command, name);
      const lines = out.trim().split('\n');
      expect(code).toBe(1);
      expect(lines).toContainEqual(expect.stringMatching(/wrong\.yaml:6:\d+ at \/frameworks\/0\/scales\/0/));
      expect(lines).toContainEqual(
        expect.stringMatching(
          /wrong\.yaml:18:\d+ at \/mapping\/rules\/0\/when\/all\/1\/value: .* from 0 to 1/,
        ),
      );
      expect(lines.at(-1)).toBe(`${name} cannot be published: ${lines.length - 1} faults.`);
      const json = await run('mapping', command, name, '--json');
      expect(json.code).toBe(1);
      expect(JSON.parse(json.out)).toMatchObject({
        ok: false,
        faults: expect.arrayContaining([
          expect.objectContaining({ line: 6, severity: 'error' }),
          expect.objectContaining({ line: 18, severity: 'error' }),
        ]) as unknown,
      });
      expect(await own.store.policies.building()).toBeNull();
    },
  );

  test('that cannot be read says so, whatever is asked of it', async () => {
    for (const command of ['check', 'preview', 'publish'])
      expect(await run('mapping', command, file('nowhere.yaml'))).toEqual({
        code: 1,
        out: '',
        said: `The file ${file('nowhere.yaml')} cannot be read.\n`,
      });
  });
});

describe('from the first version to the third', { timeout: 120_000 }, () => {
  test('warnings stand beside the answer of check, preview and publish alike, and in JSON within it', async () => {
    const name = file('twice.yaml');
    const warning = expect.stringMatching(
      /^.*twice\.yaml:2\d:\d+ at \/mapping\/rules\/1.*: warning: /m,
    ) as unknown;
    const inJson = [{ code: 'RULES_OVERLAP', severity: 'warning', line: expect.any(Number) as unknown }];
    expect(await run('mapping', 'check', name)).toMatchObject({ code: 0, said: warning });
    expect(await value('mapping', 'check', name)).toMatchObject({ ok: true, faults: inJson });
    expect(await run('mapping', 'preview', name)).toMatchObject({ code: 0, said: warning });
    expect(await value('mapping', 'preview', name)).toMatchObject({ warnings: inJson });
    expect(await run('mapping', 'publish', name)).toMatchObject({
      code: 0,
      said: warning,
      out: 'Version 1 is in force. rules: 2 added\n',
    });
    expect(await value('mapping', 'publish', name)).toMatchObject({
      version: '2',
      state: 'current',
      warnings: inJson,
    });
    expect(await run('mapping', 'publish', file('one.yaml'))).toMatchObject({
      code: 0,
      out: 'Version 3 is in force. rules: 1 removed\n',
    });
    await processor.idle();
  });

  test('a preview says who would lose what, and how far it is while it reads', async () => {
    const { code, out, said } = await run('mapping', 'preview', file('two.yaml'));
    expect(code).toBe(0);
    expect(out).toMatch(/^Compared with version 3, in force\n/);
    expect(out).toMatch(/changed +test +2 +1 +1 +1 +0\n/);
    expect(out).toContain('BOB: proficient (L1) → unknown');
    expect(out).toMatch(/\n {2}deck +- +- +- +1 /);
    expect(out).toContain('Nothing was changed.');
    expect(said).toContain('Reading statements: 0 of 2');
    expect(said).toContain('Comparing people: ');
    expect(await value('mapping', 'preview', file('two.yaml'))).toMatchObject({
      comparedWith: '3',
      people: { 'becomes-unknown': 2 },
      competencies: [{ competencyId: 'deck' }, { competencyId: 'mooring' }],
      roles: [],
    });
  });

  test('a statement says why it counts, before and after; a past is asked for at two dates', async () => {
    const id = statements[1]?.id ?? '';
    expect((await run('mapping', 'why', id)).out).toContain('Its evidence:\n  mooring, BOB, L1: ');
    expect(await value('mapping', 'why', id.toUpperCase())).toMatchObject({
      version: '3',
      state: 'processed',
      evidence: [{ ruleId: 'test', person: { id: 'bob' } }],
    });
    const before = new Date(await own.store.now()).toISOString();
    expect((await run('profile', 'bob')).out).toBe(
      'BOB\nD  deck  proficient, L1; 1 of 1 parts proficient, 100 % known\nM  mooring  proficient, L1\n',
    );

    const { code, out, said } = await run('mapping', 'publish', file('two.yaml'));
    expect([code, out]).toEqual([0, 'Version 4 is in force. rules: 1 changed\n']);
    expect(said).toMatch(/^Version 4: \d+ of /);
    const not = await run('mapping', 'why', id);
    expect(not.out).toMatch(/not met\. It asks that score at least 90 %; the statement has 60 %\.\n/);
    expect((await run('mapping', 'why', id, '--lang', 'de')).out).toContain(
      'Was die geltenden Regeln sagen (Version 4):',
    );
    expect(await value('mapping', 'why', id)).toMatchObject({
      version: '4',
      evidence: [],
      rules: [{ ruleId: 'test', outcome: 'not-met', pointer: '/when/all/1' }],
    });
    expect((await run('mapping', 'why', 'nothing')).said).toContain('There is no statement "nothing".');

    expect((await run('profile', 'bob')).out).toContain('mooring  unknown');
    const known = ['profile', 'bob', '--known', before];
    expect((await run(...known)).out).toContain('mooring  proficient, L1');
    const [first, second] = [await run(...known, '--json'), await run(...known, '--json')];
    expect(JSON.parse(first.out)).toMatchObject({ policyVersion: '3', asOf: true, complete: true });
    // But for the moment of asking, which is its `at`, it is the same.
    const at = ['--at', '2026-04-01T00:00:00Z'];
    expect((await run(...known, ...at, '--json')).out).toBe((await run(...known, ...at, '--json')).out);
    expect(first.said + second.said).toBe('');
    expect((await run('profile', 'bob', '--at', '2026-02-28T00:00:00Z', '--known', before)).out).toContain(
      'mooring  unknown',
    );
    expect(await run('profile', 'bob', '--known', 'yesterday')).toMatchObject({
      code: 1,
      said: '--known: "yesterday" is no instant. Write it like 2026-03-12T08:00:00Z.\n',
    });
  });

  test('a replay finds everything as it must be, and puts right what is not', async () => {
    const { code, out, said } = await run('replay', '--all');
    expect([code, out]).toEqual([
      0,
      'All 2 statements were read again: every piece of evidence was as it must be.\n',
    ]);
    expect(said).toContain('Replay: ');
    await own.command({ delete: 'evidence', deletes: [{ q: {}, limit: 1 }] });
    expect(await value('replay', '--all')).toMatchObject({
      read: 2,
      mended: 1,
      finishedAt: expect.any(String) as unknown,
    });
    expect((await run('replay')).code).toBe(1);
  });

  test('it is taken back, and the history tells all of it', async () => {
    expect((await run('mapping', 'rollback', '3')).out).toBe('Version 5 is in force. rules: 1 changed\n');
    expect((await run('mapping', 'why', statements[1]?.id ?? '')).out).toContain('Its evidence:');
    expect(await value('mapping', 'history', '--limit', '2')).toMatchObject([
      { version: '5', state: 'current', rolledBackTo: '3' },
      { version: '4', state: 'past', changes: { changed: ['test'] } },
    ]);
    expect((await run('mapping', 'history')).out.trim().split('\n')).toHaveLength(5);
    expect(await run('mapping', 'cancel')).toMatchObject({ code: 1, out: '' });
    expect((await run('mapping', 'rollback', '9')).code).toBe(1);
    // What is exported can be checked, previewed and published as it is.
    const exported = await run('mapping', 'export');
    await writeFile(file('exported.json'), exported.out);
    expect((await run('mapping', 'check', file('exported.json'))).code).toBe(0);
    expect(await value('mapping', 'preview', file('exported.json'))).toMatchObject({
      changes: { added: [], changed: [], removed: [] },
      competencies: [],
    });
    expect(await value('framework', 'diff', '--framework', 'quay', '--from', '1', '--to', '5')).toMatchObject(
      {
        unchanged: 2,
      },
    );
  });
});
