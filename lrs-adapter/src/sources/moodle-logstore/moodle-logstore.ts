// SPDX-License-Identifier: Apache-2.0
/** Moodle's logstore_xapi: no ids, `[]` on an idle run, the whole batch failed for one bad statement. See the README beside this. */
import type { SourcePreset } from '../preset.types.ts';

export const moodleLogstore: SourcePreset = {
  id: 'moodle-logstore',
  title: 'Moodle (logstore_xapi)',
  dialect: 'moodle-logstore',
  scopes: ['statements/write', 'define'],
  settings: { acceptsEmptyBatch: true, derivesIds: true, splitsBatches: true },
};
