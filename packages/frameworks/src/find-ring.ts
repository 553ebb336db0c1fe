// SPDX-License-Identifier: Apache-2.0
/** Rings among directed edges. Iterative, so that a chain of 20,000 does not exhaust the stack. */

interface Edge {
  readonly origin: string;
  readonly destination: string;
}

/** One ring if there is any: its ids in order, the first again at the end. Every id and edge is looked at once. */
export const findRing = (edges: readonly Edge[]): readonly string[] | null => findRings(edges, 1)[0] ?? null;

/** At most so many rings, each with an edge that no other of them needs: without those edges there is none. */
export function findRings(edges: readonly Edge[], most: number): readonly (readonly string[])[] {
  const next = new Map<string, string[]>();
  for (const { origin, destination } of edges) {
    const list = next.get(origin);
    if (list) list.push(destination);
    else next.set(origin, [destination]);
  }
  const done = new Set<string>();
  const rings: (readonly string[])[] = [];
  for (const start of next.keys()) {
    rings.push(...ringsFrom(start, next, { done, most: most - rings.length }));
    if (rings.length >= most) break;
  }
  return rings;
}

function ringsFrom(
  start: string,
  next: ReadonlyMap<string, readonly string[]>,
  { done, most }: { readonly done: Set<string>; readonly most: number },
): readonly (readonly string[])[] {
  const rings: (readonly string[])[] = [];
  // A set keeps the order in which its members came: the trail itself.
  const trail = new Set<string>();
  const work: { readonly id: string; readonly leave: boolean }[] = [{ id: start, leave: false }];
  for (let step = work.pop(); step && rings.length < most; step = work.pop()) {
    const { id } = step;
    if (step.leave) {
      trail.delete(id);
      done.add(id);
    } else if (trail.has(id)) {
      const list = [...trail];
      rings.push([...list.slice(list.indexOf(id)), id]);
    } else if (!done.has(id)) {
      trail.add(id);
      work.push({ id, leave: true });
      for (const other of next.get(id) ?? []) work.push({ id: other, leave: false });
    }
  }
  return rings;
}
