// SPDX-License-Identifier: Apache-2.0
/** Rustici Engine's xAPI pipes and SCORM Cloud's forwarding, as far as they are documented. See the README beside this. */
import type { SourcePreset } from '../preset.types.ts';

export const rustici: SourcePreset = {
  id: 'rustici',
  title: 'Rustici Engine, SCORM Cloud',
  dialect: 'generic',
  scopes: ['statements/write', 'define'],
  settings: { splitsBatches: true },
};
