// SPDX-License-Identifier: Apache-2.0
/**
 * Files of ours, fetched on first use. A module that did not come once is never asked for again by browsers under the same address;
 * their message names it, and under another address it is.
 */
const failed = new Map<() => Promise<unknown>, string>();
let tries = 0;

/** Rejects when it did not come; asked again, it is fetched again. */
export async function fetchFile(load: () => Promise<unknown>): Promise<void> {
  const address = failed.get(load);
  try {
    await (address === undefined ? load() : import(/* @vite-ignore */ `${address}?again=${(tries += 1)}`));
    failed.delete(load);
  } catch (error) {
    const [found] = /https?:\/\/[^\s?]+\.js/.exec(String(error)) ?? [];
    if (found !== undefined) failed.set(load, found);
    throw error;
  }
}

const firstRetryMs = 2000;
const lastRetryMs = 60_000;
/** Tries until it is there, be it by somebody else: later and later, and as soon as the browser is online again. */
export function fetchUntilThere(
  load: () => Promise<unknown>,
  isThere: () => boolean,
  waitMs = firstRetryMs,
): void {
  if (isThere()) return;
  fetchFile(load).catch(() => {
    const again = () => {
      clearTimeout(timer);
      removeEventListener('online', again);
      fetchUntilThere(load, isThere, Math.min(lastRetryMs, waitMs * 2));
    };
    const timer = setTimeout(again, waitMs * (0.75 + Math.random() / 2));
    addEventListener('online', again);
  });
}
