// SPDX-License-Identifier: Apache-2.0
/** Drains received statements through the engine into the store. */
export { createPolicyReader, type PoliciesAlive } from './policies-alive.ts';
export { type Processor, startProcessor } from './processor.ts';
export { type ProcessorThread, startProcessorThread } from './processor-thread.ts';
