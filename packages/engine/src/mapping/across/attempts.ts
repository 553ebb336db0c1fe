// SPDX-License-Identifier: Apache-2.0
/**
 * Of several attempts at one activity the first, the best or the last. What has expired holds no place: after it another may be
 * the first, and the best is the best of those that are still valid.
 */
import type { Evidence } from '../../evidence.types.ts';
import type { AttemptChoice } from './across.schema.ts';
import type { Withheld, Withholding } from './withheld.types.ts';

/** Activities apart; without one all belong together. */
function byActivity(pieces: readonly Evidence[]): ReadonlyMap<string | null, readonly Evidence[]> {
  const groups = new Map<string | null, Evidence[]>();
  for (const piece of pieces) {
    const group = groups.get(piece.activityId);
    if (group) group.push(piece);
    else groups.set(piece.activityId, [piece]);
  }
  return groups;
}

const isSameAttempt = (a: Evidence, b: Evidence) =>
  a.id === b.id || (a.attempt !== undefined && a.attempt === b.attempt);

/** Ids of what belongs to a first attempt: while one is valid, no other is the first. */
function firstAttempts(pieces: readonly Evidence[]): ReadonlySet<string> {
  const stands = new Set<string>();
  for (const group of byActivity(pieces).values()) {
    let first: { readonly piece: Evidence; readonly end: number } | null = null;
    for (const piece of group) {
      const end = piece.validTo ?? Infinity;
      if (first && first.end > piece.occurredAt && !isSameAttempt(first.piece, piece)) continue;
      first =
        first && first.end > piece.occurredAt
          ? { piece: first.piece, end: Math.max(first.end, end) }
          : { piece, end };
      stands.add(piece.id);
    }
  }
  return stands;
}

/** A failure is worse than any pass; of equals the later is better, for it is valid longer. */
function isBetter(a: Evidence, b: Evidence): boolean {
  const [aFailed, bFailed] = [a.polarity === 'negative', b.polarity === 'negative'];
  return aFailed === bFailed ? (a.value ?? -1) >= (b.value ?? -1) : bFailed;
}

const isValidAt = ({ occurredAt, validTo }: Evidence, at: number) =>
  occurredAt <= at && (validTo === null || validTo > at);

/** Which piece of an activity is chosen at a moment; remembered, for every piece is asked at the same moments. */
function chooser(pieces: readonly Evidence[], choice: 'best' | 'last') {
  const groups = byActivity(pieces);
  const known = new Map<string | null, Evidence | undefined>();
  let knownAt = Number.NaN;
  const choose = (valid: readonly Evidence[]) =>
    choice === 'last'
      ? valid.at(-1)
      : valid.reduce<Evidence | undefined>(
          (best, one) => (best && !isBetter(one, best) ? best : one),
          undefined,
        );
  return ({ activityId }: Evidence, at: number): Evidence | undefined => {
    if (at !== knownAt) {
      known.clear();
      knownAt = at;
    }
    if (!known.has(activityId))
      known.set(activityId, choose((groups.get(activityId) ?? []).filter((one) => isValidAt(one, at))));
    return known.get(activityId);
  };
}

export function attemptsOf(pieces: readonly Evidence[], choice: AttemptChoice): Withholding {
  const why = ({ id }: Evidence): Withheld => ({ id, reason: `not-${choice}` });
  if (choice === 'first') {
    const first = firstAttempts(pieces);
    return { standsAt: ({ id }) => first.has(id), why };
  }
  const chosenAt = chooser(pieces, choice);
  return {
    standsAt: (piece, at) => {
      const chosen = chosenAt(piece, at);
      return !chosen || chosen.id === piece.id || (choice === 'last' && isSameAttempt(chosen, piece));
    },
    why,
  };
}
