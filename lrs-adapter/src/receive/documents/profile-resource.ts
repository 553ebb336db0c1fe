// SPDX-License-Identifier: Apache-2.0
/** Both profile resources (Communication 2.6, 2.7): documents of an agent or an activity, under a profileId. */
import type { DocumentOwner } from '@cairn/store';
import type { Request } from 'express';
import { z } from 'zod';
import { givenParameters, moment, readParameters, text } from '../parameters.ts';
import type { DocumentResource } from './document-handlers.ts';

/** `shape`: the parameters that name whose profile it is. */
export function profileResource<Shape extends z.ZodRawShape>(
  shape: Shape,
  ownerOf: (asked: z.output<z.ZodObject<Shape>>) => DocumentOwner,
): DocumentResource {
  // The generic parts of the schemas are not inferred through a spread; each holds `shape` and what is added here.
  type Whose = z.output<z.ZodObject<Shape>>;
  const one = z.strictObject({ ...shape, profileId: text });
  const all = z.strictObject({ ...shape, since: moment.optional() });

  function keyOf(request: Request) {
    const asked = readParameters(request, one) as Whose & { readonly profileId: string };
    return { ...ownerOf(asked), id: asked.profileId };
  }
  return {
    toChange: keyOf,
    toRemove: (request) => ({ kind: 'one', key: keyOf(request) }),
    toGet: (request) => {
      if (givenParameters(request.url).has('profileId')) return { kind: 'one', key: keyOf(request) };
      const asked = readParameters(request, all) as Whose & { readonly since?: number };
      return { kind: 'all', owner: ownerOf(asked), since: asked.since };
    },
    isProtected: () => true,
    needsPrecondition: (rules) => rules.newProfileNeedsPrecondition,
  };
}
