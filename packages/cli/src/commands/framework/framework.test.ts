// SPDX-License-Identifier: Apache-2.0
/** The command as an administrator runs it, on a real database: each import a diff first, what is wrong said with its place. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openTestStore, type TestStore } from '@cairn/store/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cairnOn } from '../../testing/run-cairn.ts';

const fixtures = path.resolve(import.meta.dirname, '../../../../frameworks/src/formats');
const safety = path.join(fixtures, 'case/fixtures/safety/input.json');
const id = '6f1b2c3d-0001-4a00-8a00-000000000001';

let own: TestStore;
let folder: string;

beforeAll(async () => {
  own = await openTestStore();
  folder = await mkdtemp(path.join(tmpdir(), 'cairn-framework-'));
});
afterAll(async () => {
  await own.drop();
  await rm(folder, { recursive: true, force: true });
});

const run = (...args: readonly string[]) => cairnOn(own)('framework', ...args);
const value = async (...args: readonly string[]) => JSON.parse((await run(...args, '--json')).out) as unknown;

test('a file is compared, imported when it is said so, exported as it came, and compared by version', async () => {
  expect(await value('diff', safety)).toMatchObject({ format: 'case', against: null, diff: { isNew: true } });
  const unasked = await run('import', safety);
  expect([unasked.code, unasked.said]).toEqual([
    1,
    'Nothing was changed. Say --yes to import what "cairn framework diff" shows.\n',
  ]);
  expect(await own.store.policies.building()).toBeNull();

  const imported = await run('import', safety, '--yes');
  expect([imported.code, imported.out]).toEqual([0, expect.stringContaining('Version 1 is published')]);
  await own.store.policies.switchTo('1');
  expect(await value('import', safety, '--yes')).toMatchObject({ version: null, diff: { unchanged: 2 } });
  expect((await run('list')).out).toContain('Safety, version 1: 2 competencies');

  const out = path.join(folder, 'out.json');
  expect((await run('export', id, '--format', 'case', '--out', out)).code).toBe(0);
  expect(JSON.parse(await readFile(out, 'utf8'))).toEqual(JSON.parse(await readFile(safety, 'utf8')));
  const lossy = await run('export', id, '--format', 'csv');
  expect(lossy.said).toContain('CSV has no place for: relations other than isChildOf');
  expect(lossy.out.split('\r\n')[0]).toContain('id,code,parent');

  const reworded = (await readFile(safety, 'utf8')).replace(
    'Isolates plant safely',
    'Isolates every plant safely',
  );
  const file = path.join(folder, 'in.json');
  await writeFile(file, reworded);
  const { out: told } = await run('diff', file);
  expect(told).toContain('Reworded: 1\n  S.1  Isolates every plant safely');
  expect((await run('import', file, '--yes', '--against', '9')).said).toContain(
    'version 1 is in force, not 9',
  );
  expect(
    await value('import', file, '--yes', '--meaning', '6f1b2c3d-0002-4a00-8a00-000000000002'),
  ).toMatchObject({
    version: '2',
    diff: { meaningChanged: [{ evidence: 'none' }] },
  });
  await own.store.policies.switchTo('2');
  expect(await value('diff', '--framework', id, '--from', '1')).toMatchObject({
    meaningChanged: [{ code: 'S.1' }],
  });
  expect(await value('versions', id)).toMatchObject([{ policyVersion: '2' }, { policyVersion: '1' }]);
}, 60_000);

test('what is wrong is said all at once with path, line or cell, and nothing is applied', async () => {
  const wrong = await run('import', path.join(fixtures, 'case/fixtures/wrong/input.json'), '--yes');
  expect([wrong.code, wrong.out]).toEqual([1, '']);
  expect(wrong.said).toContain('input.json at /CFItems/1/fullStatement: It is missing');
  expect(wrong.said.trim().split('\n')).toHaveLength(12);
  const sheet = await run(
    'diff',
    path.join(fixtures, 'xlsx/fixtures/formulas/input.xlsx'),
    '--framework',
    'port',
    '--json',
  );
  expect([sheet.code, JSON.parse(sheet.out)]).toMatchObject([
    1,
    {
      more: 0,
      faults: [{ pointer: '/A3', code: 'FORMULA_WITHOUT_VALUE' }, { pointer: '/B4' }, { pointer: '/AB28' }],
    },
  ]);
  const unnamed = await run('diff', path.join(fixtures, 'csv/fixtures/german/input.csv'));
  expect(unnamed.said).toContain('Say --framework ID.');
  expect((await run('diff', path.join(folder, 'nowhere.json'))).said).toContain(
    'cannot be read: it is not there',
  );
}, 60_000);

test('Windows-1252 behind a mark of UTF-8 is read, and columns are as the user says', async () => {
  const file = path.join(folder, 'kompetenzen.csv');
  const mark = Buffer.from([0xef, 0xbb, 0xbf]);
  const table = 'Nr.;Was;Für wie lange\r\nÜ1;Übergeben – „ruhig“;2 Jahre\r\n';
  const bytes = table.replaceAll('–', '\u0096').replaceAll('„', '\u0084').replaceAll('“', '\u0093');
  await writeFile(file, Buffer.concat([mark, Buffer.from(bytes, 'latin1')]));
  const columns = ['--column', 'label=Was', '--column', 'validFor=Für wie lange'];
  const read = await value('diff', file, '--framework', 'bord', '--language', 'de', ...columns);
  expect(read).toMatchObject({
    encoding: 'windows-1252',
    diff: { added: [{ code: 'Ü1', label: { de: 'Übergeben – „ruhig“' } }] },
  });
}, 60_000);
