// SPDX-License-Identifier: Apache-2.0
/** The three formats of GET /statements (Communication 2.1.3): exact by splicing text, ids and canonical from the value. */
import type { Store, StoredStatement } from '@cairn/store';
import {
  parseAcceptLanguage,
  readAsWritten,
  sentDefinitions,
  type Statement,
  toCanonical,
  toIds,
  type VersionRules,
} from '@cairn/xapi';
import { inTurns } from '../../in-turns.ts';
import { exactStatement } from '../../ingest/exact-statement.ts';

export type Format = 'exact' | 'ids' | 'canonical';

export interface Form {
  readonly format: Format;
  readonly url: string;
  readonly rules: VersionRules;
  /** Header; counts for `canonical` alone. */
  readonly acceptLanguage: string | undefined;
}

/** The statements as they are answered, in order. */
export async function formatted(
  store: Store,
  page: readonly StoredStatement[],
  { format, url, rules, acceptLanguage }: Form,
): Promise<readonly string[]> {
  const lengthOf = (text: string) => text.length;
  const exact = await inTurns(
    page,
    ({ text }) => text.length,
    (stored) => exactStatement(stored, url, rules),
  );
  if (format === 'exact') return exact;
  if (format === 'ids')
    return inTurns(exact, lengthOf, (text) => {
      const { value, write } = readAsWritten(text);
      return write(toIds(value as Statement));
    });
  const read = await inTurns(exact, lengthOf, (text) => ({ ...readAsWritten(text), length: text.length }));
  const statements = read.map(({ value }) => value as Statement);
  const definitions = await store.definitions.find([...sentDefinitions(statements).keys()]);
  const options = {
    languages: parseAcceptLanguage(acceptLanguage),
    definitionOf: (id: string) => definitions.get(id),
  };
  return inTurns(
    read,
    ({ length }) => length,
    ({ value, write }) => write(toCanonical(value as Statement, options)),
  );
}
