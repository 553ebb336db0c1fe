// SPDX-License-Identifier: Apache-2.0
/** For tests only: arbitrary statements of both versions, single mutations of them, and JSON as others write it. */
export { withLooseText } from './loose-json.ts';
export { type Mutation, mutationNames, mutations } from './mutations.ts';
export { agents, groups, statements } from './statements.ts';

const nightly = process.env['CAIRN_FUZZ_CASES'];
/** How many cases a property is tried with: `CAIRN_FUZZ_CASES` for the nightly form, else what the test asks for. */
export const fuzzCases = (usual: number): number => Number(nightly ?? usual);
/** How long a test with such a property may take. */
export const fuzzTimeoutMs = 60_000 + Number(nightly ?? 0) * 20;
