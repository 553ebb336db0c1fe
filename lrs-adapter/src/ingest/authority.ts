// SPDX-License-Identifier: Apache-2.0
/** Whose word a statement is: that of the credential it came with, unless its source is trusted to say so itself (Data 2.4.9). */
import type { Source } from '@cairn/store';
import { type Actor, actorIdentifier, type Statement } from '@cairn/xapi';

/** `url`: of this Cairn. */
export const ownAuthority = (url: string, sourceId: string) =>
  ({ objectType: 'Agent', account: { homePage: url, name: sourceId } }) as const satisfies Actor;

/** Whether the statement's own authority stands. Otherwise it stays in the text, for audit, and ours is answered. */
export function isTrusted({ authority }: Statement, { settings }: Source): boolean {
  if (!settings.trustsAuthority || authority === undefined) return false;
  if (settings.authorities.length === 0) return true;
  const named = [authority, ...(authority.member ?? [])].flatMap((one) => actorIdentifier(one) ?? []);
  return named.some((identifier) => settings.authorities.includes(identifier));
}
