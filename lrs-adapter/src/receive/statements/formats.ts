// SPDX-License-Identifier: Apache-2.0
/** The three formats of GET /statements (Communication 2.1.3): exact by splicing text, ids and canonical from the value. */
import type { Store, StoredStatement } from '@cairn/store';
import {
  parseAcceptLanguage,
  sentDefinitions,
  type Statement,
  toCanonical,
  toIds,
  type VersionRules,
} from '@cairn/xapi';
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
  const exact = page.map((stored) => exactStatement(stored, url, rules));
  if (format === 'exact') return exact;
  const statements = exact.map((text) => JSON.parse(text) as Statement);
  if (format === 'ids') return statements.map((statement) => JSON.stringify(toIds(statement)));
  const definitions = await store.definitions.find([...sentDefinitions(statements).keys()]);
  const options = {
    languages: parseAcceptLanguage(acceptLanguage),
    definitionOf: (id: string) => definitions.get(id),
  };
  return statements.map((statement) => JSON.stringify(toCanonical(statement, options)));
}
