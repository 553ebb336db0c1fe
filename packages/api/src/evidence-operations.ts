// SPDX-License-Identifier: Apache-2.0
/** The part of the table of operations that is about evidence entered by hand. */
import * as contract from './contract.ts';

export const evidenceOperations = {
  enterEvidence: {
    method: 'post',
    path: '/people/{person}/evidence',
    access: 'person',
    summary:
      'Enter a certificate, an observation or prior learning; the same again adds nothing. With a token of the right observe:TEAM: an observation of one of that team',
    body: contract.entryRequestSchema,
    status: 201,
    response: contract.enteredSchema,
    refusals: [409],
  },
  listEntries: {
    method: 'get',
    path: '/people/{person}/evidence',
    access: 'admin',
    summary: 'What was entered of this person, the last first',
    status: 200,
    response: contract.page(contract.entryViewSchema),
  },
  voidEvidence: {
    method: 'delete',
    path: '/people/{person}/evidence/{statement}',
    access: 'admin',
    summary: 'Take an entry back: its statement is voided, and what stood on it goes',
    query: contract.voidEntryQuerySchema,
    status: 204,
  },
  importEvidence: {
    method: 'post',
    path: '/evidence-imports',
    access: 'admin',
    summary: 'What a training matrix (CSV, XLSX) would add; with apply, add it as a whole',
    body: contract.evidenceImportRequestSchema,
    status: 200,
    response: contract.evidenceImportSchema,
    refusals: [409],
  },
} as const;
