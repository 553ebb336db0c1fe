// SPDX-License-Identifier: Apache-2.0
import type { z } from 'zod';

/** One thing wrong in an imported document: where (JSON pointer), a stable code, a plain sentence. */
export interface FrameworkFault {
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
}

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

export const schemaFaults = (error: z.ZodError): readonly FrameworkFault[] =>
  error.issues.flatMap(leaves).map(({ path, code, message }) => ({
    pointer: pointerOf(path),
    code: code.toUpperCase(),
    message,
  }));
