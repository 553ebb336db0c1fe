// SPDX-License-Identifier: Apache-2.0
/** The xAPI statement: types, validation, identity, comparison, query keys. Pure. */
export type * from './fault.types.ts';
export type * from './statement.types.ts';
export * from './comparison-hash.ts';
export * from './exact-numbers.ts';
export * from './exact-text.ts';
export * from './formats/accept-language.ts';
export { mergeActivityDefinitions } from './formats/activity-definitions.ts';
export * from './formats/sent-definitions.ts';
export * from './formats/to-canonical.ts';
export * from './formats/to-ids.ts';
export * from './identifiers.ts';
export * from './json-parts.ts';
export { eachMember, endOfValue } from './json-text.ts';
export * from './query-keys.ts';
export * from './scan-statements.ts';
export * from './stable-json.ts';
export * from './statement.ts';
export * from './times.ts';
export * from './validation/validate-statement.ts';
export * from './versions.ts';
