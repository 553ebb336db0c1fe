// SPDX-License-Identifier: Apache-2.0
/** What a remote says in its error pages may hold what was sent to it. Pure: a message → the same without credentials. */
import type { PullSecrets } from '@cairn/store';

/** Shorter ones stand in any text. */
const shortest = 4;

function passwordOf(address: string): string {
  const { username, password } = new URL(address);
  return decodeURIComponent(password === '' ? username : password);
}

/** Each form that a page may quote: the header's value, and the secret inside of it. */
function secretsOf({ authorization, proxy }: PullSecrets): readonly string[] {
  const [, kind = '', value = ''] = /^(\S+)\s+(.*)$/.exec(authorization ?? '') ?? [];
  const pair = kind.toLowerCase() === 'basic' ? Buffer.from(value, 'base64').toString('utf8') : '';
  const secret = pair.slice(pair.indexOf(':') + 1);
  const all = [value, pair, secret, proxy === null ? '' : passwordOf(proxy)];
  return all.filter((one) => one.length >= shortest);
}

export const withoutSecrets = (message: string, secrets: PullSecrets): string =>
  secretsOf(secrets).reduce((text, secret) => text.replaceAll(secret, '***'), message);
