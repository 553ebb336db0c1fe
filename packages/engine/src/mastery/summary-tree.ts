// SPDX-License-Identifier: Apache-2.0
/**
 * The summary of those pieces that count now, kept while pieces come and end: a segment tree in event order. What has not come
 * adds nothing and changes no shape, so a moment reads bit for bit the same whether or not more is known to follow.
 */
export interface SummaryTree<S> {
  /** null takes the place out. */
  readonly set: (index: number, summary: S | null) => void;
  /** null: nothing counts. */
  readonly root: () => S | null;
}

export function createSummaryTree<S>(size: number, join: (earlier: S, later: S) => S): SummaryTree<S> {
  let width = 1;
  while (width < size) width *= 2;
  const nodes: (S | null)[] = Array.from({ length: 2 * width }, () => null);
  return {
    set: (index, summary) => {
      let at = width + index;
      nodes[at] = summary;
      for (at >>= 1; at >= 1; at >>= 1) {
        const earlier = nodes[2 * at] ?? null;
        const later = nodes[2 * at + 1] ?? null;
        nodes[at] = earlier === null ? later : later === null ? earlier : join(earlier, later);
      }
    },
    root: () => nodes[1] ?? null,
  };
}
