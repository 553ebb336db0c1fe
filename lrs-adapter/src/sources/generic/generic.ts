// SPDX-License-Identifier: Apache-2.0
/** Any sender that keeps to the standard. Nothing is taken that the standard would not have taken. */
import type { SourcePreset } from '../preset.types.ts';

export const generic: SourcePreset = {
  id: 'generic',
  title: 'Any sender of xAPI',
  dialect: 'generic',
  scopes: ['statements/write'],
  settings: {},
};
