// SPDX-License-Identifier: Apache-2.0
/** How much one request may hold. Generous: logstore_xapi sends 30 statements in some 70 kB. */
export const maxBodyBytes = 20 * 1024 * 1024;
export const maxStatementCharacters = 1024 * 1024;
export const maxBatch = 5000;
/** Statements in one page of an answer. */
export const maxPage = 500;
/** Faults named in one refusal; more would only hide the first. */
export const maxFaults = 50;
