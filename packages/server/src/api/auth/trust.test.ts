// SPDX-License-Identifier: Apache-2.0
/** What proves a portal's tokens: a secret that is rotated, keys that it publishes, an OpenID Connect provider of the organisation's. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openTestStore, type TestStore } from '@cairn/store/testing';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import Provider from 'oidc-provider';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type RunningServer, startServer } from '../../index.ts';

const url = 'http://cairn.example';
const audience = 'api://cairn';
let own: TestStore;
let server: RunningServer;
let base: string;
let cookie: string;

const bearer = (token: string) => ({ headers: { Authorization: `Bearer ${token}` } });
const me = async (token: string) => {
  const response = await fetch(`${base}/api/v1/me`, bearer(token));
  const told = (await response.json()) as {
    readonly code?: string;
    readonly detail?: string;
    readonly person?: { readonly name: string } | null;
  };
  return { status: response.status, code: told.code, detail: told.detail, name: told.person?.name };
};
const admin = async (method: string, path: string, body?: object) => {
  const response = await fetch(`${base}/api/v1${path}`, {
    method,
    headers: { Cookie: cookie, 'Content-Type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
const addPortal = (id: string, trust?: object) =>
  admin('POST', '/portals', {
    id,
    title: id,
    origins: [`https://${id}.example`],
    ...(trust ? { trust } : {}),
  });
const testPortal = async (id: string, token?: string) => {
  const { body } = await admin('POST', `/portals/${id}/test`, token === undefined ? {} : { token });
  return body as unknown as {
    readonly isGood: boolean;
    readonly checks: readonly { readonly check: string; readonly isGood: boolean; readonly detail: string }[];
  };
};

beforeAll(async () => {
  own = await openTestStore();
  const { store } = own;
  server = await startServer({ store, url, log: pino({ level: 'silent' }), host: '127.0.0.1', port: 0 });
  base = `http://127.0.0.1:${server.port}`;
  await store.admins.addFirst('rita@example.org', 'correct horse battery');
  cookie = `cairn-session=${(await store.admins.signIn('rita@example.org', 'correct horse battery'))?.token}`;
  const people = ['ann', 'ben'].map((id) => ({
    id,
    name: id.toUpperCase(),
    identifiers: [{ actor: { mbox: `mailto:${id}@example.org` } }],
  }));
  await admin('POST', '/people', { people });
});
afterAll(async () => {
  await server.close();
  await own.drop();
});
afterEach(() => void vi.useRealTimers());

/** The clock alone: what waits for the network goes on as ever. */
const moveClock = (seconds: number) => {
  vi.useFakeTimers({ toFake: ['Date'] });
  vi.setSystemTime(Date.now() + seconds * 1000);
};

const ownToken = (iss: string, alg: string, key: CryptoKey | Uint8Array, kid?: string) =>
  new SignJWT({ cairn: { actor: { mbox: 'mailto:ann@example.org' }, rights: ['self'] } })
    .setProtectedHeader({ alg, ...(kid === undefined ? {} : { kid }) })
    .setIssuer(iss)
    .setAudience(url)
    .setSubject('ann')
    .setJti('one')
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(key);
const bySecret = (iss: string, secret: unknown) =>
  ownToken(iss, 'HS256', new TextEncoder().encode(String(secret)));

describe('a secret', () => {
  test('is rotated with an overlap, or at once; revoked, nothing of the portal is taken any more', async () => {
    const { secret: first } = (await addPortal('rotating')).body;
    expect(await me(await bySecret('rotating', first))).toMatchObject({ status: 200, name: 'ANN' });
    const { secret: second } = (await admin('POST', '/portals/rotating/rotate', {})).body;
    expect((await me(await bySecret('rotating', first))).status).toBe(200);
    expect((await me(await bySecret('rotating', second))).status).toBe(200);
    const { secret: third } = (await admin('POST', '/portals/rotating/rotate', { overlapHours: 0 })).body;
    expect(await me(await bySecret('rotating', second))).toMatchObject({ status: 401, code: 'TOKEN' });
    expect((await me(await bySecret('rotating', first))).status).toBe(401);
    const last = await bySecret('rotating', third);
    expect((await me(last)).status).toBe(200);
    const listed = (await admin('GET', '/portals')).body['items'] as {
      id: string;
      lastUsedAt: string | null;
    }[];
    expect(listed.find(({ id }) => id === 'rotating')?.lastUsedAt).not.toBeNull();
    expect((await admin('POST', '/portals/rotating/revoke')).status).toBe(200);
    expect(await me(last)).toMatchObject({ status: 401 });
    expect(await admin('POST', '/portals/rotating/rotate', {})).toMatchObject({
      status: 409,
      body: { code: 'PORTAL_REVOKED' },
    });
  });
  test('one of its tokens is read by the test, and says whom it speaks for', async () => {
    const { secret } = (await addPortal('testing')).body;
    expect(await testPortal('testing', await bySecret('testing', secret))).toMatchObject({
      isGood: true,
      checks: [{}, {}, {}, { check: 'token', isGood: true, detail: expect.stringContaining('ANN (ann)') }],
    });
    expect(await testPortal('testing', await bySecret('testing', 'another'))).toMatchObject({
      isGood: false,
      checks: [{}, {}, {}, { isGood: false, detail: expect.stringContaining('not signed with') }],
    });
    expect((await admin('POST', '/portals/nobody/test', {})).status).toBe(404);
  });
  test('a token of a portal can neither rotate nor revoke', async () => {
    const { secret } = (await addPortal('humble')).body;
    const token = await bySecret('humble', secret);
    for (const what of ['test', 'rotate', 'revoke']) {
      const init = { ...bearer(token), method: 'POST' };
      expect((await fetch(`${base}/api/v1/portals/humble/${what}`, init)).status).toBe(403);
    }
  });
});

