// SPDX-License-Identifier: Apache-2.0
/** Previews read much and are asked for seldom: one at a time in this process, and none for who has hung up. */
import { ProblemError } from '@cairn/lrs-adapter';
import type { RunPreview } from '@cairn/processor';

export interface Previews {
  /** Takes the one place that there is. @throws {ProblemError} PREVIEW_IN_PROGRESS; PREVIEW_ELSEWHERE. */
  readonly begin: () => { readonly run: RunPreview; readonly end: () => void };
}

export function createPreviews(run: RunPreview | undefined): Previews {
  let isBusy = false;
  return {
    begin: () => {
      if (!run)
        throw new ProblemError(
          503,
          'PREVIEW_ELSEWHERE',
          'No previews here',
          'This server makes no previews. Use "cairn mapping preview".',
        );
      if (isBusy)
        throw new ProblemError(
          409,
          'PREVIEW_IN_PROGRESS',
          'Another preview is being made',
          'This server makes one at a time. Ask again when it is done, or use "cairn mapping preview".',
        );
      isBusy = true;
      return { run, end: () => void (isBusy = false) };
    },
  };
}
