// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

test('has the documented defaults', () => {
  expect(readConfig({})).toMatchObject({
    host: '127.0.0.1',
    port: 8090,
    url: 'http://127.0.0.1:8090',
    mongodbUri: null,
    log: 'info',
  });
});
test('lets the command line go before the environment', () => {
  expect(readConfig({ CAIRN_PORT: '1' }, { port: '9000' }).port).toBe(9000);
});
test('says every fault at once, and no secret', () => {
  expect(() => readConfig({ CAIRN_PORT: 'x', CAIRN_FIRST_SOURCE: 'k:short', CAIRN_LOG: 'loud' })).toThrow(
    /CAIRN_PORT[\s\S]*CAIRN_FIRST_SOURCE[\s\S]*CAIRN_LOG/,
  );
  expect(() => readConfig({ CAIRN_PORT: 'x', MONGODB_URI: 'mongodb://db.example/' })).toThrow(
    /CAIRN_PORT[\s\S]*CAIRN_SECRET_KEY: is required/,
  );
  expect(() => readConfig({ CAIRN_FIRST_SOURCE: 'k:short' })).not.toThrow(/k:short/);
});
test('a database that is given needs the key to be given too, so that no program seals with a key of its own', () => {
  const MONGODB_URI = 'mongodb://db.example/';
  expect(() => readConfig({ MONGODB_URI })).toThrow(/^CAIRN_SECRET_KEY: is required with MONGODB_URI/);
  const CAIRN_SECRET_KEY = 'k'.repeat(32);
  expect(readConfig({ MONGODB_URI, CAIRN_SECRET_KEY })).toMatchObject({
    mongodbUri: MONGODB_URI,
    secretKey: CAIRN_SECRET_KEY,
  });
});
