// SPDX-License-Identifier: Apache-2.0
/** Competency frameworks, scales and role profiles. Pure. */
export * from './faults.ts';
export type * from './formats/format.types.ts';
export * from './formats/read-framework.ts';
export * from './formats/registry.ts';
export * from './framework-index.ts';
export * from './framework.schema.ts';
export * from './parse-framework.ts';
