// SPDX-License-Identifier: Apache-2.0
/** By what a piece of evidence shows something. A model may ask for several of them, so the list is closed. */

export const evidenceKinds = [
  'knowledge-test',
  'performance',
  'simulation',
  'observation',
  'prior-learning',
  'assertion',
  'completion',
  'manual',
] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

/** Names of before; mappings that were published with them stay readable. */
const formerKinds: Readonly<Record<string, EvidenceKind>> = {
  assessment: 'knowledge-test',
  attestation: 'assertion',
};

/** The name of now; any other text as it is. */
export const currentKind = (kind: string): string =>
  Object.hasOwn(formerKinds, kind) ? (formerKinds[kind] ?? kind) : kind;
