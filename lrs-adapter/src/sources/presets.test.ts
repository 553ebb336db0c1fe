// SPDX-License-Identifier: Apache-2.0
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { newSource } from './new-source.ts';
import { folder, holdsToContract } from './presets.contract.ts';
import { presets } from './registry.ts';

test('every folder is registered, and every preset has its folder', () => {
  const folders = readdirSync(folder, { withFileTypes: true }).flatMap((one) =>
    one.isDirectory() ? [one.name] : [],
  );
  expect(presets.map(({ id }) => id).toSorted()).toEqual(folders.toSorted());
});
describe.each(presets)('$id', (preset) => {
  test('holds to the contract', () => expect(() => holdsToContract(preset)).not.toThrow());
});
test('what is said of a source goes before its preset, the rest stays', () => {
  const made = newSource({
    id: 'a',
    title: 'A',
    preset: 'ralph',
    dialect: 'cmi5',
    scopes: ['all'],
    settings: { splitsBatches: false, assumedVersion: undefined },
  });
  expect(made).toMatchObject({
    preset: 'ralph',
    dialect: 'cmi5',
    scopes: ['all'],
    settings: { splitsBatches: false, assumedVersion: '1.0.3', putsWithoutId: true },
  });
});
test.each([
  [{ preset: 'nobody' }, 'PRESET_UNKNOWN', 'moodle-logstore'],
  [{ preset: 'generic', dialect: 'klingon' }, 'DIALECT_UNKNOWN', 'cmi5'],
])('%s is refused with what there is', (wrong, code, known) => {
  expect(() => newSource({ id: 'a', title: 'A', ...wrong })).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(known) as string }),
  );
});
