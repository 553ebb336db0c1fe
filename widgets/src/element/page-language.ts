// SPDX-License-Identifier: Apache-2.0
/** Tells when the page's language or direction changes, or any element's around ours: pages switch them while they are open. */
const listeners = new Set<() => void>();
let observer: MutationObserver | null = null;

/** Returns how to stop. One observer for all elements of a page. */
export function onPageLanguage(listener: () => void): () => void {
  listeners.add(listener);
  if (!observer) {
    observer = new MutationObserver(() => {
      for (const tell of listeners) tell();
    });
    observer.observe(document.documentElement, {
      attributes: true,
      attributeFilter: ['lang', 'dir'],
      subtree: true,
    });
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    observer?.disconnect();
    observer = null;
  };
}