/** Publishes keys as a portal's server does. */
async function publish(
  keys: () => readonly JWK[],
): Promise<{ readonly jwksUrl: string; readonly host: Server }> {
  const host = createServer((_request, response) => {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ keys: keys() }));
  }).listen(0, '127.0.0.1');
  await once(host, 'listening');
  return { jwksUrl: `http://127.0.0.1:${(host.address() as AddressInfo).port}/keys`, host };
}
const pair = async (alg: string, kid: string) => {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  return {
    kid,
    alg,
    privateKey,
    jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' },
    privateJwk: { ...(await exportJWK(privateKey)), kid, alg, use: 'sig' },
  };
};

describe('keys that the portal publishes', () => {
  test('prove RS256 and ES256; a key that comes later is found, one that is gone proves nothing', async () => {
    const pairs = await Promise.all([pair('RS256', 'a'), pair('ES256', 'b'), pair('ES256', 'c')]);
    const [rsa, ec, later] = pairs;
    let published = [rsa.jwk, ec.jwk];
    const { jwksUrl, host } = await publish(() => published);
    try {
      expect((await addPortal('keyed', { kind: 'keys', jwksUrl })).body['secret']).toBeNull();
      const signed = ({ alg, privateKey, kid }: typeof rsa) => ownToken('keyed', alg, privateKey, kid);
      expect((await me(await signed(rsa))).status).toBe(200);
      expect((await me(await signed(ec))).status).toBe(200);
      expect(await me(await signed(later))).toMatchObject({ status: 401, code: 'TOKEN' });
      published = [later.jwk];
      moveClock(11);
      expect((await me(await signed(later))).status).toBe(200);
      expect((await me(await signed(rsa))).status).toBe(401);
      // The public key is no secret: it must not do as one.
      const asSecret = new TextEncoder().encode(JSON.stringify(later.jwk));
      expect(await me(await ownToken('keyed', 'HS256', asSecret, 'c'))).toMatchObject({ status: 401 });
      expect((await testPortal('keyed')).checks[1]?.detail).toContain('1 at http');
    } finally {
      host.close();
    }
  });
  test('that cannot be read are a 503 that says which', async () => {
    const { jwksUrl, host } = await publish(() => []);
    host.close();
    await addPortal('away', { kind: 'keys', jwksUrl });
    const { privateKey, kid } = await pair('ES256', 'x');
    expect(await me(await ownToken('away', 'ES256', privateKey, kid))).toMatchObject({
      status: 503,
      code: 'KEYS_UNREACHABLE',
      detail: expect.stringContaining(jwksUrl),
    });
    expect((await testPortal('away')).isGood).toBe(false);
  });
  test('must be at an https address', async () => {
    const refused = await addPortal('open', { kind: 'keys', jwksUrl: 'http://intranet.example/keys' });
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ pointer: '/trust/jwksUrl' }] } });
  });
});

/** Claims of the tokens of each client. */
const clients: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  ann: { email: 'ann@example.org', email_verified: true },
  unverified: { email: 'ann@example.org', email_verified: false },
  nameless: {},
  stranger: { email: 'nobody@example.org' },
};
const tokenSeconds = 300;

