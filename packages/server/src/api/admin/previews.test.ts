// SPDX-License-Identifier: Apache-2.0
/** Drafts before they are published, over the API: previews in a thread of their own, as the command line runs them. */
import { draftCheckSchema, previewLineSchema, whyViewSchema } from '@cairn/api/contract';
import { previewInThread, type RunPreview, startProcessor } from '@cairn/processor';
import { openTestStore, type TestStore } from '@cairn/store/testing';
import { comparisonHash, queryKeys } from '@cairn/xapi';
import { SignJWT } from 'jose';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningServer, startServer } from '../../index.ts';

const log = pino({ level: 'silent' });
const url = 'http://cairn.example';
const en = (text: string) => ({ en: text });
const activity = 'https://lms.example/mooring';
const draftWith = (gte: number) => ({
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
          levels: [{ id: 'L1', rank: 1, name: en('Able'), proficient: true, minScore: 0.5 }],
        },
      ],
      competencies: [
        { id: 'mooring', code: 'M', label: en('Mooring'), statement: en('Mooring'), kind: 'skill' },
      ],
    },
  ],
  roles: [],
  mapping: {
    title: en('M'),
    rules: [
      {
        id: 'test',
        title: en('Mooring test'),
        competency: 'mooring',
        when: {
          all: [
            { field: 'activity', op: 'eq', value: activity },
            { field: 'score', op: 'gte', value: gte },
          ],
        },
        kind: 'knowledge-test',
        value: { from: 'score' },
      },
    ],
  },
});
const yaml = `frameworks:
  - id: quay
    title: { en: Quay }
    version: "1"
    scale: s
    scales: [{ id: s, name: { en: S }, levels: [{ id: L1, rank: 1, name: { en: Able }, proficient: true, minScore: 0.5 }] }]
    competencies: [{ id: mooring, code: M, label: { en: M }, statement: { en: M }, kind: skill }]
mapping:
  title: { en: M }
  rules:
    - id: test
      title: { en: T }
      competency: moring
      when: { field: verb, op: eq, value: v }
      kind: knowledge-test
      value: { from: score }
`;
const ids = ['0b9d5c0e-0000-4000-8000-000000000001', '0b9d5c0e-0000-4000-8000-000000000002'] as const;
const statementOf = (id: string, scaled: number, name: string) => ({
  id,
  actor: { account: { homePage: 'https://hr.example', name } },
  verb: { id: 'http://adlnet.gov/expapi/verbs/scored' },
  object: { id: activity },
  result: { score: { scaled } },
  timestamp: '2026-03-01T08:00:00Z',
});

let own: TestStore;
let server: RunningServer;
let cookie: string;
let token: string;
let runPreview: RunPreview;

