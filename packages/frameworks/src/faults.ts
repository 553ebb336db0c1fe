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

export const schemaFaults = (error: z.ZodError): readonly FrameworkFault[] =>
  error.issues.map(({ path, code, message }) => ({
    pointer: pointerOf(path),
    code: code.toUpperCase(),
    message,
  }));
