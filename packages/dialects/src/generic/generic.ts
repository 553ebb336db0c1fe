// SPDX-License-Identifier: Apache-2.0
/** Plain xAPI: what the standard and the vocabularies of ADL and TLA say, and nothing more. */
import type { Dialect } from '../dialect.types.ts';
import { contentOf } from '../normal-statement.ts';
import { readByVocabulary } from '../vocabulary.ts';

export const generic: Dialect = {
  id: 'generic',
  version: 2,
  title: 'Generic xAPI',
  scaledRange: '0..1',
  recognise: () => 0.1,
  normalise: (statement, source) =>
    Object.assign(readByVocabulary(statement, source), { dialect: 'generic@2' }),
  stableContent: contentOf,
};
