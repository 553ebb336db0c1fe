// SPDX-License-Identifier: Apache-2.0
import { dialectById } from '@cairn/dialects';
import { expect, test } from 'vitest';
import { compilePolicy, deriveEvidence, mappingSchema } from '../index.ts';

const compiled = compilePolicy({
  version: '1',
  publishedAt: 0,
  publishedBy: 'test',
  timeZone: 'UTC',
  frameworks: [],
  roles: [],
  mapping: mappingSchema.parse({ title: { en: 'M' }, rules: [] }),
  dialects: {},
});

test.each([{ score: Number.NaN }, { score: Number.POSITIVE_INFINITY }, { occurredAt: Number.NaN }])(
  'nothing stands on what is no finite number: %j',
  (wrong) => {
    const sent = {
      id: 'st',
      actor: { mbox: 'mailto:a@b.c' },
      verb: { id: 'http://adlnet.gov/expapi/verbs/scored' },
      object: { id: 'https://x.y/a' },
      timestamp: '2026-01-01T00:00:00Z',
    };
    const normal = dialectById('generic')?.normalise(sent, { id: 's', scaledRange: '0..1' });
    if (!normal) throw new Error('no dialect');
    const derive = (more: object) =>
      deriveEvidence(compiled, { ...normal, ...more }, { seq: 1, recordedAt: 1 });
    expect(derive({})).toEqual([]);
    expect(() => derive(wrong)).toThrow(expect.objectContaining({ code: 'NOT_A_NUMBER' }));
  },
);
