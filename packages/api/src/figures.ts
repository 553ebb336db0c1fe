// SPDX-License-Identifier: Apache-2.0
/** The contract's part on how much a source has sent, what was refused, and how long it took. */
import { z } from 'zod';

const milliseconds = z.number().nullable().meta({ description: 'About, from ranges; null: there were none' });
export const sourceFiguresSchema = z.object({
  requests: z.int(),
  bytes: z.number(),
  stored: z.int(),
  duplicates: z.int(),
  conflicts: z.int(),
  quarantined: z.int(),
  refused: z.array(z.object({ code: z.string(), requests: z.int(), statements: z.int() })).meta({
    description: 'Why whole requests and single statements were not taken; the most frequent first',
  }),
  p50Ms: milliseconds,
  p99Ms: milliseconds,
});
