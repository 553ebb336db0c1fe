// SPDX-License-Identifier: Apache-2.0
/** Competency frameworks, scales and role profiles. Pure. */
export * from './faults.ts';
export * from './framework-index.ts';
export * from './framework.schema.ts';
export * from './parse-framework.ts';
