// SPDX-License-Identifier: Apache-2.0
/** What is easy to get wrong about the Statements resource, from the specification: one test a requirement. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ann, codeOf, type Endpoint, good, idsOf, listOf, openEndpoint, versions } from './endpoint.ts';

let lrs: Endpoint;
beforeAll(async () => {
  lrs = await openEndpoint();
});
afterAll(() => lrs.close());

const post = (body: object, version = '1.0.3') => lrs.call('/statements', { method: 'POST', body, version });
const get = (query: Readonly<Record<string, string>>, version = '1.0.3') =>
  lrs.call('/statements', { query, version });
const read = async (id: string, query: Readonly<Record<string, string>> = {}, version = '1.0.3') =>
  (await (await get({ statementId: id, ...query }, version)).json()) as Record<string, unknown>;
/** A registration narrows a list to the statements of one test. */
const own = () => {
  const registration = randomUUID();
  return { registration, of: (more: object = {}) => good({ context: { registration }, ...more }) };
};

describe('the same id again (Data 2.2, 2.3.1)', () => {
  test.each(versions)('with what may differ is accepted: %s', async (version) => {
    const statement = good();
    const again = {
      ...statement,
      verb: { ...statement.verb, display: { en: 'passed' } },
      object: { ...statement.object, definition: { name: { en: 'A' } } },
      timestamp: '2026-03-02T09:00:00.000Z',
      stored: '2020-01-01T00:00:00.000Z',
      authority: { mbox: 'mailto:other@example.org' },
    };
    expect((await post(statement, version)).status).toBe(200);
    const second = await post(again, version);
    expect([second.status, await second.json()]).toEqual([200, [statement.id]]);
    expect(
      (await lrs.call('/statements', { method: 'PUT', query: { statementId: statement.id }, body: again }))
        .status,
    ).toBe(204);
    expect(await read(statement.id)).toMatchObject({ timestamp: '2026-03-01T09:00:00.000Z' });
  });
  test('with a difference is a conflict that changes nothing', async () => {
    const statement = good();
    await post(statement);
    for (const other of [{ result: { success: true } }, { object: { id: 'https://example.org/b' } }])
      expect((await post({ ...statement, ...other })).status).toBe(409);
    expect(await read(statement.id)).not.toHaveProperty('result');
  });
  test('within one request: in 2.0.0 refused, in 1.0.3 the same is no news and another a conflict', async () => {
    const statement = good();
    const other = { ...statement, result: { completion: true } };
    expect((await post([statement, statement], '2.0.0')).status).toBe(400);
    expect((await post([statement, other])).status).toBe(409);
    expect((await get({ statementId: statement.id })).status).toBe(404);
    const twice = await post([statement, statement]);
    expect([twice.status, await twice.json()]).toEqual([200, [statement.id, statement.id]]);
  });
  test('at the same moment with other content is stored once, and every sender told which', async () => {
    const statement = good();
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, i) => post({ ...statement, result: { response: `answer ${i % 4}` } })),
    );
    const kept = (await read(statement.id))['result'];
    const rightly = answers.map(
      ({ status }, i) =>
        status === (JSON.stringify(kept) === JSON.stringify({ response: `answer ${i % 4}` }) ? 200 : 409),
    );
    expect(rightly).toEqual(Array(12).fill(true));
  });
  test('of PUT must be that of the address', async () => {
    const put = (id: string, body: object) =>
      lrs.call('/statements', { method: 'PUT', query: { statementId: id }, body });
    const { id, ...rest } = good();
    expect((await put(id, { ...rest, id: randomUUID() })).status).toBe(400);
    expect((await put(id.toUpperCase(), { ...rest, id })).status).toBe(204);
    expect((await put(id, [{ ...rest, id }])).status).toBe(400);
  });
});

