// SPDX-License-Identifier: Apache-2.0
/** What a probe speaks of (`cairn source test`). Statements about it are stored and processed like any other, and counted nowhere. */
export const probeActivity = 'urn:cairn:probe';
