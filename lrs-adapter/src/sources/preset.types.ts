// SPDX-License-Identifier: Apache-2.0
/** A kind of sender: what its requests are like, and what its statements mean unless the source says otherwise. */
import type { PullSettings, Source, SourceSettings } from '@cairn/store';

export interface SourcePreset {
  readonly id: string;
  readonly title: string;
  /** Id of the dialect; its scaled range goes with it. */
  readonly dialect: string;
  readonly scopes: Source['scopes'];
  /** Where it differs from the standard's own rules. */
  readonly settings: Partial<SourceSettings>;
  /** Where pulling from it differs from what is usual. */
  readonly pull?: Partial<PullSettings>;
}
