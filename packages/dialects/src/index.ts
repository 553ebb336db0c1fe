// SPDX-License-Identifier: Apache-2.0
/** What each kind of sender means by its statements. Pure. */
export * from './dialect.types.ts';
export * from './registry.ts';