describe('what the LRS says itself (Data 2.4.8, 2.4.9, 2.4.10)', () => {
  test('stored and authority are its own, whatever was sent', async () => {
    const { id, ...rest } = good({
      stored: '2011-07-15T00:00:00.000Z',
      authority: { mbox: 'mailto:somebody@example.org' },
    });
    await post({ id, ...rest });
    const { stored, authority, version } = await read(id);
    expect(Date.parse(stored as string)).toBeGreaterThan(Date.parse('2026-01-01T00:00:00Z'));
    expect(authority).toEqual({
      objectType: 'Agent',
      account: { homePage: 'https://cairn.example/lrs', name: 'all' },
    });
    expect(version).toBe('1.0.0');
  });
  test('a version is kept as sent, or is that of the request', async () => {
    const [said, unsaid] = [good({ version: '1.0.2' }), good()];
    await post([said, unsaid], '2.0.0');
    expect((await read(said.id, {}, '2.0.0'))['version']).toBe('1.0.2');
    expect((await read(unsaid.id, {}, '2.0.0'))['version']).toBe('2.0.0');
  });
  test('everything else is the text that came: numbers, order, white space', async () => {
    const id = randomUUID();
    const text = `{ "verb":{"id":"https://x.y/v"},"id":"${id}","actor":{"mbox":"mailto:a@b.c"},"object":{"id":"https://x.y/ä"},
      "result":{"score":{"raw":1.0,"max":1e2},"extensions":{"https://x.y/a.b":{"__proto__":null,"n":12345678901234567890}}}}`;
    expect(
      (
        await lrs.call('/statements', {
          method: 'POST',
          body: text,
          headers: { 'content-type': 'application/json; charset=UTF-8' },
        })
      ).status,
    ).toBe(200);
    expect(await (await get({ statementId: id })).text()).toContain(text.slice(0, -1));
  });
  test('2.0.0 answers times in UTC, 1.0.3 as they came', async () => {
    const statement = good({ timestamp: '2026-03-01T10:00:00.123+01:00' });
    await post(statement);
    expect((await read(statement.id))['timestamp']).toBe('2026-03-01T10:00:00.123+01:00');
    expect((await read(statement.id, {}, '2.0.0'))['timestamp']).toBe('2026-03-01T09:00:00.123Z');
  });
  test('a reader of 1.0.3 gets nothing that 1.0.3 does not know', async () => {
    const contextAgents = [{ objectType: 'contextAgent', agent: ann, relevantTypes: ['https://x.y/t'] }];
    const statement = good({ version: '2.0.0', context: { contextAgents, platform: 'p' } });
    expect((await post(statement)).status).toBe(400);
    expect((await post(statement, '2.0.0')).status).toBe(200);
    expect(await read(statement.id, {}, '2.0.0')).toMatchObject({
      version: '2.0.0',
      context: { contextAgents },
    });
    expect(await read(statement.id)).toMatchObject({ version: '1.0.0', context: { platform: 'p' } });
    expect((await read(statement.id))['context']).not.toHaveProperty('contextAgents');
  });
  test('a reader of 1.0.3 gets times of ISO 8601, though 2.0.0 lets a space stand for T', async () => {
    const sub = { actor: ann, verb: { id: 'https://x.y/v' }, object: { id: 'https://x.y/o' } };
    const time = '2026-03-01 10:00:00.120z';
    const statement = good({
      timestamp: time,
      object: { ...sub, objectType: 'SubStatement', timestamp: time },
    });
    expect((await post(statement, '2.0.0')).status).toBe(200);
    const written = '2026-03-01T10:00:00.120Z';
    for (const format of ['exact', 'canonical'])
      expect(await read(statement.id, { format })).toMatchObject({
        timestamp: written,
        object: { timestamp: written },
      });
    expect((await read(statement.id, {}, '2.0.0'))['timestamp']).toBe(time);
  });
  test('Last-Modified of one statement is its stored', async () => {
    const { id } = good();
    await lrs.call('/statements', { method: 'PUT', query: { statementId: id }, body: good({ id }) });
    const response = await get({ statementId: id }, '2.0.0');
    const { stored } = (await response.json()) as { stored: string };
    expect(Date.parse(response.headers.get('last-modified') ?? '')).toBe(
      Math.floor(Date.parse(stored) / 1000) * 1000,
    );
  });
});

