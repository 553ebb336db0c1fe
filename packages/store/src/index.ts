// SPDX-License-Identifier: Apache-2.0
export type * from './statements.types.ts';
export type * from './domain.types.ts';
export type * from './store.types.ts';
