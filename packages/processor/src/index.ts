// SPDX-License-Identifier: Apache-2.0
/** Drains received statements through the engine into the store. */
export { createPolicyReader, type PoliciesAlive } from './policies-alive.ts';
export { preview, type PreviewOptions } from './preview/preview.ts';
export { previewInThread, type RunPreview } from './preview/preview-thread.ts';
export type * from './preview/preview.types.ts';
export { type Processor, startProcessor } from './processor.ts';
export { type ProcessorThread, startProcessorThread } from './processor-thread.ts';
export { whyStatement, type WhyEvidence, type WhyStatement, type WhySubject } from './why/why-statement.ts';
