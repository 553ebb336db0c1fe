// SPDX-License-Identifier: Apache-2.0
/** When a page of Moodle is ready to be used. */
import type { Page } from 'playwright';

/** Its scripts have done what they do at first: before that they put other fields in the place of those that are there. */
export const settled = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => {
    const { M } = globalThis as unknown as { M?: { util?: { pending_js?: readonly unknown[] } } };
    return document.readyState === 'complete' && M?.util?.pending_js?.length === 0;
  });
