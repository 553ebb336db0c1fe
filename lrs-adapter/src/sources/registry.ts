// SPDX-License-Identifier: Apache-2.0
/** Every preset, one line each. */
import { generic } from './generic/generic.ts';
import { learningLocker } from './learning-locker/learning-locker.ts';
import { lrspipe } from './lrspipe/lrspipe.ts';
import { moodleLogstore } from './moodle-logstore/moodle-logstore.ts';
import type { SourcePreset } from './preset.types.ts';
import { ralph } from './ralph/ralph.ts';
import { rustici } from './rustici/rustici.ts';
import { sqlLrs } from './sql-lrs/sql-lrs.ts';

export const presets = [
  generic,
  moodleLogstore,
  learningLocker,
  lrspipe,
  ralph,
  rustici,
  sqlLrs,
] as const satisfies readonly SourcePreset[];

/** undefined: there is no such preset. */
export const presetById = (id: string): SourcePreset | undefined =>
  presets.find((preset) => preset.id === id);
