// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openTestStore } from '@cairn/store/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { connect, NotRunningError } from './connect.ts';

let data: string;
beforeAll(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'cairn-connect-'));
});
afterAll(() => rm(data, { recursive: true, force: true }));

const refusal = async (environment: Readonly<Record<string, string>>) => {
  const error = await connect(readConfig(environment)).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(NotRunningError);
  return (error as Error).message;
};
/** Nobody listens on port 1. */
const uri = 'mongodb://127.0.0.1:1/?directConnection=true';

test('a folder where nothing was ever started, was stopped, or was killed says what to do', async () => {
  const never = await refusal({ CAIRN_DATA: path.join(data, 'never') });
  expect(never).toMatch(/No Cairn runs in .*never.*npm start/);
  for (const record of [{ port: 1, uri, pid: 1 }, { port: 1 }]) {
    await writeFile(path.join(data, 'mongod.json'), JSON.stringify(record));
    expect(await refusal({ CAIRN_DATA: data })).toMatch(/No Cairn runs in .*npm start/);
  }
});

test('a database that is given and does not answer is said so, without its password', async () => {
  const MONGODB_URI = uri.replace('//', '//cairn:very-secret@');
  const said = await refusal({ MONGODB_URI, CAIRN_SECRET_KEY: 'k'.repeat(32) });
  expect(said).toMatch(/^The database of MONGODB_URI does not answer/);
  expect(said).not.toContain('secret');
});

test('a database that is there is opened', async () => {
  const own = await openTestStore();
  const given = new URL(own.uri);
  given.pathname = own.database;
  const store = await connect(
    readConfig({ MONGODB_URI: given.href, CAIRN_SECRET_KEY: 'k'.repeat(32), CAIRN_DATA: data }),
  );
  expect(await store.sources.list()).toEqual([]);
  await store.close();
  await own.drop();
});
