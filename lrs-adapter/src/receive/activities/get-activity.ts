// SPDX-License-Identifier: Apache-2.0
/** GET /activities (Communication 2.5): an activity with its definition as merged over all statements; the bare id when nobody defined it. */
import type { Store } from '@cairn/store';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import { sendJson } from '../answers.ts';
import { iri, readParameters } from '../parameters.ts';

const parameters = z.strictObject({ activityId: iri });

export const getActivity =
  (store: Store): RequestHandler =>
  async (request, response) => {
    const { activityId } = readParameters(request, parameters);
    const definition = (await store.definitions.find([activityId])).get(activityId);
    sendJson(
      response,
      JSON.stringify({ objectType: 'Activity', id: activityId, ...(definition ? { definition } : {}) }),
    );
  };
