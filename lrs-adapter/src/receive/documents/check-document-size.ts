// SPDX-License-Identifier: Apache-2.0
/** How large a document may be, as it is sent and as merging makes it. */
import { maxDocumentBytes } from '../../limits.ts';
import { ProblemError } from '../../problem-error.ts';

/** @throws {ProblemError} 413 413 for more than is kept of one document. */
export function checkDocumentSize({ length }: Uint8Array): void {
  if (length > maxDocumentBytes)
    throw new ProblemError(
      413,
      'DOCUMENT_TOO_LARGE',
      'The document is too large',
      `It would have ${length} bytes; at most ${maxDocumentBytes} are kept. Nothing was changed. Store it elsewhere and keep its address.`,
    );
}
