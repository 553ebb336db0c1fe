// SPDX-License-Identifier: Apache-2.0
import { EngineError } from '../../engine.errors.ts';

/** For models that have none: a parameter given is a mistake, and said so. */
export function noParameters(parameters: Readonly<Record<string, unknown>>): null {
  const [name] = Object.keys(parameters);
  if (name !== undefined)
    throw new EngineError('MODEL_PARAMETER_INVALID', `This model has no parameter "${name}".`);
  return null;
}
