// SPDX-License-Identifier: Apache-2.0
/** The word at the end of an IRI. Vocabularies share these words under different addresses. */

const isEnd = (character: string | undefined) => character === '/' || character === '#';

/** In lower case, without the slashes that some senders leave at the end; '' when there is none. */
export function wordOf(iri: string): string {
  let end = iri.length;
  while (end > 0 && isEnd(iri[end - 1])) end -= 1;
  const word = iri.slice(0, end);
  return word.slice(Math.max(word.lastIndexOf('/'), word.lastIndexOf('#')) + 1).toLowerCase();
}
