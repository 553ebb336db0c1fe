// SPDX-License-Identifier: Apache-2.0
/** How much one request may hold. Generous: logstore_xapi sends 30 statements in some 70 kB. */
export const maxBodyBytes = 20 * 1024 * 1024;
/** A form of the alternate request syntax, which is read before its sender is known. */
export const maxFormBytes = 2 * 1024 * 1024;
/** Parameters of one request, known or not. */
export const maxParameters = 100;
/** A document of state or profile; MongoDB holds 16 MB. */
export const maxDocumentBytes = 10 * 1024 * 1024;
export const maxStatementCharacters = 1024 * 1024;
export const maxBatch = 5000;
/** Parts of a multipart body: the statements and one for each attachment. */
export const maxParts = 1000;
/** Statements in one page of an answer, and about how many characters they may have together. */
export const maxPage = 500;
export const maxPageCharacters = 4 * 1024 * 1024;
/** Faults named in one refusal; more would only hide the first. */
export const maxFaults = 50;
