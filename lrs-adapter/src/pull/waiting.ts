// SPDX-License-Identifier: Apache-2.0
/** How long to wait before the next request, in ms. Pure: times and chance come in. */

const shortestMs = 1000;
const longestBackoffMs = 10 * 60_000;
/** A remote that names days has a wrong clock, or none of ours is left by then. */
const longestNamedMs = 24 * 3_600_000;
const longestQuietMs = 60_000;

/** Retry-After in either form (RFC 9110 10.2.3); a date counts from the answer's own Date. null: none, or none that can be read. */
export function namedWait(header: string | null, answeredAt: number): number | null {
  if (header === null || header.trim() === '') return null;
  const text = header.trim();
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - answeredAt;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), longestNamedMs) : null;
}

/**
 * Twice as long after each failure, between a half and the whole of it by `chance` (0..1), so that many do not come back together;
 * never before the remote wants it.
 */
export function backoff(failures: number, named: number | null, chance: number): number {
  const whole = Math.min(longestBackoffMs, shortestMs * 2 ** Math.min(failures, 20));
  return Math.round(Math.max(named ?? 0, 0) + whole * (0.5 + chance / 2));
}

/** After news it looks again in a second, then ever more seldom. */
export const quiet = (before: number | null, hasNews: boolean): number =>
  hasNews || before === null ? shortestMs : Math.min(longestQuietMs, before * 2);
