// SPDX-License-Identifier: Apache-2.0
/** Ralph's forwarding: no version header, PUT without statementId, nothing ever sent again. See the README beside this. */
import type { SourcePreset } from '../preset.types.ts';

export const ralph: SourcePreset = {
  id: 'ralph',
  title: 'Ralph (forwarding)',
  dialect: 'generic',
  scopes: ['statements/write', 'define'],
  settings: { assumedVersion: '1.0.3', putsWithoutId: true, splitsBatches: true },
  // It compares and orders by timestamp alone: what happened earlier and came later lies before any cursor.
  pull: { orderedBy: 'timestamp', overlapSeconds: 3600, reconcileDays: 7 },
};
