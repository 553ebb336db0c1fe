// SPDX-License-Identifier: Apache-2.0
/** What every preset must hold to: its folder, its README, a dialect that exists, settings that are settings. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { dialectById } from '@cairn/dialects';
import { strictSettings } from '@cairn/store';
import { expect } from 'vitest';
import { newSource } from './new-source.ts';
import type { SourcePreset } from './preset.types.ts';

export const folder: string = import.meta.dirname;

export function holdsToContract(preset: SourcePreset): void {
  const own = path.join(folder, preset.id);
  expect(existsSync(path.join(own, `${preset.id}.ts`))).toBe(true);
  expect(readFileSync(path.join(own, 'README.md'), 'utf8')).toContain(preset.title);
  expect(dialectById(preset.dialect)?.id).toBe(preset.dialect);
  expect(preset.scopes).toContain('statements/write');
  const known = Object.keys(strictSettings);
  expect(Object.keys(preset.settings).filter((name) => !known.includes(name))).toEqual([]);
  // Says only what is otherwise than by default; whose word a statement is, an administrator decides.
  for (const [name, value] of Object.entries(preset.settings))
    expect(value).not.toEqual(Reflect.get(strictSettings, name));
  expect(preset.settings.trustsAuthority ?? false).toBe(false);
  const made = newSource({ id: 'a', title: 'A', preset: preset.id });
  expect(made.settings).toEqual({ ...strictSettings, ...preset.settings });
}