async function serve(preview: RunPreview | undefined) {
  const started = await startServer({ store: own.store, url, log, host: '127.0.0.1', port: 0, preview });
  return { started, base: `http://127.0.0.1:${started.port}/api/v1` };
}
let base: string;
const post = (path: string, body: unknown, at = base, headers: Record<string, string> = { Cookie: cookie }) =>
  fetch(at + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
const linesOf = async (response: Response) =>
  (await response.text())
    .trim()
    .split('\n')
    .map((line) => previewLineSchema.parse(JSON.parse(line)));
const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code;

beforeAll(async () => {
  own = await openTestStore();
  const { store } = own;
  runPreview = previewInThread({ uri: own.uri, database: own.database });
  ({ started: server, base } = await serve(runPreview));
  await store.admins.addFirst('rita@example.org', 'correct horse battery');
  const session = await store.admins.signIn('rita@example.org', 'correct horse battery');
  cookie = `cairn-session=${session?.token}`;
  await store.sources.add({
    id: 'lms',
    title: 'LMS',
    dialect: 'generic',
    scaledRange: '0..1',
    scopes: ['all'],
  });
  await store.people.import(
    [
      {
        id: 'ann',
        name: 'Ann',
        teamId: null,
        roleIds: [],
        identifiers: [{ identifier: 'account:https://hr.example|ann', from: null, to: null }],
      },
    ],
    'test',
  );
  const portal = await post('/portals', {
    id: 'intranet',
    title: 'Intranet',
    origins: ['https://intranet.example'],
    rights: ['self'],
  });
  const { secret } = (await portal.json()) as { secret: string };
  token = await new SignJWT({
    cairn: { actor: { account: { homePage: 'https://hr.example', name: 'ann' } }, rights: ['self'] },
  })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer('intranet')
    .setAudience(url)
    .setSubject('ann')
    .setJti('one')
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(new TextEncoder().encode(secret));
  const sent = [statementOf(ids[0], 0.9, 'ann'), statementOf(ids[1], 0.6, 'ann')];
  await store.statements.append(
    sent.map((statement) => ({
      id: statement.id,
      text: JSON.stringify(statement),
      timestamp: Date.parse(statement.timestamp),
      contentHash: comparisonHash(statement),
      queryKeys: queryKeys(statement),
      sourceId: 'lms',
    })),
  );
  await post('/policies', draftWith(0.5));
  const processor = startProcessor({ store, log });
  await processor.idle();
  await processor.stop();
});
afterAll(async () => {
  await server.close();
  await own.drop();
});

describe('a check', () => {
  const check = async (body: unknown) =>
    draftCheckSchema.parse(await (await post('/mappings/check', body)).json());

  test('finds nothing in a good draft', async () => {
    expect(await check(draftWith(0.8))).toEqual({ ok: true, faults: [] });
  });
  test('of a text says the line of each fault', async () => {
    expect(await check({ text: yaml })).toMatchObject({
      ok: false,
      faults: [
        { pointer: '/mapping/rules/0/competency', code: 'COMPETENCY_UNKNOWN', severity: 'error', line: 13 },
      ],
    });
  });
  test('tells the author what is probably not meant', async () => {
    const draft = draftWith(0.5);
    const [rule] = draft.mapping.rules;
    const twice = { ...draft, mapping: { ...draft.mapping, rules: [rule, { ...rule, id: 'again' }] } };
    expect(await check(twice)).toMatchObject({
      ok: true,
      faults: [{ code: 'RULES_OVERLAP', severity: 'warning' }],
    });
  });
  test.each<[string, unknown]>([
    ['a text that is neither YAML nor JSON', { text: '{ "a": [ }' }],
    ['an empty text', { text: '' }],
    ['a list', { text: '- 1\n- 2' }],
    ['no mapping', { ...draftWith(0.5), mapping: null }],
    ['a mapping of numbers', { ...draftWith(0.5), mapping: { title: en('M'), rules: [1, 2] } }],
  ])('of %s is a list of faults', async (_name, body) => {
    const { ok, faults } = await check(body);
    expect([ok, faults.length > 0]).toEqual([false, true]);
  });
});

describe('a preview', () => {
  test('is told line by line, the last one whole, and leaves no trace', async () => {
    const before = (await own.command({ dbHash: 1 }))['collections'] as unknown;
    const response = await post('/mappings/preview', draftWith(0.8));
    expect(response.headers.get('content-type')).toMatch(/^application\/x-ndjson/);
    const lines = await linesOf(response);
    expect(lines.at(-1)).toMatchObject({
      preview: {
        comparedWith: '1',
        changes: { added: [], changed: ['test'], removed: [] },
        statements: { read: 2, lost: 1, lostExamples: [{ statementId: ids[1], person: { name: 'Ann' } }] },
        rules: [{ ruleId: 'test', evidence: { before: 2, after: 1 }, reading: { met: 1, notMet: 1 } }],
      },
    });
    expect(lines.slice(0, -1).every((line) => 'progress' in line)).toBe(true);
    expect((await own.command({ dbHash: 1 }))['collections']).toEqual(before);
  });
  test('of a draft with faults is refused with all of them', async () => {
    const response = await post('/mappings/preview', { text: yaml });
    const { code, errors } = (await response.json()) as { code: string; errors: { pointer: string }[] };
    expect([response.status, code, errors.map(({ pointer }) => pointer)]).toEqual([
      400,
      'POLICY',
      ['/mapping/rules/0/competency'],
    ]);
  });
  test.each(['/mappings/check', '/mappings/preview'])('and %s are for administrators', async (path) => {
    const nobody = await post(path, draftWith(0.8), base, {});
    const learner = await post(path, draftWith(0.8), base, { Authorization: `Bearer ${token}` });
    expect([nobody.status, learner.status]).toEqual([401, 403]);
  });
  test('is made one at a time, and none for who has hung up', async () => {
    let begun = 0;
    let ended: unknown = null;
    const endless: RunPreview = (draft, { signal, onProgress }) => {
      begun += 1;
      if (begun > 1) return runPreview(draft, { signal, onProgress });
      onProgress?.({ phase: 'reading', done: 0, total: 1, perSecond: null, secondsLeft: null });
      return new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => {
          ended = signal.reason;
          reject(signal.reason as Error);
        });
      });
    };
    const { started, base: there } = await serve(endless);
    try {
      const caller = new AbortController();
      const first = await fetch(`${there}/mappings/preview`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Cookie: cookie },
        body: JSON.stringify(draftWith(0.8)),
        signal: caller.signal,
      });
      await first.body?.getReader().read();
      const second = await post('/mappings/preview', draftWith(0.8), there);
      expect([second.status, await codeOf(second)]).toEqual([409, 'PREVIEW_IN_PROGRESS']);
      caller.abort();
      await expect.poll(() => ended).toBeInstanceOf(Error);
      const third = await post('/mappings/preview', draftWith(0.8), there);
      expect((await linesOf(third)).at(-1)).toHaveProperty('preview');
    } finally {
      await started.close();
    }
  });
  test('that fails after its beginning says so in its last line', async () => {
    const { started, base: there } = await serve(() => Promise.reject(new Error('secret of the inside')));
    try {
      const lines = await linesOf(await post('/mappings/preview', draftWith(0.8), there));
      expect(lines).toMatchObject([{ problem: { code: 'PREVIEW_FAILED' } }]);
      expect(JSON.stringify(lines)).not.toContain('secret');
    } finally {
      await started.close();
    }
  });
  test('in a thread ends at once when nobody wants it any more', async () => {
    const reason = new Error('nobody waits');
    const told = new AbortController();
    const draft = await own.store.policies.current();
    const asked = draft && runPreview(draft, { signal: told.signal });
    told.abort(reason);
    await expect(asked).rejects.toBe(reason);
  });
});

