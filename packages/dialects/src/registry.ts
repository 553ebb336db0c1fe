// SPDX-License-Identifier: Apache-2.0
/** Every dialect, one line each. */
import { articulate } from './articulate/articulate.ts';
import { cmi5 } from './cmi5/cmi5.ts';
import type { Dialect } from './dialect.types.ts';
import { generic } from './generic/generic.ts';
import { h5p } from './h5p/h5p.ts';
import { linkedinLearning } from './linkedin-learning/linkedin-learning.ts';
import { moodleLogstore } from './moodle-logstore/moodle-logstore.ts';
import { scormProfile } from './scorm-profile/scorm-profile.ts';
import { tla } from './tla/tla.ts';
import { totara } from './totara/totara.ts';

export const dialects = [
  generic,
  cmi5,
  scormProfile,
  h5p,
  articulate,
  moodleLogstore,
  totara,
  linkedinLearning,
  tla,
] as const satisfies readonly Dialect[];

/** undefined: there is no such dialect. */
export function dialectById(id: string): Dialect | undefined {
  return dialects.find((dialect) => dialect.id === id);
}
