// SPDX-License-Identifier: Apache-2.0
/**
 * The limits of the endpoint, all of them: what one request may hold, and what all requests of a process may hold together. Beside
 * them a source has its own: `requestsPerSecond` and `requestsAtOnce` of its settings.
 */
/** Generous: logstore_xapi sends 30 statements in some 70 kB. */
export const maxBodyBytes = 16_000_000;
/** A larger body is parsed and checked in a thread of its own, so that others are answered meanwhile. */
export const largeBodyBytes = 256 * 1024;
/**
 * Bytes of bodies that one process holds at a time, from the first byte read until the answer. What does not fit is answered with
 * 429 before it is read. Small bodies have a share of their own: whoever fills the other one keeps nobody small out. Forms of the
 * alternate syntax too, for those are read before their sender is known.
 */
export const budgetBytes = { large: 36_000_000, small: 48_000_000, form: 16_000_000 } as const;
/** Likewise of documents over 256 KiB that are read to be answered or merged, until the answer is out. */
export const documentsBudgetBytes = 64_000_000;
/** What one source may hold of each (a form: one address): one body of the largest size fits, and who fills it keeps nobody else out. */
export const shareOfOne = 0.5;
/** Of a body that holds a large share, or is of an unknown sender, so much has to come in every stretch of time; else it is ended. */
export const slowest = { stretchMs: 20_000, share: 0.1 } as const;
/** Threads for large bodies, and what each may hold while it is at one; more is refused. With two, 200 bodies of 10 MB take over 700 MB. */
export const [maxThreads, threadMemoryMb] = [1, 384];
/** When a refused sender may try again. */
export const retryAfterSeconds = { budget: 5, rate: 1, atOnce: 1 } as const;
/** A form of the alternate request syntax, which is read before its sender is known. */
export const maxFormBytes = 2 * 1024 * 1024;
/** Parameters of one request, known or not. */
export const maxParameters = 100;
/** A document of state or profile; MongoDB holds 16 MB. */
export const maxDocumentBytes = 10 * 1024 * 1024;
export const maxStatementCharacters = 1024 * 1024;
/** Levels of a statement, and characters of one text or key in it: held by the scan of the body. */
export { maxDepth, maxStringCharacters } from '@cairn/xapi';
export const maxBatch = 5000;
/** Parts of a multipart body: the statements and one for each attachment. */
export const maxParts = 1000;
/** Statements in one page of an answer, and about how many characters they may have together. */
export const maxPage = 500;
export const maxPageCharacters = 4 * 1024 * 1024;
/** Faults named in one refusal; more would only hide the first. */
export const maxFaults = 50;