describe('why a statement counts', () => {
  const why = (id: string, headers: Record<string, string> = { Cookie: cookie }) =>
    fetch(`${base}/statements/${id}/why`, { headers });

  test('is told with rule and effect', async () => {
    const told = whyViewSchema.parse(await (await why(ids[0])).json());
    expect(told).toMatchObject({
      version: '1',
      state: 'processed',
      subjects: [{ person: { name: 'Ann' } }],
      rules: [{ ruleId: 'test', outcome: 'evidence', pointer: null }],
      evidence: [{ competencyId: 'mooring', levelId: 'L1', effect: 'superseded' }],
    });
  });
  test('that was never stored is told by its entry in the quarantine, with the reason', async () => {
    await own.store.quarantine.add(
      [
        {
          sourceId: 'lms',
          code: 'STATEMENT_INVALID',
          message: 'The verb is missing.',
          pointer: '/verb',
          text: '{"actor":{}}',
          givenId: null,
          version: '1.0.3',
        },
      ],
      { entries: 10, bytes: 100_000 },
    );
    const [entry] = await own.store.quarantine.page({ kind: 'refused', skip: 0, limit: 1 });
    const told = whyViewSchema.parse(await (await why(entry?.id ?? '')).json());
    expect(told).toMatchObject({ state: 'refused', stored: null, sourceId: 'lms', rules: [], evidence: [] });
    expect(told.says.en).toBe(
      'The statement was never stored, and waits in quarantine: The verb is missing.',
    );
  });
  test.each(['0b9d5c0e-0000-4000-8000-00000000000f', 'nonsense', '..%2F..'])(
    'of %s is not there',
    async (id) => {
      const response = await why(id);
      expect([response.status, await codeOf(response)]).toEqual([404, 'STATEMENT_UNKNOWN']);
    },
  );
  test('is for administrators', async () => {
    const statuses = [
      (await why(ids[0], {})).status,
      (await why(ids[0], { Authorization: `Bearer ${token}` })).status,
    ];
    expect(statuses).toEqual([401, 403]);
  });
});
