// SPDX-License-Identifier: Apache-2.0
/** Every mastery model, one line each. */
import type { MasteryModel } from '../../mastery.types.ts';
import { highest } from './highest/highest.ts';
import { latest } from './latest/latest.ts';

export const models = [latest, highest] as const satisfies readonly MasteryModel[];

/** undefined: there is no such model. */
export function modelById(id: string): MasteryModel | undefined {
  return models.find((model) => model.id === id);
}
