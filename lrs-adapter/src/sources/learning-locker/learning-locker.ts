// SPDX-License-Identifier: Apache-2.0
/** Learning Locker's statement forwarding: one statement a request, perhaps its own record around it. See the README beside this. */
import type { SourcePreset } from '../preset.types.ts';

export const learningLocker: SourcePreset = {
  id: 'learning-locker',
  title: 'Learning Locker (statement forwarding)',
  dialect: 'generic',
  scopes: ['statements/write', 'define'],
  settings: { splitsBatches: true, unwrapsRecords: true },
};
