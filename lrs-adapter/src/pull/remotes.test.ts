// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { type Endpoint, openEndpoint } from '../testing/endpoint.ts';
import { openPulling } from './testing/pulling.ts';
import { type ContractRemote, describeRemote } from './testing/source.contract.ts';
import { type Manners, openRowRemote, rowOf } from './testing/row-remote.ts';

/** Rows as a product stores them. `stepMs`: how far its clock goes between two; 0: whole batches share their time. */
const rows =
  (manners: Partial<Manners>, stepMs: number, latenessMs = 0) =>
  async (): Promise<ContractRemote> => {
    const remote = await openRowRemote(manners);
    return {
      settings: { endpoint: remote.endpoint, orderedBy: manners.orderedBy ?? 'stored' },
      authorization: 'Basic YTpi',
      add: async (count) => {
        remote.now += 1000;
        const added = Array.from({ length: count }, (_, i) => {
          remote.now += stepMs;
          // Every other one appears below what was said to be consistent.
          return rowOf(randomUUID(), { stored: remote.now - (i % 2) * latenessMs });
        });
        remote.rows.push(...added);
        return Promise.resolve(added.map(({ id }) => id));
      },
      texts: () => Promise.resolve(new Map(remote.rows.map(({ id, text }) => [id, text]))),
      breakOnce: () => {
        remote.meddle = (_request, response) => {
          remote.meddle = () => false;
          response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '100000' });
          response.write('{"statements":[{"id":');
          response.socket?.destroy();
          return true;
        };
      },
      close: remote.close,
    };
  };

interface AnotherCairn extends ContractRemote {
  readonly post: (statements: readonly object[]) => Promise<void>;
}
async function anotherCairn(version: '1.0.3' | '2.0.0'): Promise<AnotherCairn> {
  const endpoint: Endpoint = await openEndpoint();
  const { own } = endpoint;
  const { source, key, secret } = await own.store.sources.add({
    id: 'all',
    title: 'All',
    dialect: 'generic',
    scaledRange: '0..1',
    scopes: ['all'],
  });
  const authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;
  const headers = { authorization, 'X-Experience-API-Version': version, 'Content-Type': 'application/json' };
  const statementOf = (id: string) => ({
    id,
    actor: { account: { homePage: 'http://lms.example', name: source.id } },
    verb: { id: 'http://adlnet.gov/expapi/verbs/experienced' },
    object: { id: 'http://example.org/a' },
    ...(version === '2.0.0'
      ? {
          context: {
            contextAgents: [{ objectType: 'contextAgent', agent: { mbox: 'mailto:b@example.org' } }],
          },
        }
      : {}),
  });
  const post: AnotherCairn['post'] = async (statements) => {
    const body = JSON.stringify(statements);
    const response = await fetch(`${endpoint.url}/statements`, { method: 'POST', headers, body });
    if (!response.ok) throw new Error(await response.text());
  };
  return {
    settings: { endpoint: endpoint.url, version },
    authorization,
    post,
    add: async (count) => {
      const statements = Array.from({ length: count }, () => statementOf(randomUUID()));
      await post(statements);
      return statements.map(({ id }) => id);
    },
    texts: async () => {
      const response = await fetch(`${endpoint.url}/statements?limit=0&ascending=true`, { headers });
      const { statements } = (await response.json()) as { statements: { id: string }[] };
      return new Map(statements.map((one) => [one.id, JSON.stringify(one)]));
    },
    close: endpoint.close,
  };
}

test('of another Cairn what is asked for by verb, activity and moment comes over many pages, with all voids', async () => {
  const [remote, pulling] = [await anotherCairn('1.0.3'), await openPulling()];
  try {
    const { settings, authorization } = remote;
    const [early = ''] = await remote.add(3);
    const since = await pulling.store.now();
    while ((await pulling.store.now()) <= since);
    const voiding = {
      id: randomUUID(),
      actor: { mbox: 'mailto:b@example.org' },
      verb: { id: 'http://adlnet.gov/expapi/verbs/voided' },
      object: { objectType: 'StatementRef', id: early },
    };
    await remote.post([voiding, { ...voiding, id: randomUUID(), verb: { id: 'http://example.org/did' } }]);
    const wanted = await remote.add(7);
    await pulling.add(
      'some',
      {
        ...settings,
        verbs: ['http://adlnet.gov/expapi/verbs/experienced'],
        activity: 'http://example.org/a',
        since: new Date(since).toISOString(),
        pageSize: 2,
      },
      { authorization },
    );
    expect(await pulling.runToEnd('some')).toEqual({ kind: 'done' });
    const here = [...(await pulling.texts('some')).keys()];
    expect(here).toEqual(expect.arrayContaining([...wanted, voiding.id]));
    expect(here).not.toContain(early);
  } finally {
    await pulling.close();
    await remote.close();
  }
});

describeRemote('another Cairn, xAPI 1.0.3', () => anotherCairn('1.0.3'), 2);
describeRemote('another Cairn, xAPI 2.0.0', () => anotherCairn('2.0.0'), 2);
describeRemote('Learning Locker: rows appear below an earlier Consistent-Through', rows({}, 250, 20_000));
describeRemote('SQL LRS: equal stored within a batch', rows({}, 0));
describeRemote(
  'Ralph: by timestamp, no Consistent-Through, no more at the end, an empty page',
  rows(
    { orderedBy: 'timestamp', sendsConsistentThrough: false, lastMore: 'absent', hasEmptyPage: true },
    500,
  ),
);
describeRemote(
  'one that shows no clock at all',
  rows({ sendsConsistentThrough: false, sendsDate: false }, 100),
);
describeRemote('one whose more is a whole address', rows({ more: 'whole-url' }, 100));
describeRemote('one whose more leaves out the scheme', rows({ more: 'absolute' }, 100));
describeRemote('one that heeds no order', rows({ descends: true }, 90_000));
