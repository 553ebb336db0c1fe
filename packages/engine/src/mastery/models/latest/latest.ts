// SPDX-License-Identifier: Apache-2.0
/** Mastery is what the last evidence by event time shows. For what changes with practice and its lack. */
import { noParameters } from '../no-parameters.ts';
import type { MasteryModel } from '../../../mastery.types.ts';

export const latest: MasteryModel = {
  id: 'latest',
  version: 1,
  title: 'Latest',
  parse: noParameters,
  read: (evidence) => {
    const last = evidence.at(-1);
    return { score: last?.value ?? null, rank: last?.rank ?? null, counted: last ? [last.id] : [] };
  },
};
