// SPDX-License-Identifier: Apache-2.0
/** Elements that show one person, by tag; each has its line in the registry. */
export const personTags = ['cairn-profile', 'cairn-gap', 'cairn-evidence', 'cairn-expiring'] as const;
