// SPDX-License-Identifier: Apache-2.0
/** The guide's table of limits, number by number from where they stand. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import * as limits from './limits.ts';

const guide = readFileSync(
  path.resolve(import.meta.dirname, '../../packages/docs/guides/send-statements.md'),
  'utf8',
);
const table = guide.slice(guide.indexOf('## Limits'), guide.indexOf('## Resources and rights'));
const rowOf = (what: string) => table.split('\n').find((line) => line.startsWith(`| ${what} `)) ?? '';
const number = (value: number) => value.toLocaleString('en');
const { budgetBytes, slowest } = limits;

test.each<[what: string, said: readonly string[]]>([
  ['one request', [number(limits.maxBodyBytes)]],
  ['statements in it', [number(limits.maxBatch)]],
  ['one statement', [number(limits.maxStatementCharacters)]],
  ['its depth', [number(limits.maxDepth)]],
  ['one text or key in it', [number(limits.maxStringCharacters)]],
  ['parts of a multipart body (statements, attachments)', [number(limits.maxParts)]],
  ['a form (`?method=`)', [number(limits.maxFormBytes)]],
  ['parameters of an address or form', [number(limits.maxParameters)]],
  ['one document, merged ones too', [number(limits.maxDocumentBytes)]],
  ['what a large body holds while it is parsed', [number(limits.threadMemoryMb)]],
  [
    `bodies over ${limits.largeBodyBytes / 1024} KiB that are being received, in each process`,
    [number(budgetBytes.large)],
  ],
  ['smaller ones', [number(budgetBytes.small)]],
  ['forms', [number(budgetBytes.form)]],
  [
    `documents over ${limits.largeBodyBytes / 1024} KiB that are being read, in each process`,
    [number(limits.documentsBudgetBytes)],
  ],
  ['how slowly a body over 256 KiB, or a form, may come', [`${slowest.stretchMs / 1000} s`]],
  ['a page of statements', [number(limits.maxPage), number(limits.maxPageCharacters)]],
])('%s', (what, said) => {
  for (const one of said) expect(rowOf(what)).toContain(` ${one}`);
});
test('the words for shares are right', () => {
  expect([limits.shareOfOne, slowest.share]).toEqual([0.5, 0.1]);
});
