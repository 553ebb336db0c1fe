// SPDX-License-Identifier: Apache-2.0
/** How words of CASE and of the model answer to each other. */
import type { Competency, Framework } from '../../framework.schema.ts';

/** Of a statement without a short form: its beginning, to the end of a word. */
export function shortOf(statement: string): string {
  const letters = Array.from(statement);
  if (letters.length <= 100) return statement;
  const beginning = letters.slice(0, 99).join('');
  const space = beginning.lastIndexOf(' ');
  return `${space > 40 ? beginning.slice(0, space) : beginning}…`;
}

export const typeOfKind = (kind: Competency['kind']): string =>
  `${kind.slice(0, 1).toUpperCase()}${kind.slice(1)}`;

const adoption: Readonly<Record<string, Framework['status']>> = {
  draft: 'draft',
  'private draft': 'draft',
  adopted: 'adopted',
  implemented: 'adopted',
  deprecated: 'deprecated',
};
export const statusOf = (adoptionStatus: string | undefined): Framework['status'] =>
  adoption[adoptionStatus?.toLowerCase() ?? ''];
export const adoptionOf = (status: NonNullable<Framework['status']>): string =>
  ({ draft: 'Draft', adopted: 'Adopted', deprecated: 'Deprecated' })[status];

/** Code of an item that has none. */
export const codeOfIdentifier = (identifier: string): string => `#${identifier.slice(0, 8)}`;

const tag = /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/;
/** As CASE writes it, if it is a tag that the model takes. */
export const languageTag = (language: string | undefined): string | undefined =>
  language !== undefined && tag.test(language) ? language : undefined;
