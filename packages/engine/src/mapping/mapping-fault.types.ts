// SPDX-License-Identifier: Apache-2.0
import type { FrameworkFault } from '@cairn/frameworks';

/**
 * Something about a draft that its author should know. An error keeps it from being published; a warning does not: the draft
 * is well formed, and probably not what was meant.
 */
export interface MappingFault extends FrameworkFault {
  readonly severity: 'error' | 'warning';
  /** Where it was read from a text: 1-based. */
  readonly line?: number;
  readonly column?: number;
}
