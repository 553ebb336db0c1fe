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
  expect(() => readConfig({ CAIRN_FIRST_SOURCE: 'k:short' })).not.toThrow(/k:short/);
});
