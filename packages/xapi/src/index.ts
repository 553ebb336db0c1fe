// SPDX-License-Identifier: Apache-2.0
export type * from './statement.types.ts';
export type * from './fault.types.ts';
