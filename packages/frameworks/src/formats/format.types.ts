// SPDX-License-Identifier: Apache-2.0
/** What a format of frameworks must give. Flow: imported document → [format] → framework. */
import type { ParsedFramework } from '../parse-framework.ts';

export interface FrameworkFormat {
  /** Name of its folder. */
  readonly id: string;
  readonly title: string;
  /** Media types that its documents are sent under. */
  readonly mediaTypes: readonly string[];
  /**
   * How sure the format is that this document is one of its own, 0 no .. 1 certain.
   * @param document the parsed value where the format is JSON, else the whole text.
   */
  readonly detect: (document: unknown) => number;
  /** Pure; never throws. The same document gives the same ids, so that importing it again is an update. */
  readonly parse: (document: unknown) => ParsedFramework;
}