describe('lists (Communication 2.1.3)', () => {
  test('since is exclusive, until inclusive', async () => {
    const { registration, of } = own();
    const [first, second] = [of(), of()];
    await post(first);
    const stored = (await read(first.id))['stored'] as string;
    while ((await lrs.store.now()) <= Date.parse(stored));
    await post(second);
    expect(await idsOf(await get({ registration, since: stored }))).toEqual([second.id]);
    expect(await idsOf(await get({ registration, until: stored }))).toEqual([first.id]);
  });
  test('more leads through everything in order, while others write, and is empty on the last page', async () => {
    const { registration, of } = own();
    const ids = Array.from({ length: 7 }, () => randomUUID());
    await post(ids.map((id) => of({ id })));
    for (const ascending of ['true', 'false']) {
      const seen: string[] = [];
      let path = `/statements?${new URLSearchParams({ registration, limit: '2', ascending }).toString()}`;
      for (;;) {
        const page = await listOf(await lrs.call(path));
        seen.push(...page.statements.map(({ id }) => id));
        if (page.more === '') break;
        expect(page.more).toMatch(/^\/lrs\/xapi\/statements\?/);
        path = page.more.slice('/lrs/xapi'.length);
        if (ascending === 'false') await post(of());
      }
      expect(seen).toEqual(ascending === 'true' ? ids : ids.toReversed());
      expect((await listOf(await get({ registration, limit: String(ids.length + 20) }))).more).toBe('');
    }
  });
  test('a page without a limit is no small one', async () => {
    const { registration, of } = own();
    await post(Array.from({ length: 120 }, () => of()));
    expect((await listOf(await get({ registration, limit: '0' }))).statements).toHaveLength(120);
    expect(await listOf(await get({ registration: randomUUID() }))).toEqual({ statements: [], more: '' });
  });
  test('a page holds no more than memory should, however large its statements are', async () => {
    const { registration, of } = own();
    const large = Array.from({ length: 8 }, () => of({ result: { response: 'x'.repeat(900_000) } }));
    await post(large);
    const seen: string[] = [];
    for (let path = `/statements?registration=${registration}`; path !== '';) {
      const page = await listOf(await lrs.call(path));
      expect(page.statements.length).toBeLessThan(6);
      seen.push(...page.statements.map(({ id }) => id));
      path = page.more.slice('/lrs/xapi'.length);
    }
    expect(seen).toEqual(large.map(({ id }) => id).toReversed());
  });
  test('related_agents finds every place that names one, and only then', async () => {
    const { registration, of } = own();
    const bob = { mbox: 'mailto:bob@example.org' };
    const team = { objectType: 'Group', name: 'crew', member: [bob] };
    const context = { registration };
    const sub = {
      objectType: 'SubStatement',
      actor: bob,
      verb: { id: 'https://x.y/v' },
      object: { id: 'https://x.y/o' },
    };
    const related = [
      of({ context: { ...context, instructor: bob } }),
      of({ context: { ...context, team } }),
      of({ object: sub }),
    ];
    const plain = [of({ actor: bob }), of({ object: { objectType: 'Agent', ...bob } }), of({ actor: team })];
    await post([...related, ...plain, of()]);
    const found = async (query: Readonly<Record<string, string>>) =>
      (
        await idsOf(await get({ registration, agent: JSON.stringify(bob), ascending: 'true', ...query }))
      ).sort();
    expect(await found({})).toEqual(plain.map(({ id }) => id).sort());
    expect(await found({ related_agents: 'true' })).toEqual(
      [...related, ...plain].map(({ id }) => id).sort(),
    );
  });
  test('related_activities finds every place that names one, and only then', async () => {
    const { registration, of } = own();
    const course = { id: 'https://example.org/course' };
    const sub = { objectType: 'SubStatement', actor: ann, verb: { id: 'https://x.y/v' }, object: course };
    const slot = (name: string) => of({ context: { registration, contextActivities: { [name]: [course] } } });
    const related = [slot('parent'), slot('grouping'), slot('category'), slot('other'), of({ object: sub })];
    const plain = of({ object: course });
    await post([...related, plain, of()]);
    const found = async (query: Readonly<Record<string, string>>) =>
      (await idsOf(await get({ registration, activity: course.id, ...query }))).sort();
    expect(await found({})).toEqual([plain.id]);
    expect(await found({ related_activities: 'true' })).toEqual(
      [...related, plain].map(({ id }) => id).sort(),
    );
  });
  test('a filter by an IRI that is not ASCII works', async () => {
    const { registration, of } = own();
    const statement = of({ object: { id: 'https://beispiel.example/übung' } });
    await post([statement, of()]);
    expect(await idsOf(await get({ registration, activity: 'https://beispiel.example/übung' }))).toEqual([
      statement.id,
    ]);
  });
});

