// SPDX-License-Identifier: Apache-2.0
/** What a proved token says, and why one is refused: in words for whoever runs the portal, never with the token in them. */
import { ProblemError } from '@cairn/lrs-adapter';
import type { Portal } from '@cairn/store';
import { errors } from 'jose';

export const clockToleranceSeconds = 30;

/** What a token says, when it is genuine. */
export interface Proved {
  readonly portal: Portal;
  /** null: it names nobody that could be known. */
  readonly identifier: string | null;
  readonly rights: readonly string[];
  /** ms since the epoch */
  readonly issuedAt: number;
  readonly until: number;
}

export const refused = (detail: string): ProblemError =>
  new ProblemError(401, 'TOKEN', 'The token is not accepted', detail);
export const askAgain = "Ask the portal's server for a new one.";

/** null: it is not about the token. */
export function refusalOf(error: unknown): ProblemError | null {
  if (error instanceof ProblemError) return error;
  if (error instanceof errors.JWTExpired) return refused(`It has expired. ${askAgain}`);
  if (error instanceof errors.JWTClaimValidationFailed)
    return refused(`Its claim "${error.claim}" is not as it must be. ${askAgain}`);
  if (error instanceof errors.JOSEAlgNotAllowed)
    return refused(`It was signed in another way than its portal's tokens are. ${askAgain}`);
  if (error instanceof errors.JWKSNoMatchingKey)
    return refused(`It was signed with a key that its issuer does not publish. ${askAgain}`);
  if (error instanceof errors.JOSEError)
    return refused(`It was not signed with this portal's secret or key, or was changed. ${askAgain}`);
  return null;
}
