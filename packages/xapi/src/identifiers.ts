// SPDX-License-Identifier: Apache-2.0
/**
 * Canonical identifiers of actors: one text for one inverse functional identifier (xAPI 1.0.3 Data 2.4.2.3).
 * `mbox:<address, domain lower-cased>` · `sha1:<hex>` · `openid:<uri>` · `account:<homePage>|<name>`.
 */
import { sha1 } from '@noble/hashes/legacy.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Account, Actor } from './statement.types.ts';

export interface Identifying {
  readonly mbox?: string | undefined;
  readonly mbox_sha1sum?: string | undefined;
  readonly openid?: string | undefined;
  readonly account?: Account | undefined;
}

/** The domain of a mail address is case-insensitive, the part before it is not. */
function canonicalMailto(mbox: string): string {
  const address = mbox.replace(/^mailto:/i, '');
  const at = address.lastIndexOf('@');
  return at < 0 ? address : address.slice(0, at) + address.slice(at).toLowerCase();
}

/** Canonical identifier, or null for an anonymous group. */
export function actorIdentifier(actor: Identifying): string | null {
  if (actor.mbox !== undefined) return `mbox:${canonicalMailto(actor.mbox)}`;
  if (actor.mbox_sha1sum !== undefined) return `sha1:${actor.mbox_sha1sum.toLowerCase()}`;
  if (actor.openid !== undefined) return `openid:${actor.openid}`;
  if (actor.account !== undefined) return `account:${actor.account.homePage}|${actor.account.name}`;
  return null;
}

/**
 * Identifiers of the people that an actor stands for: an Agent itself, a Group its members; no repeats, in order. A Group whose
 * members are not named stands for nobody in particular, whatever identifies it: a group is no person.
 */
export function actorIdentifiers(actor: Actor): readonly string[] {
  const actors = actor.objectType === 'Group' ? (actor.member ?? []) : [actor];
  return [...new Set(actors.flatMap((one) => actorIdentifier(one) ?? []))];
}

/** Hex SHA-1 of the whole mailto IRI, domain lower-cased first (Data 2.4.2.3). */
export function mboxSha1(mbox: string): string {
  return bytesToHex(sha1(utf8ToBytes(`mailto:${canonicalMailto(mbox)}`)));
}
