// SPDX-License-Identifier: Apache-2.0
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { formats, type FrameworkFormat, readFramework } from '../index.ts';
import { fixturesOf, testFormat } from './format.contract.ts';

test('every folder is registered and every registered format has a folder', () => {
  const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  expect(folders.map(({ name }) => name).sort()).toEqual(formats.map(({ id }) => id).sort());
});
test('no two formats have the first media type in common', () => {
  const own = formats.map(({ mediaTypes: [first] }) => first);
  expect(new Set(own).size).toBe(own.length);
});

describe.each(formats)('$id', (format) => {
  testFormat(
    format,
    formats.filter((other) => other !== format),
  );
});

describe('a document', () => {
  const [small] = fixturesOf(formats[0]).filter(({ framework }) => framework !== null);
  test('is read by the format that is surest of it', () => {
    const named = (id: string, sureness: number): FrameworkFormat => ({
      ...formats[0],
      id,
      detect: () => sureness,
      parse: () => ({ ok: false, faults: [{ pointer: '', code: id, message: id }] }),
    });
    const read = (...among: readonly FrameworkFormat[]) => readFramework(small?.document, among);
    expect(read(named('A', 0.2), named('B', 0.9), named('C', 0))).toMatchObject({ faults: [{ code: 'B' }] });
    expect(read(named('A', 0.2), ...formats)).toMatchObject({ ok: true });
    expect(readFramework(small?.document)).toMatchObject({ ok: true });
  });
  test('of no format is refused with the names of those that there are', () => {
    for (const document of ['', 3, null, [], new Uint8Array([1, 2])])
      expect(readFramework(document)).toMatchObject({
        ok: false,
        faults: [{ pointer: '', code: 'FORMAT_UNKNOWN', message: expect.stringContaining('Cairn JSON') }],
      });
    expect(readFramework({ id: 'port' })).toMatchObject({
      faults: expect.arrayContaining([expect.objectContaining({ pointer: '/competencies' })]),
    });
  });
});
