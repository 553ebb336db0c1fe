// SPDX-License-Identifier: Apache-2.0
/**
 * GET /agents (Communication 2.4): the Person behind an agent, each property an array. Identifiers are not merged: who is one
 * person is known here by proof only, and is not for every sender to see. Names are those of the newest statements.
 */
import type { Store } from '@cairn/store';
import { type Actor, actorIdentifier, isSubStatement, queryKey, type Statement } from '@cairn/xapi';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import { sendJson } from '../answers.ts';
import { may, onlyOwn, sourceOf } from '../guard.ts';
import { type AskedAgent, agent, readParameters } from '../parameters.ts';

const parameters = z.strictObject({ agent });
/** Enough to see a name that has changed lately, also among statements of those that may not define it. */
const newest = 30;

function namesIn(statement: Statement, identifier: string): readonly string[] {
  const { actor, object } = statement;
  const named = isSubStatement(object) ? [actor] : [actor, object as Actor];
  return named
    .flatMap((one) => [one, ...(one.member ?? [])])
    .flatMap((one) => (actorIdentifier(one) === identifier && one.name !== undefined ? [one.name] : []));
}

/** Who lacks the right to define says nothing of people but in its own statements (1.0.3 Communication 4.2). */
async function definers(store: Store): Promise<ReadonlySet<string>> {
  const sources = await store.sources.list();
  return new Set(sources.filter((source) => may(source, ['define', 'all'])).map(({ id }) => id));
}

async function namesOf(
  store: Store,
  { actor, identifier }: AskedAgent,
  sourceId: string | undefined,
): Promise<readonly string[]> {
  const names = new Set<string>(actor.name === undefined ? [] : [actor.name]);
  const believed = await definers(store);
  const keys = [queryKey('agent', identifier)];
  const query = { keys, limit: newest, ...(sourceId === undefined ? {} : { sourceId }) };
  for await (const { text, sourceId: from } of store.statements.query(query))
    if (believed.has(from))
      for (const name of namesIn(JSON.parse(text) as Statement, identifier)) names.add(name);
  return [...names];
}

export const getPerson =
  (store: Store): RequestHandler =>
  async (request, response) => {
    const asked = readParameters(request, parameters).agent;
    const names = await namesOf(store, asked, onlyOwn(sourceOf(request)));
    const { mbox, mbox_sha1sum, openid, account } = asked.actor;
    sendJson(
      response,
      JSON.stringify({
        objectType: 'Person',
        ...(names.length > 0 ? { name: names } : {}),
        ...(mbox === undefined ? {} : { mbox: [mbox] }),
        ...(mbox_sha1sum === undefined ? {} : { mbox_sha1sum: [mbox_sha1sum] }),
        ...(openid === undefined ? {} : { openid: [openid] }),
        ...(account === undefined ? {} : { account: [account] }),
      }),
    );
  };
