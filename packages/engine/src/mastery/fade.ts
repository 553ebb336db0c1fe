// SPDX-License-Identifier: Apache-2.0
/** Fade of a held score: exponential towards a floor (domain rule; the form is Ebbinghaus's, the floor our own). */
import type { Scale } from '@cairn/frameworks';
import type { Fade } from '../mastery.types.ts';

export const dayMs = 86_400_000;
/** The last that a date can be written of. */
const lastMoment = 8.64e15;

/** Score at `at`, 0..1: the score itself at or before `since`, and where it is not above the floor. */
export function faded({ score, since, halfLifeDays, floor }: Fade, at: number): number {
  if (at <= since || score <= floor) return score;
  return floor + (score - floor) * 2 ** (-(at - since) / (halfLifeDays * dayMs));
}

/** The first whole ms after `after` at which the score has fallen below a cut point of the scale; null when it never does. */
export function nextCrossing(fade: Fade, scale: Scale, after: number): number | null {
  const now = faded(fade, after);
  const cut = scale.levels.findLast(({ minScore }) => minScore !== undefined && minScore <= now)?.minScore;
  if (cut === undefined || cut <= fade.floor || fade.score <= fade.floor) return null;
  const halvings = Math.log2((fade.score - fade.floor) / (cut - fade.floor));
  let at = Math.max(after, Math.floor(fade.since + halvings * fade.halfLifeDays * dayMs)) + 1;
  if (at > lastMoment) return null;
  while (faded(fade, at) >= cut) at += 1;
  while (at - 1 > after && faded(fade, at - 1) < cut) at -= 1;
  return at;
}
