// SPDX-License-Identifier: Apache-2.0
/**
 * Of several attempts at one activity the first, the best or the last. What has expired holds no place: after it another may be
 * the first, and the best is the best of those that are still valid.
 */
import type { Evidence } from '../../evidence.types.ts';
import type { AttemptChoice } from './across.schema.ts';
import type { WithheldAt } from './withheld.types.ts';

/** Activities apart; without one all belong together. */
function byActivity(pieces: readonly Evidence[]): ReadonlyMap<string | null, readonly Evidence[]> {
  const groups = new Map<string | null, Evidence[]>();
  for (const piece of pieces) groups.set(piece.activityId, [...(groups.get(piece.activityId) ?? []), piece]);
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

export function attemptsOf(pieces: readonly Evidence[], choice: AttemptChoice): WithheldAt {
  if (choice === 'first') {
    const first = firstAttempts(pieces);
    return ({ id }) => (first.has(id) ? null : { id, reason: 'not-first' });
  }
  const groups = byActivity(pieces);
  return (piece, at) => {
    const valid = (groups.get(piece.activityId) ?? []).filter((one) => isValidAt(one, at));
    const chosen =
      choice === 'last'
        ? valid.at(-1)
        : valid.reduce<Evidence | undefined>(
            (best, one) => (best && !isBetter(one, best) ? best : one),
            undefined,
          );
    if (!chosen || chosen.id === piece.id || (choice === 'last' && isSameAttempt(chosen, piece))) return null;
    return { id: piece.id, reason: choice === 'last' ? 'not-last' : 'not-best' };
  };
}
