// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { faultLines, readDraftFile, readPeopleFile } from './files.ts';
import { InputError } from './input-error.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cairn-files-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const write = async (content: unknown) => {
  const file = path.join(folder, 'file.json');
  await writeFile(
    file,
    content instanceof Uint8Array || typeof content === 'string' ? content : JSON.stringify(content),
  );
  return file;
};
const refusal = async (reading: Promise<unknown>) => {
  const error = await reading.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(InputError);
  return (error as Error).message;
};
const ann = (more: object = {}) => ({
  id: 'ann',
  name: 'Ann',
  identifiers: [{ actor: { mbox: 'mailto:Ann@example.org' }, from: '2026-01-01T00:00:00Z' }],
  ...more,
});

test('people are read into what the store takes', async () => {
  expect(await readPeopleFile(await write([ann({ team: 'a' })]))).toEqual([
    {
      id: 'ann',
      name: 'Ann',
      teamId: 'a',
      roleIds: [],
      identifiers: [
        {
          identifier: expect.stringContaining('example.org') as string,
          from: Date.UTC(2026, 0, 1),
          to: null,
        },
      ],
    },
  ]);
});

test.each<[string, unknown, RegExp]>([
  ['an id that no address could hold', ann({ id: 'ann / bob' }), /\/0\/id/],
  ['a SHA-1 that is none', ann({ identifiers: [{ actor: { mbox_sha1sum: 'abc' } }] }), /\/0\/identifiers\/0/],
  ['an openid that is no address', ann({ identifiers: [{ actor: { openid: 'x' } }] }), /\/0\/identifiers\/0/],
  [
    'two identifiers in one',
    ann({ identifiers: [{ actor: { mbox: 'mailto:a@x.y', openid: 'https://a' } }] }),
    /\/0/,
  ],
  ['no identifier', ann({ identifiers: [{ actor: {} }] }), /\/0\/identifiers\/0/],
  ['a name of 300 characters', ann({ name: 'x'.repeat(300) }), /\/0\/name/],
  ['an unknown member', ann({ admin: true }), /admin/],
])('people with %s are refused with the place, as the API does', async (_name, person, place) => {
  expect(await refusal(readPeopleFile(await write([person])))).toMatch(place);
});

test('a file that is no JSON says where, one that is no UTF-8 says so, one that is not there says so', async () => {
  expect(await refusal(readPeopleFile(await write('[\n  {"id": oops}]')))).toContain('line 2, column 10');
  expect(await refusal(readPeopleFile(await write(new Uint8Array([0x22, 0xff, 0x22]))))).toContain(
    'not UTF-8',
  );
  expect(await refusal(readPeopleFile(path.join(folder, 'none.json')))).toContain('cannot be read');
});

test('a policy is refused with every fault and its place in the file', async () => {
  const said = async (content: unknown) => {
    const read = await readDraftFile(await write(content), []);
    return read.ok ? [] : faultLines('draft.json', read.faults);
  };
  expect(await said({ frameworks: [] })).toContainEqual(
    expect.stringMatching(/^draft\.json:1:15 at \/frameworks: /),
  );
  const both = await said({ frameworks: [{ id: 'f' }], mapping: {} });
  expect(both.some((line) => line.includes(' at /frameworks/0'))).toBe(true);
  expect(both.some((line) => line.includes(' at /mapping'))).toBe(true);
});
