// SPDX-License-Identifier: Apache-2.0
/** The sample organisation. */
export { createPortalRouter, type PortalOptions } from './portal-router.ts';
export { type SampleRecord, seedSample } from './seed.ts';
export { sampleStatements } from './statements.ts';
