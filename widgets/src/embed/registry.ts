// SPDX-License-Identifier: Apache-2.0
/** The registry: one line an element. A tag is loaded when the page first has one. */
import type { personTags } from './tags.ts';

type Tag = (typeof personTags)[number] | 'cairn-person';
const files: Readonly<Record<Tag, () => Promise<unknown>>> = {
  'cairn-profile': () => import('../cairn-profile/cairn-profile.ts'),
  'cairn-gap': () => import('../cairn-gap/cairn-gap.ts'),
  'cairn-evidence': () => import('../cairn-evidence/cairn-evidence.ts'),
  'cairn-expiring': () => import('../cairn-expiring/cairn-expiring.ts'),
  'cairn-person': () => import('../cairn-person/cairn-person.ts'),
};
export const registry: Readonly<Record<string, () => Promise<unknown>>> = files;
