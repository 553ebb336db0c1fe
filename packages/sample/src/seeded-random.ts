// SPDX-License-Identifier: Apache-2.0
/** Chance that is the same every time: one stream of numbers for each name, so that one person's luck does not move another's. */

/** FNV-1a. */
function hashOf(name: string): number {
  let hash = 0x81_1c_9d_c5;
  for (const character of name) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01_00_01_93);
  return hash >>> 0;
}

/** mulberry32: 0 ≤ x < 1; small, seeded, good enough for a sample. */
export function randomOf(name: string): () => number {
  let state = hashOf(name);
  return () => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The same name gives the same UUID; `version` as its makers say that theirs are made. */
export function uuidOf(name: string, version: 4 | 5): string {
  const next = randomOf(name);
  const hex = (length: number) => Array.from({ length }, () => Math.floor(next() * 16).toString(16)).join('');
  const variant = '89ab'[Math.floor(next() * 4)];
  return `${hex(8)}-${hex(4)}-${version}${hex(3)}-${variant}${hex(3)}-${hex(12)}`;
}