async function startProvider(port: number, key: { readonly privateJwk: JWK }) {
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(issuer, {
    clients: Object.keys(clients).map((id) => ({
      client_id: id,
      client_secret: 'a secret of a client',
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
      id_token_signed_response_alg: 'ES256',
    })),
    jwks: { keys: [key.privateJwk] },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_context, resource) => ({
          scope: '',
          audience: resource,
          accessTokenFormat: 'jwt',
          accessTokenTTL: tokenSeconds,
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
    extraTokenClaims: (_context, token) => ({ ...clients[token.clientId ?? ''] }),
  });
  const host = provider.listen(port, '127.0.0.1');
  await once(host, 'listening');
  return { issuer, host };
}
async function providersToken(issuer: string, client: string, resource = audience): Promise<string> {
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { Authorization: `Basic ${btoa(`${client}:a+secret+of+a+client`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', resource }),
  });
  const told = (await response.json()) as { readonly access_token?: string };
  expect(told).toMatchObject({ access_token: expect.any(String) });
  return told.access_token ?? '';
}

describe("the organisation's OpenID Connect provider", () => {
  let issuer: string;
  let host: Server;
  const stop = async () => {
    host.closeAllConnections();
    host.close();
    await once(host, 'close');
  };
  beforeAll(async () => {
    const free = createServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    const { port } = free.address() as AddressInfo;
    free.close();
    await once(free, 'close');
    ({ issuer, host } = await startProvider(port, await pair('ES256', 'first')));
    await addPortal('sharepoint', { kind: 'oidc', issuer, audience });
  });
  afterAll(() => stop());

  test('says who somebody is, and they see themselves alone', async () => {
    const token = await providersToken(issuer, 'ann');
    expect(await me(token)).toMatchObject({ status: 200, name: 'ANN' });
    expect((await fetch(`${base}/api/v1/people/ben/profile`, bearer(token))).status).toBe(403);
    expect((await testPortal('sharepoint', token)).isGood).toBe(true);
  });
  test.each([
    ['unverified', 'was not verified'],
    ['nameless', 'claim "email"'],
  ])('%s is refused, and told why', async (client, why) => {
    expect(await me(await providersToken(issuer, client))).toMatchObject({
      status: 401,
      detail: expect.stringContaining(why),
    });
  });
  test('names somebody whom nobody knows: the test says by what', async () => {
    const { checks } = await testPortal('sharepoint', await providersToken(issuer, 'stranger'));
    expect(checks.at(-1)).toMatchObject({
      isGood: false,
      detail: expect.stringContaining('mbox:nobody@example.org'),
    });
  });
  test("a token for somebody else's service is refused, and says for whom they are accepted", async () => {
    expect(await me(await providersToken(issuer, 'ann', 'api://payroll'))).toMatchObject({
      status: 401,
      detail: expect.stringContaining(audience),
    });
  });
  test('clocks may differ by half a minute', async () => {
    const token = await providersToken(issuer, 'ann');
    moveClock(tokenSeconds + 20);
    expect((await me(token)).status).toBe(200);
    moveClock(20);
    expect(await me(token)).toMatchObject({ status: 401, detail: expect.stringContaining('expired') });
  });
  test('what it has not signed is refused', async () => {
    const forger = await pair('ES256', 'first');
    const forged = await new SignJWT({ email: 'ann@example.org' })
      .setProtectedHeader({ alg: 'ES256', kid: 'first' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(forger.privateKey);
    expect(await me(forged)).toMatchObject({ status: 401, code: 'TOKEN' });
  });
  test('rotates its keys without telling anybody', async () => {
    const { port } = host.address() as AddressInfo;
    await stop();
    ({ host } = await startProvider(port, await pair('ES256', 'second')));
    moveClock(11);
    expect(await me(await providersToken(issuer, 'ann'))).toMatchObject({ status: 200, name: 'ANN' });
  });
  test('that moves its keys to another address is asked where they are', async () => {
    const [before, after] = await Promise.all([pair('ES256', 'before'), pair('ES256', 'after')]);
    let place = '/a';
    const moving = createServer(({ url: asked, headers }, response) => {
      const at = `http://${headers.host}`;
      const keys = { keys: [place === '/a' ? before.jwk : after.jwk] };
      const isDiscovery = asked === '/.well-known/openid-configuration';
      response.statusCode = isDiscovery || asked === place ? 200 : 404;
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify(isDiscovery ? { issuer: at, jwks_uri: `${at}${place}` } : keys));
    }).listen(0, '127.0.0.1');
    await once(moving, 'listening');
    const at = `http://127.0.0.1:${(moving.address() as AddressInfo).port}`;
    try {
      await addPortal('moving', { kind: 'oidc', issuer: at, audience });
      const signed = ({ kid, privateKey }: typeof before) =>
        new SignJWT({ email: 'ann@example.org' })
          .setProtectedHeader({ alg: 'ES256', kid })
          .setIssuer(at)
          .setAudience(audience)
          .setIssuedAt()
          .setExpirationTime('5m')
          .sign(privateKey);
      expect((await me(await signed(before))).status).toBe(200);
      place = '/b';
      moveClock(11);
      expect((await me(await signed(after))).status).toBe(503);
      expect((await me(await signed(after))).status).toBe(200);
    } finally {
      moving.closeAllConnections();
      moving.close();
    }
  });
  test('that calls itself otherwise than the portal was told is found out by the test', async () => {
    await addPortal('misspelt', { kind: 'oidc', issuer: `${issuer}/`, audience: 'api://other' });
    const { checks } = await testPortal('misspelt');
    expect(checks[1]).toMatchObject({ isGood: false, detail: expect.stringContaining('to the letter') });
  });
});
