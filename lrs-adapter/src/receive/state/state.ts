// SPDX-License-Identifier: Apache-2.0
/** State (Communication 2.3): what an activity keeps for one agent, of one attempt when a registration is given. */
import type { DocumentOwner } from '@cairn/store';
import type { Request } from 'express';
import { z } from 'zod';
import type { Asked, DocumentResource } from '../documents/document-handlers.ts';
import {
  type AskedAgent,
  agent,
  givenParameters,
  iri,
  moment,
  readParameters,
  text,
  uuid,
} from '../parameters.ts';

const owner = { activityId: iri, agent, registration: uuid.optional() };
const one = z.strictObject({ ...owner, stateId: text });
const some = z.strictObject({ ...owner, since: moment.optional() });
const all = z.strictObject(owner);

const ownerOf = (asked: { readonly activityId: string; readonly agent: AskedAgent }): DocumentOwner => ({
  kind: 'state',
  activity: asked.activityId,
  agent: asked.agent.identifier,
});
const names = (request: Request) => givenParameters(request.url).has('stateId');

function keyOf(request: Request) {
  const asked = readParameters(request, one);
  return { ...ownerOf(asked), registration: asked.registration, id: asked.stateId };
}
const askedOne = (request: Request): Asked => ({ kind: 'one', key: keyOf(request) });

export const stateResource: DocumentResource = {
  toChange: keyOf,
  toGet: (request) => {
    if (names(request)) return askedOne(request);
    const asked = readParameters(request, some);
    return { kind: 'all', owner: ownerOf(asked), registration: asked.registration, since: asked.since };
  },
  toRemove: (request) => {
    if (names(request)) return askedOne(request);
    const asked = readParameters(request, all);
    return { kind: 'all', owner: ownerOf(asked), registration: asked.registration };
  },
  isProtected: (rules) => rules.protectsState,
  needsPrecondition: () => false,
};
