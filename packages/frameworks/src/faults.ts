// SPDX-License-Identifier: Apache-2.0
import type { z } from 'zod';

/** One thing wrong in an imported document: where (JSON pointer), a stable code, a plain sentence. */
export interface FrameworkFault {
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
}

/** So many are listed; of the others it is said how many there are. */
export const mostFaults = 200;

export interface Refused {
  readonly ok: false;
  readonly faults: readonly FrameworkFault[];
  /** How many more there are than are listed; absent: none. */
  readonly more?: number;
}
/** At most `mostFaults` of them, and how many there are besides. */
export function refused(faults: readonly FrameworkFault[], more = 0): Refused {
  const beyond = more + Math.max(0, faults.length - mostFaults);
  return { ok: false, faults: faults.slice(0, mostFaults), ...(beyond > 0 ? { more: beyond } : {}) };
}

/** "… and 4,312 more", or nothing. */
export const moreText = (more: number | undefined): string =>
  more === undefined || more === 0 ? '' : `… and ${more.toLocaleString('en')} more`;

export const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

type Issue = z.core.$ZodIssue;
const depthOf = (issues: readonly Issue[]): number =>
  Math.max(0, ...issues.flatMap(leaves).map(({ path }) => path.length));

/** Of a choice, what is wrong with the alternative that fits furthest: that is the one which was meant. */
function leaves(issue: Issue): readonly Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const [meant = []] = issue.errors.toSorted((a, b) => depthOf(b) - depthOf(a) || a.length - b.length);
  if (meant.length === 0) return [issue];
  return meant.flatMap(leaves).map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
}

const expectedWords: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};
/** What the schema library says in its own words, in plain ones; what a schema says itself stays. */
function wordsOf(issue: Issue): string {
  const isOwn = !/^(Invalid|Unrecognized)/.test(issue.message);
  if (isOwn) return issue.message;
  if (issue.code === 'invalid_union') return 'It fits none of the forms that there are.';
  if (issue.code === 'invalid_format')
    return `It must be ${issue.format === 'guid' ? 'a UUID' : `in the form "${issue.format}"`}.`;
  if (issue.code !== 'invalid_type') return issue.message;
  if (issue.expected === 'nonoptional') return 'It is missing.';
  const wanted = expectedWords[issue.expected] ?? issue.expected;
  return issue.message.endsWith('received undefined')
    ? `It is missing; it must be ${wanted}.`
    : `It must be ${wanted}.`;
}

/** Everything that is wrong, each at its own place: of members that are not known, each by its name. */
export const schemaFaults = (error: z.ZodError): readonly FrameworkFault[] =>
  error.issues.flatMap(leaves).flatMap((issue): readonly FrameworkFault[] => {
    const code = issue.code.toUpperCase();
    return issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({
          pointer: pointerOf([...issue.path, key]),
          code,
          message: `There is no "${key}" here.`,
        }))
      : [{ pointer: pointerOf(issue.path), code, message: wordsOf(issue) }];
  });
