// SPDX-License-Identifier: Apache-2.0
/**
 * Somebody's page with widgets in it, as a host serves it: from an address of its own, under a strict content security policy with
 * Trusted Types, with a server that signs its readers' tokens. The portal is made as an administrator makes it.
 */
import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

export interface PageOptions {
  readonly head?: string | undefined;
  readonly lang?: string | undefined;
  /** Names of policies that the page's own policy lets scripts make. */
  readonly trustedTypes?: string | undefined;
}
export interface HostPage {
  /** Address of a page with this in its body; `head` is put before the script of Cairn. */
  readonly with: (body: string, options?: PageOptions) => string;
  /** How many tokens have been asked for. */
  readonly tokens: () => number;
  readonly close: () => Promise<void>;
}
export interface Reader {
  readonly mail: string;
  readonly rights: readonly string[];
}

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
function signed(claims: object, secret: string): string {
  const content = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
}

const style = `
:root { color-scheme: light dark; }
body { margin: 1rem; font: 1rem/1.5 sans-serif; background: light-dark(#ffffff, #11181f); color: light-dark(#1b2733, #e8edf2); }
`;

/** `readers`: who `/token?as=NAME` signs for. */
export async function openHostPage(
  cairn: { readonly url: string; readonly data: string },
  readers: Readonly<Record<string, Reader>>,
): Promise<HostPage> {
  const id = `host-${randomUUID().slice(0, 8)}`;
  const pages = new Map<string, { readonly text: string; readonly policy: string }>();
  let tokens = 0;
  let secret = '';
  // The same Cairn at another address: for a page that loads its script from both.
  const addresses = `${cairn.url} ${cairn.url.replace('127.0.0.1', 'localhost')}`;
  const policyWith = (trustedTypes: string) =>
    [
      "default-src 'none'",
      `script-src ${addresses}`,
      `connect-src 'self' ${addresses}`,
      'img-src data:',
      "style-src 'self'",
      "require-trusted-types-for 'script'",
      `trusted-types ${trustedTypes}`,
    ].join('; ');
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://host');
    const reader = readers[searchParams.get('as') ?? ''];
    const page = pages.get(pathname);
    if (pathname === '/token' && reader) {
      tokens += 1;
      const iat = Math.floor(Date.now() / 1000);
      response.setHeader('Content-Type', 'application/jwt');
      response.end(
        signed(
          {
            iss: id,
            aud: cairn.url,
            sub: reader.mail,
            iat,
            exp: iat + 300,
            jti: randomUUID(),
            cairn: { actor: { mbox: `mailto:${reader.mail}` }, rights: reader.rights },
          },
          secret,
        ),
      );
    } else if (pathname === '/page.css') {
      response.setHeader('Content-Type', 'text/css');
      response.end(style);
    } else if (page !== undefined) {
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.setHeader('Content-Security-Policy', page.policy);
      response.end(page.text);
    } else response.writeHead(404).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const [email = '', password = ''] = (await readFile(path.join(cairn.data, 'first-admin'), 'utf8'))
    .trim()
    .split(':');
  const post = async (resource: string, body: object, headers: Record<string, string> = {}) => {
    const response = await fetch(`${cairn.url}/api/v1${resource}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${resource}: ${response.status} ${await response.text()}`);
    return response;
  };
  const session = await post('/session', { email, password });
  const cookie = session.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const rights = [...new Set(Object.values(readers).flatMap((reader) => reader.rights))];
  const portal = await post('/portals', { id, title: 'Host', origins: [url], rights }, { Cookie: cookie });
  ({ secret } = (await portal.json()) as { secret: string });

  return {
    with: (body, { head = '', lang = 'en', trustedTypes = 'lit-html' } = {}) => {
      const name = `/page-${pages.size}`;
      pages.set(name, {
        policy: policyWith(trustedTypes),
        text: `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>Somebody's page</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
${head}<link rel="stylesheet" href="/page.css"><link rel="icon" href="data:,"><script type="module" src="${cairn.url}/embed/cairn.js"></script></head>
<body><main><h1>Somebody's page</h1>${body}</main></body></html>`,
      });
      return url + name;
    },
    tokens: () => tokens,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
