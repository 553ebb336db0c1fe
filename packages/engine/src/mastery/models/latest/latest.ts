// SPDX-License-Identifier: Apache-2.0
/** Mastery is what the last evidence by event time shows. For what changes with practice and its lack. */
import { z } from 'zod';
import type { GradedEvidence } from '../../../mastery.types.ts';
import { defineModel, type ModelFold } from '../../model.types.ts';
import { accountOfOne, readingOfOne } from '../one-piece.ts';

export const latest = defineModel({
  id: 'latest',
  version: 2,
  title: 'Latest',
  source: 'Instructure Canvas, outcome calculation "Most Recent Score"; domain rule on order by event time',
  parameters: z.strictObject({}),
  readsScores: false,
  open: (): ModelFold<GradedEvidence> => ({
    of: (piece) => piece,
    join: (_earlier, later) => later,
    read: readingOfOne,
    account: (pieces) => accountOfOne(pieces.at(-1), { code: 'latest' }),
  }),
});
