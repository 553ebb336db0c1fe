// SPDX-License-Identifier: Apache-2.0
/** Every dialect, one line each. */
import type { Dialect } from './dialect.types.ts';
import { generic } from './generic/generic.ts';
import { moodleLogstore } from './moodle-logstore/moodle-logstore.ts';

export const dialects = [generic, moodleLogstore] as const satisfies readonly Dialect[];

/** undefined: there is no such dialect. */
export function dialectById(id: string): Dialect | undefined {
  return dialects.find((dialect) => dialect.id === id);
}
