// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { requestVersion, type Statement, validateStatement } from './index.ts';
import type { XapiVersion } from './versions.ts';

const good: Statement = {
  actor: { mbox: 'mailto:ann@example.org' },
  verb: { id: 'https://example.org/did' },
  object: { id: 'https://example.org/a' },
};
const codes = (value: unknown, version: XapiVersion) =>
  validateStatement(value, '', version).map((fault) => `${fault.pointer} ${fault.code}`);

test.each([
  ['1.0', '1.0.3'],
  ['1.0.0', '1.0.3'],
  ['1.0.4', '1.0.3'],
  ['1.0.12', '1.0.3'],
  ['2.0', '2.0.0'],
  ['2.0.0', '2.0.0'],
  ['2.0.1', '2.0.0'],
  ['2', null],
  ['1.1.0', null],
  ['0.95', null],
  ['1.0.', null],
  ['BAD', null],
  ['', null],
])('a request of version "%s" is answered as %s', (header, version) =>
  expect(requestVersion(header)).toBe(version),
);

describe('a statement may say that it is of version', () => {
  test.each([
    ['1.0', true, true],
    ['1.0.9', true, true],
    ['2.0.0', false, true],
    ['2.0', false, true],
    ['0.9.9', false, false],
    ['1.1.0', false, false],
    ['2.1.0', false, false],
  ])('%s: in 1.0.3 %s, in 2.0.0 %s', (version, inOld, inNew) => {
    expect(codes({ ...good, version }, '1.0.3')).toEqual(inOld ? [] : ['/version VERSION']);
    expect(codes({ ...good, version }, '2.0.0')).toEqual(inNew ? [] : ['/version VERSION']);
  });
});

describe('roles', () => {
  const agent = { objectType: 'contextAgent', agent: good.actor };
  const group = { objectType: 'contextGroup', group: { objectType: 'Group', openid: 'https://g/' } };
  const both = { contextAgents: [agent, { ...agent, relevantTypes: ['urn:a:b'] }], contextGroups: [group] };
  const inSub = (context: unknown) => ({ ...good, object: { ...good, objectType: 'SubStatement', context } });
  test('are of 2.0.0, in a SubStatement too', () => {
    expect(codes({ ...good, context: both }, '2.0.0')).toEqual([]);
    expect(codes(inSub(both), '2.0.0')).toEqual([]);
    expect(codes({ ...good, context: both }, '1.0.3')).toEqual([
      '/context/contextAgents UNKNOWN_KEY',
      '/context/contextGroups UNKNOWN_KEY',
    ]);
    expect(codes(inSub(both), '1.0.3')).toEqual([
      '/object/context/contextAgents UNKNOWN_KEY',
      '/object/context/contextGroups UNKNOWN_KEY',
    ]);
  });
  test.each([
    [{ contextAgents: agent }, '/contextAgents NOT_AN_ARRAY'],
    [{ contextAgents: [{ agent: good.actor }] }, '/contextAgents/0/objectType REQUIRED'],
    [{ contextAgents: [{ ...agent, objectType: 'Agent' }] }, '/contextAgents/0/objectType NOT_ALLOWED'],
    [{ contextAgents: [{ ...agent, agent: {} }] }, '/contextAgents/0/agent IDENTIFIER_MISSING'],
    [{ contextAgents: [{ ...agent, agent: group.group }] }, '/contextAgents/0/agent/objectType NOT_ALLOWED'],
    [{ contextAgents: [{ ...agent, relevantTypes: [] }] }, '/contextAgents/0/relevantTypes ARRAY_TOO_SHORT'],
    [
      { contextAgents: [{ ...agent, relevantTypes: ['abc'] }] },
      '/contextAgents/0/relevantTypes/0 NOT_AN_IRI',
    ],
    [{ contextGroups: [{ ...group, group: good.actor }] }, '/contextGroups/0/group/objectType REQUIRED'],
    [{ contextGroups: [{ ...group, member: [] }] }, '/contextGroups/0/member UNKNOWN_KEY'],
  ])('%j are refused', (context, fault) => {
    expect(codes({ ...good, context }, '2.0.0')).toEqual([`/context${fault}`]);
    expect(codes(inSub(context), '2.0.0')).toEqual([`/object/context${fault}`]);
  });
});

describe('timestamps', () => {
  test.each([
    ['2026-03-01T09:00:00Z', true, true],
    ['2026-03-01T09:00:00.123456+05:30', true, true],
    ['2026-03-01 09:00:00z', true, true],
    ['2026-03-01T09:00:00+00:00', true, true],
    // Without a zone: in 1.0.3 read as UTC, in 2.0.0 refused.
    ['2026-03-01T09:00:00', true, false],
    ['2026-03-01', true, false],
    ['2026-03-01T09:00Z', true, false],
    ['2026-03-01T09:00:00+01', true, false],
    ['20260301T090000Z', true, false],
    ['2026-03-01T09:00:00,5Z', true, false],
    ['2026-0301T09:00:00Z', false, false],
    ['2026-W10-1T09:00:00Z', false, false],
    ['2026-03-01T09:00:00-00:00', false, false],
    ['2026-03-01T09:00:00-0000', false, false],
    ['2026-03-01T09:00:00-00', false, false],
    ['2026-03-01T24:00:00Z', false, false],
    ['2026-02-29T09:00:00Z', false, false],
    ['2126-03-01T09:00:00Z', true, true],
  ])('%s: in 1.0.3 %s, in 2.0.0 %s', (timestamp, inOld, inNew) => {
    for (const key of ['timestamp', 'stored']) {
      expect(codes({ ...good, [key]: timestamp }, '1.0.3')).toEqual(inOld ? [] : [`/${key} NOT_A_TIMESTAMP`]);
      expect(codes({ ...good, [key]: timestamp }, '2.0.0')).toEqual(inNew ? [] : [`/${key} NOT_A_TIMESTAMP`]);
    }
  });
});
