// SPDX-License-Identifier: Apache-2.0
/** If-Match and If-None-Match (Communication 3.1, RFC 9110 13.1) → what must hold of the stored document. */
import type { DocumentCondition } from '@cairn/store';
import type { Request } from 'express';
import { ProblemError } from '../../problem-error.ts';

/** Entity tags of a header, bare: weak marks and missing quotes are forgiven, since ours name the bytes. */
function tagsOf(header: string): readonly string[] {
  return header.split(',').map((tag) =>
    tag
      .trim()
      .replace(/^W\//, '')
      .replace(/^"(.*)"$/, '$1')
      .toLowerCase(),
  );
}

/** @throws {ProblemError} 400 for both headers at once. */
export function conditionOf(request: Request): DocumentCondition {
  const match = request.get('If-Match');
  const noneMatch = request.get('If-None-Match');
  if (match !== undefined && noneMatch !== undefined)
    throw new ProblemError(
      400,
      'PRECONDITIONS',
      'Two preconditions at once',
      'Send If-Match to change what you have read, or If-None-Match: * to add what is not there yet, not both.',
    );
  if (match !== undefined)
    return match.trim() === '*' ? { must: 'be-there' } : { must: 'be-one-of', etags: tagsOf(match) };
  if (noneMatch !== undefined)
    return noneMatch.trim() === '*'
      ? { must: 'be-absent' }
      : { must: 'be-none-of', etags: tagsOf(noneMatch) };
  return { must: 'be-anything' };
}

/** Does a condition hold of a document with this ETag (null: none there)? */
export function holds(condition: DocumentCondition, etag: string | null): boolean {
  switch (condition.must) {
    case 'be-anything':
      return true;
    case 'be-there':
      return etag !== null;
    case 'be-absent':
      return etag === null;
    case 'be-one-of':
      return etag !== null && condition.etags.includes(etag);
    case 'be-none-of':
      return etag === null || !condition.etags.includes(etag);
  }
}

export const preconditionFailed = (): ProblemError =>
  new ProblemError(
    412,
    'PRECONDITION_FAILED',
    'The document is not as the precondition says',
    'If-Match or If-None-Match does not hold, and nothing was changed. Get the document, look at it and its ETag, and send your change again.',
  );
