// SPDX-License-Identifier: Apache-2.0
/** Yet's LRSPipe (xapipe): batches, always multipart; any answer but 200 or "come again later" stops its job. See the README beside this. */
import type { SourcePreset } from '../preset.types.ts';

export const lrspipe: SourcePreset = {
  id: 'lrspipe',
  title: 'LRSPipe (xapipe)',
  dialect: 'generic',
  scopes: ['statements/write', 'define'],
  settings: { splitsBatches: true },
};