describe('filters and StatementRefs (Communication 2.1.3)', () => {
  /** One value for each filter, found nowhere else; `with`: a statement that has those named, other values elsewhere. */
  const world = () => {
    const [name, registration] = [randomUUID(), randomUUID()];
    const filters = {
      agent: JSON.stringify({ mbox: `mailto:${name}@example.org` }),
      verb: `https://example.org/${name}/verb`,
      activity: `https://example.org/${name}/activity`,
      registration,
    };
    const parts = {
      agent: { actor: { mbox: `mailto:${name}@example.org` } },
      verb: { verb: { id: filters.verb } },
      activity: { object: { id: filters.activity } },
      registration: { context: { registration } },
    };
    return {
      filters,
      with: (names: readonly (keyof typeof filters)[], more: object = {}) =>
        good({ ...more, ...Object.assign({}, ...names.map((one) => parts[one])) }),
      find: async (names: readonly (keyof typeof filters)[], more: Readonly<Record<string, string>> = {}) =>
        idsOf(
          await get({
            ascending: 'true',
            ...Object.fromEntries(names.map((one) => [one, filters[one]])),
            ...more,
          }),
        ),
    };
  };
  const to = ({ id }: { readonly id: string }) => ({ object: { objectType: 'StatementRef', id } });
  const names = ['agent', 'verb', 'activity', 'registration'] as const;
  const pairs = names.flatMap((one, i) => names.slice(i + 1).map((other) => [one, other] as const));
  const ways = names.flatMap((own) =>
    own === 'activity' ? [] : names.flatMap((target) => (target === own ? [] : [[own, target] as const])),
  );

  test.each(pairs)('what leads to one that meets %s and %s is found with it', async (one, other) => {
    const { find, with: having } = world();
    const target = having([one, other]);
    const first = having([], to(target));
    const second = having([], to(first));
    await post([second, having([one]), having([other])]);
    await post([first]);
    const { stored } = await read(first.id);
    while ((await lrs.store.now()) <= Date.parse(String(stored)));
    await post([target]);
    expect(await find([one, other])).toEqual([second.id, first.id, target.id]);
    expect(await find([one, other], { limit: '2' })).toEqual([second.id, first.id]);
    expect(await find([one, other], { until: String(stored) })).toEqual([second.id, first.id]);
    expect(await find([one, other], { since: String(stored) })).toEqual([target.id]);
    expect(await find([one, other], { related_agents: 'true', related_activities: 'true' })).toHaveLength(3);
    expect(await find(names)).toEqual([]);
  });
  test.each(ways)(
    'a reference by its own %s and its target by its %s is no match of both',
    async (own, of) => {
      const { find, with: having } = world();
      const target = having([of]);
      const pointing = having([own], to(target));
      await post([target, pointing]);
      expect(await find([own, of])).toEqual([]);
      expect(await find([own, of], { related_agents: 'true', related_activities: 'true' })).toEqual([]);
      expect(await find([own])).toEqual([pointing.id]);
      expect(await find([of])).toEqual([target.id, pointing.id]);
    },
  );
  test('a void is found where what it voided was, by several filters too', async () => {
    const { find, with: having } = world();
    const target = having(names);
    await post(target);
    const voiding = good({ verb: { id: 'http://adlnet.gov/expapi/verbs/voided' }, ...to(target) });
    await post(voiding);
    expect(await find(names)).toEqual([voiding.id]);
  });
});

describe('formats (Communication 2.1.3)', () => {
  test('canonical answers the merged definition, in the language that is asked for', async () => {
    const object = { id: `https://example.org/${randomUUID()}` };
    const first = good({
      object: { ...object, definition: { name: { en: 'Knots' }, type: 'https://x.y/t' } },
    });
    const second = good({ object: { ...object, definition: { name: { de: 'Knoten' } } } });
    await post(first);
    await post(second);
    const canonical = (language: string) =>
      lrs.call('/statements', {
        query: { statementId: first.id, format: 'canonical' },
        headers: { 'accept-language': language },
      });
    expect(await (await canonical('de-CH, en;q=0.5')).json()).toMatchObject({
      object: { definition: { name: { de: 'Knoten' }, type: 'https://x.y/t' } },
    });
    expect(((await (await canonical('en')).json()) as typeof first).object).toEqual({
      ...object,
      definition: { name: { en: 'Knots' }, type: 'https://x.y/t' },
    });
    // Exact is exact, whatever the language.
    const exact = await lrs.call('/statements', {
      query: { statementId: second.id },
      headers: { 'accept-language': 'en' },
    });
    expect(await exact.json()).toMatchObject({ object: { definition: { name: { de: 'Knoten' } } } });
  });
  test('ids leaves of each part what identifies it, nothing else', async () => {
    const statement = good({
      actor: { ...ann, name: 'Ann', objectType: 'Agent' },
      verb: { id: 'https://x.y/v', display: { en: 'did' } },
      object: { id: 'https://x.y/o', objectType: 'Activity', definition: { name: { en: 'o' } } },
    });
    await post(statement);
    const { actor, verb, object } = await read(statement.id, { format: 'ids' });
    expect([actor, verb, object]).toEqual([ann, { id: 'https://x.y/v' }, { id: 'https://x.y/o' }]);
  });
  test('a single context activity comes back as an array, in a SubStatement too', async () => {
    const context = { contextActivities: { parent: { id: 'https://x.y/p' } } };
    const sub = {
      objectType: 'SubStatement',
      actor: ann,
      verb: { id: 'https://x.y/v' },
      object: { id: 'https://x.y/o' },
      context,
    };
    const statement = good({ context, object: sub });
    await post(statement);
    const wrapped = { contextActivities: { parent: [{ id: 'https://x.y/p' }] } };
    expect(await read(statement.id)).toMatchObject({ context: wrapped, object: { context: wrapped } });
  });
});

