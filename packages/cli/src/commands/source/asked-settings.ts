// SPDX-License-Identifier: Apache-2.0
/** `--set name=value`, as often as it stands → settings by name. What the values may be, the API's schema says. */
import { InputError } from '../../input-error.ts';

/** `true`, `null`, `["a"]` are JSON; anything else is text. */
function valueOf(text: string): unknown {
  try {
    // A version is text, not a number; so is a long one.
    return /^\d+\.\d+\.\d+$/.test(text) ? text : (JSON.parse(text) as unknown);
  } catch {
    return text;
  }
}

/** @throws {InputError} for a name that there is not. */
export function settingsOf(
  pairs: readonly string[],
  names: readonly string[],
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const equals = pair.indexOf('=');
      const name = equals < 0 ? pair : pair.slice(0, equals);
      if (equals < 0 || !names.includes(name))
        throw new InputError(`--set ${pair}: write it as name=value. There are: ${names.join(', ')}.`);
      return [name, valueOf(pair.slice(equals + 1))];
    }),
  );
}
