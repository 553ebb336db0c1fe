// SPDX-License-Identifier: Apache-2.0
/** The options of `cairn source add` → a source. Checked by the API's own schema, so that both refuse the same. */
import { scopeSchema, sourceRequestSchema } from '@cairn/api/contract';
import { sourceSettingsSchema } from '@cairn/api/source-settings';
import { newSource } from '@cairn/lrs-adapter';
import { InputError } from '../../input-error.ts';
import type { StoreOptions } from '../with-store.ts';

export const scopes = scopeSchema.options;
export interface AddOptions extends StoreOptions {
  readonly title?: string;
  readonly preset: string;
  readonly dialect?: string;
  readonly scaledRange?: string;
  readonly scope?: readonly string[];
  readonly set?: readonly string[];
}

const settingNames = Object.keys(sourceSettingsSchema.shape);

/** `true`, `null`, `7`, `["a"]` are JSON; anything else is text. */
function valueOf(text: string): unknown {
  try {
    // A version is text, not a number.
    return /^\d+\.[\d.]*$/.test(text) ? text : (JSON.parse(text) as unknown);
  } catch {
    return text;
  }
}
function settingOf(pair: string): readonly [string, unknown] {
  const equals = pair.indexOf('=');
  const name = equals < 0 ? pair : pair.slice(0, equals);
  if (equals < 0 || !settingNames.includes(name))
    throw new InputError(`--set ${pair}: write it as name=value. There are: ${settingNames.join(', ')}.`);
  return [name, valueOf(pair.slice(equals + 1))];
}

const optionOf: Readonly<Record<string, string>> = {
  scaledRange: 'scaled-range',
  scopes: 'scope',
  settings: 'set',
};

/** @throws {InputError} naming every option that is wrong. */
export function addOf(id: string, options: AddOptions) {
  const parsed = sourceRequestSchema.safeParse({
    id,
    title: options.title ?? id,
    preset: options.preset,
    dialect: options.dialect,
    scaledRange: options.scaledRange,
    scopes: options.scope,
    settings: Object.fromEntries((options.set ?? []).map(settingOf)),
  });
  if (!parsed.success)
    throw new InputError(
      parsed.error.issues
        .map(({ path: [first = '', ...rest], message }) => {
          const name = String(first);
          return `${name === 'id' ? 'id' : `--${optionOf[name] ?? name}`}${rest.length > 0 ? ` ${rest.join('.')}` : ''}: ${message}`;
        })
        .join('\n'),
    );
  return newSource(parsed.data);
}
