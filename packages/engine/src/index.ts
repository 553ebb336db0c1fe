// SPDX-License-Identifier: Apache-2.0
export * from './rule.schema.ts';
export type * from './policy.types.ts';
export type * from './evidence.types.ts';
export type * from './mastery.types.ts';
