// SPDX-License-Identifier: Apache-2.0
/** MongoDB: one file a collection, migrations. The embedded mongod is a subpath of its own. */
export type * from './domain.types.ts';
export { openStore } from './open-store.ts';
export * from './store.errors.ts';
export type * from './statements.types.ts';
export type * from './store.types.ts';
