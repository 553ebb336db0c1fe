// SPDX-License-Identifier: Apache-2.0
/** A ring among directed edges. Iterative, so that a chain of 20,000 does not exhaust the stack. */

interface Edge {
  readonly origin: string;
  readonly destination: string;
}

/** One ring if there is any: its ids in order, the first again at the end. Every id and edge is looked at once. */
export function findRing(edges: readonly Edge[]): readonly string[] | null {
  const next = new Map<string, string[]>();
  for (const { origin, destination } of edges) {
    const list = next.get(origin);
    if (list) list.push(destination);
    else next.set(origin, [destination]);
  }
  const done = new Set<string>();
  for (const start of next.keys()) {
    const ring = ringFrom(start, next, done);
    if (ring) return ring;
  }
  return null;
}

function ringFrom(
  start: string,
  next: ReadonlyMap<string, readonly string[]>,
  done: Set<string>,
): readonly string[] | null {
  // A set keeps the order in which its members came: the trail itself.
  const trail = new Set<string>();
  const work: { readonly id: string; readonly leave: boolean }[] = [{ id: start, leave: false }];
  for (let step = work.pop(); step; step = work.pop()) {
    const { id } = step;
    if (step.leave) {
      trail.delete(id);
      done.add(id);
    } else if (trail.has(id)) {
      const list = [...trail];
      return [...list.slice(list.indexOf(id)), id];
    } else if (!done.has(id)) {
      trail.add(id);
      work.push({ id, leave: true });
      for (const other of next.get(id) ?? []) work.push({ id: other, leave: false });
    }
  }
  return null;
}
