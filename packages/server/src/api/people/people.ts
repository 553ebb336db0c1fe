// SPDX-License-Identifier: Apache-2.0
/** `me`, `me/people`, `people/{person}/profile`, `…/competencies/{competency}`, `…/gap`, `…/expiring`. */
import type {
  asOfQuerySchema,
  expiringQuerySchema,
  explanationQuerySchema,
  gapQuerySchema,
  Me,
  profileQuerySchema,
  ReadablePerson,
  readableQuerySchema,
} from '@cairn/api/contract';
import { localeFor } from '@cairn/engine';
import type { RoleProfile } from '@cairn/frameworks';
import { ProblemError } from '@cairn/lrs-adapter';
import type { z } from 'zod';
import { type Frame, readFrame } from '../../views/mastery-reader.ts';
import { expiringView } from '../../views/expiring-view.ts';
import { explanationView } from '../../views/explanation-view.ts';
import { gapView, profileView } from '../../views/views.ts';
import { pageOf } from '../admin/seen.ts';
import { readablePerson, readableTeams } from '../auth/caller.ts';
import { type ApiContext, callerOf, type Handler } from '../context.ts';

const msOrNull = (text: string | undefined) => (text === undefined ? null : Date.parse(text));

async function frameOf(context: ApiContext): Promise<Frame> {
  const { store, policies } = context.services;
  const caller = callerOf(context);
  const { at, known } = context.query as z.infer<typeof asOfQuerySchema>;
  const person = await readablePerson(caller, context.params['person'] ?? '', store.people);
  const contact = caller.kind === 'portal' ? caller.contact : null;
  const frame = await readFrame(
    store,
    policies,
    person,
    { at: msOrNull(at), known: msOrNull(known) },
    contact,
  );
  if (frame) return frame;
  throw new ProblemError(
    404,
    'NOTHING_PUBLISHED',
    'No mapping is in force',
    known === undefined
      ? 'Nothing has been published yet, so nothing can be said of anybody. An administrator can publish a mapping.'
      : 'Nothing had been published by then. Ask for a later date.',
  );
}

export const getMe: Handler = async (context): Promise<Me> => {
  const { policies } = context.services;
  const caller = callerOf(context);
  const person = caller.kind === 'portal' ? caller.person : null;
  const policy = await policies.current();
  const roles = policy?.policy.roles ?? [];
  return {
    person: person && { id: person.id, name: person.name },
    rights: caller.kind === 'portal' ? [...caller.rights] : ['admin'],
    roles: (person?.roleIds ?? []).flatMap((id) => {
      const role = roles.find((one) => one.id === id);
      return role ? [{ id, title: role.title }] : [];
    }),
    contact: caller.kind === 'portal' ? caller.contact : null,
    policyVersion: policy?.policy.version ?? null,
  };
};

export const listReadable: Handler = async (context) => {
  const { people } = context.services.store;
  const { named } = context.query as z.output<typeof readableQuerySchema>;
  const teams = readableTeams(callerOf(context));
  if (teams?.length === 0) return { items: [], next: null };
  const [page, known] = await Promise.all([
    pageOf(context.query, (place) => people.ofTeams({ ...place, teams, named })),
    people.teams(),
  ]);
  const names = new Map(known.map(({ id, name }) => [id, name]));
  const items = page.items.map(({ id, name, teamId }): ReadablePerson => ({
    id,
    name,
    team: teamId === null ? null : { id: teamId, name: names.get(teamId) ?? teamId },
  }));
  return { items, next: page.next };
};

export const getProfile: Handler = async (context) => {
  const frame = await frameOf(context);
  const { framework } = context.query as z.infer<typeof profileQuerySchema>;
  if (framework !== undefined && !frame.policy.policy.frameworks.some(({ id }) => id === framework))
    throw new ProblemError(
      404,
      'FRAMEWORK_UNKNOWN',
      'No such framework',
      `There is no framework "${framework}" in force.`,
    );
  return profileView(context.services.store, frame, framework);
};

const localeOf = ({ request }: ApiContext, lang: string | undefined) =>
  localeFor(lang === undefined ? request.acceptsLanguages() : [lang]);

export const getCompetency: Handler = async (context) => {
  const id = context.params['competency'] ?? '';
  const { lang } = context.query as z.infer<typeof explanationQuerySchema>;
  const locale = localeOf(context, lang);
  const view = await explanationView(context.services.store, await frameOf(context), id, locale);
  if (view) return view;
  throw new ProblemError(
    404,
    'COMPETENCY_UNKNOWN',
    'No such competency',
    `There is no competency "${id}" in force.`,
  );
};

/** The one that is asked for, else the person's first; null = none. @throws {ProblemError} ROLE_UNKNOWN. */
function roleOf({ person, policy }: Frame, asked: string | undefined): RoleProfile | null {
  const wanted = asked ?? person.roleIds[0];
  if (wanted === undefined) return null;
  const role = policy.policy.roles.find(({ id }) => id === wanted);
  if (role) return role;
  throw new ProblemError(
    404,
    'ROLE_UNKNOWN',
    'No such role profile',
    `There is no role profile "${wanted}" in force.`,
  );
}

export const getGap: Handler = async (context) => {
  const frame = await frameOf(context);
  const { role: asked } = context.query as z.infer<typeof gapQuerySchema>;
  const role = roleOf(frame, asked);
  if (role) return gapView(context.services.store, frame, role);
  throw new ProblemError(
    404,
    'NO_ROLE',
    'No role is set for this person',
    'Name one with ?role=, or have the person given a role.',
  );
};

export const getExpiring: Handler = async (context) => {
  const frame = await frameOf(context);
  const { role, within, lang } = context.query as z.infer<typeof expiringQuerySchema>;
  const locale = localeOf(context, lang);
  return expiringView(context.services.store, frame, { role: roleOf(frame, role), within, locale });
};
