// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { openApiDocument } from './openapi.ts';
import { type Operation, operations } from './operations.ts';

const { paths } = openApiDocument('https://cairn.example') as {
  paths: Record<string, Record<string, { responses: Record<string, unknown> }>>;
};
const statusesOf = ({ path, method }: Operation) => Object.keys(paths[path]?.[method]?.responses ?? {});
const all = Object.entries<Operation>(operations);

test.each(all)('%s says what it may be refused with', (_id, operation) => {
  const always = ['400', '401', '403', '404', '500', '503', String(operation.status)];
  const withBody = operation.body ? ['413', '415'] : operation.upload ? ['413'] : [];
  const own = (operation.refusals ?? []).map(String);
  expect(statusesOf(operation)).toEqual([...always, ...withBody, ...own].sort());
});

test('what makes something says that it may stand against what is there; signing in, that it is slowed down', () => {
  const with409 = all.filter(([, operation]) => statusesOf(operation).includes('409')).map(([id]) => id);
  expect(with409.sort()).toEqual([
    'addPortal',
    'addSource',
    'changeFramework',
    'changeSource',
    'configurePull',
    'enterEvidence',
    'importEvidence',
    'importFramework',
    'importPeople',
    'pauseSource',
    'previewMapping',
    'publishPolicy',
    'resumeSource',
    'revokePortal',
    'rollBackPolicy',
    'rotateCredential',
    'rotatePortal',
  ]);
  expect(statusesOf(operations.signIn)).toContain('429');
});

test('no query has a name that is passed over', () => {
  for (const [id, { query }] of all)
    expect([id, query?.safeParse({ bogus: '1' }).success ?? false]).toEqual([id, false]);
});
