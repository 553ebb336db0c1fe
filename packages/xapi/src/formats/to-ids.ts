// SPDX-License-Identifier: Apache-2.0
/**
 * The format `ids` (xAPI 1.0.3 Communication 2.1.3): of agents, groups, verbs and activities only what identifies them.
 * An anonymous group is identified by its members.
 */
import type { Actor, Statement } from '../statement.types.ts';
import { mapParts } from './map-parts.ts';

function identifying({ mbox, mbox_sha1sum, openid, account }: Actor): Actor {
  if (mbox !== undefined) return { mbox };
  if (mbox_sha1sum !== undefined) return { mbox_sha1sum };
  if (openid !== undefined) return { openid };
  return account === undefined ? {} : { account };
}

function actorIds(actor: Actor): Actor {
  const identifier = identifying(actor);
  if (actor.objectType !== 'Group') return identifier;
  const isAnonymous = Object.keys(identifier).length === 0;
  return {
    objectType: 'Group',
    ...identifier,
    ...(isAnonymous && actor.member && { member: actor.member.map(identifying) }),
  };
}

export const toIds = (statement: Statement): Statement =>
  mapParts(statement, {
    verb: ({ id }) => ({ id }),
    activity: ({ id }) => ({ id }),
    actor: actorIds,
    actorAsObject: (actor) => ({ objectType: actor.objectType ?? 'Agent', ...actorIds(actor) }),
  });
