// SPDX-License-Identifier: Apache-2.0
/** `people`: who is known, and by which identifiers. */
import type { peopleRequestSchema, unlinkRequestSchema } from '@cairn/api/contract';
import { actorIdentifier } from '@cairn/xapi';
import type { z } from 'zod';
import { callerOf, type Handler } from '../context.ts';
import { pageOf } from './seen.ts';

export const listPeople: Handler = async ({ query, services: { store } }) => {
  const page = await pageOf(query, store.people.page);
  return {
    items: page.items.map(({ id, name, teamId, roleIds }) => ({ id, name, team: teamId, roles: roleIds })),
    next: page.next,
  };
};

const proofOf = (caller: ReturnType<typeof callerOf>) =>
  caller.kind === 'admin' ? `administrator ${caller.session.email}` : 'portal';
const msOrNull = (text: string | null) => (text === null ? null : Date.parse(text));

export const importPeople: Handler = async (context) => {
  const { store } = context.services;
  const { people, teams } = context.body as z.output<typeof peopleRequestSchema>;
  await store.people.import(
    people.map(({ id, name, team, roles, identifiers }) => ({
      id,
      name,
      teamId: team,
      roleIds: roles,
      identifiers: identifiers.map(({ actor, from, to }) => ({
        identifier: actorIdentifier(actor) ?? '',
        from: msOrNull(from),
        to: msOrNull(to),
      })),
    })),
    proofOf(callerOf(context)),
    teams.map(({ id, name, parent }) => ({ id, name, parentId: parent })),
  );
  return { people: people.length, teams: teams.length };
};

export const unlinkIdentifier: Handler = async (context) => {
  const { actor } = context.body as z.output<typeof unlinkRequestSchema>;
  const { people } = context.services.store;
  return { people: await people.unlink(actorIdentifier(actor) ?? '', proofOf(callerOf(context))) };
};
