// SPDX-License-Identifier: Apache-2.0
/** `me`, `people/{person}/profile`, `…/competencies/{competency}`, `…/gap`. */
import type {
  asOfQuerySchema,
  explanationQuerySchema,
  gapQuerySchema,
  Me,
  profileQuerySchema,
} from '@cairn/api/contract';
import { localeFor } from '@cairn/engine';
import { ProblemError } from '@cairn/lrs-adapter';
import type { z } from 'zod';
import { type Frame, readFrame } from '../../views/mastery-reader.ts';
import { explanationView } from '../../views/explanation-view.ts';
import { gapView, profileView } from '../../views/views.ts';
import { readablePerson } from '../auth/caller.ts';
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

export const getCompetency: Handler = async (context) => {
  const id = context.params['competency'] ?? '';
  const { lang } = context.query as z.infer<typeof explanationQuerySchema>;
  const locale = localeFor(lang === undefined ? context.request.acceptsLanguages() : [lang]);
  const view = await explanationView(context.services.store, await frameOf(context), id, locale);
  if (view) return view;
  throw new ProblemError(
    404,
    'COMPETENCY_UNKNOWN',
    'No such competency',
    `There is no competency "${id}" in force.`,
  );
};

export const getGap: Handler = async (context) => {
  const frame = await frameOf(context);
  const { role: asked } = context.query as z.infer<typeof gapQuerySchema>;
  const wanted = asked ?? frame.person.roleIds[0];
  if (wanted === undefined)
    throw new ProblemError(
      404,
      'NO_ROLE',
      'No role is set for this person',
      'Name one with ?role=, or have the person given a role.',
    );
  const role = frame.policy.policy.roles.find(({ id }) => id === wanted);
  if (!role)
    throw new ProblemError(
      404,
      'ROLE_UNKNOWN',
      'No such role profile',
      `There is no role profile "${wanted}" in force.`,
    );
  return gapView(context.services.store, frame, role);
};