describe('every answer (Communication 2.1.3, 3.3)', () => {
  const long = 'x'.repeat(3 * 1024 * 1024);
  test.each<[number, Parameters<Endpoint['call']>[1]]>([
    [200, {}],
    [200, { method: 'HEAD' }],
    [400, { query: { colour: 'red' } }],
    [400, { version: null }],
    [401, { as: 'Basic eDp5' }],
    [404, { query: { statementId: randomUUID() } }],
    [405, { method: 'DELETE' }],
    [413, { method: 'POST', body: { ...good(), result: { response: long } } }],
    [
      413,
      {
        method: 'POST',
        body: new Uint8Array(21 * 1024 * 1024),
        headers: { 'content-type': 'application/json' },
      },
    ],
  ])('of status %i says up to when all is there, and a version: %#', async (status, call) => {
    const response = await lrs.call('/statements', call);
    expect(response.status).toBe(status);
    expect(response.headers.get('x-experience-api-consistent-through')).toMatch(
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
    );
    expect(response.headers.get('x-experience-api-version')).toBe('1.0.3');
  });
  test('read after a write, up to when all is there is not before the write', async () => {
    const statement = good();
    await post(statement);
    const response = await get({ statementId: statement.id });
    const { stored } = (await response.json()) as { stored: string };
    expect(
      Date.parse(response.headers.get('x-experience-api-consistent-through') ?? ''),
    ).toBeGreaterThanOrEqual(Date.parse(stored));
  });
  test('HEAD has the headers of GET and nothing else', async () => {
    const statement = good();
    await post(statement);
    const asked = { query: { statementId: statement.id } };
    const [head, whole] = [
      await lrs.call('/statements', { ...asked, method: 'HEAD' }),
      await lrs.call('/statements', asked),
    ];
    expect(await head.text()).toBe('');
    for (const name of ['content-type', 'content-length', 'last-modified'])
      expect(head.headers.get(name)).toBe(whole.headers.get(name));
    expect(
      (await lrs.call('/statements', { query: { ...asked.query, attachments: 'true' }, method: 'HEAD' }))
        .status,
    ).toBe(200);
  });
});

test.each([
  { statementId: 'x' },
  { statementId: randomUUID(), limit: '1' },
  { statementId: randomUUID(), voidedStatementId: randomUUID() },
  { StatementId: randomUUID() },
  { limit: '-1' },
  { limit: '1e3' },
  { since: '2026-13-01' },
  { until: '2026-01-01T00:00:00-00:00' },
  { agent: '{"mbox":"ann@example.org"}' },
  { agent: '{"objectType":"Group","member":[{"mbox":"mailto:a@b.c"}]}' },
  { agent: '{' },
  { verb: 'passed' },
  { ascending: 'yes' },
  { format: 'EXACT' },
])('the parameters %j are refused by name', async (query) => {
  const response = await get(query);
  expect([response.status, await codeOf(response)]).toEqual([400, 'PARAMETER']);
});
test.each(['?agent=%E0%A4%A', '?limit=1&limit=2', '?%=1'])('the query %s is refused', async (search) => {
  expect((await lrs.call(`/statements${search}`)).status).toBe(400);
});
test('nothing of all this surprised the endpoint', () => expect(lrs.unexpected).toEqual([]));
