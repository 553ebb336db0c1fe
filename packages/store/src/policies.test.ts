// SPDX-License-Identifier: Apache-2.0
import { mappingSchema } from '@cairn/engine';
import { expect, test } from 'vitest';
import { openTestStore } from './testing.ts';

test('a version comes into force once: a processor that is late with it does not bring it back', async () => {
  const own = await openTestStore();
  const { policies } = own.store;
  const draft = {
    publishedBy: 'test',
    timeZone: 'UTC',
    frameworks: [],
    roles: [],
    dialects: {},
    mapping: mappingSchema.parse({ title: { en: 'M' }, rules: [] }),
  };
  await policies.publish(draft);
  await Promise.all(['1', '1'].map((version) => policies.switchTo(version)));
  await policies.publish(draft);
  await policies.switchTo('2');
  await policies.switchTo('1');
  expect([await policies.currentVersion(), await policies.building()]).toEqual(['2', null]);
  await own.drop();
});
