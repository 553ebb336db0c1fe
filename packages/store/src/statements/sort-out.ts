// SPDX-License-Identifier: Apache-2.0
/** What of several requests is new, and what each will be answered. Pure; a request refused adds nothing to what is known. */
import type { AppendOutcome, PreparedStatement } from '../statements.types.ts';

export type Batch = readonly PreparedStatement[];
/** What is there already, by id. */
export type KnownById = Map<string, KnownStatement>;
export interface KnownStatement {
  /** Content hash. */
  readonly hash: Uint8Array;
  /** ms since the epoch; null: none was sent with it, and it is about to be stored. */
  readonly timestamp: number | null;
  readonly isVoiding: boolean;
}

export interface Sorted {
  readonly fresh: PreparedStatement[];
  /** In order of the requests. */
  readonly outcomes: AppendOutcome[];
}

const isSame = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;

function isAnother(there: KnownStatement, one: PreparedStatement): boolean {
  if (one.hasDerivedId === true) return false;
  const counts = one.countsTimestamp === true && one.timestamp !== null;
  return !isSame(there.hash, one.contentHash) || (counts && there.timestamp !== one.timestamp);
}

function refusalOf(batch: Batch, known: KnownById): AppendOutcome | null {
  const conflicts = batch.filter((one) => {
    const there = known.get(one.id);
    return there !== undefined && isAnother(there, one);
  });
  if (conflicts.length > 0) return { kind: 'conflict', ids: conflicts.map(({ id }) => id) };
  const own = new Set(batch.flatMap(({ id, voids }) => (voids === undefined ? [] : [id])));
  const wrongVoids = batch.filter(
    ({ voids }) => voids !== undefined && (own.has(voids) || known.get(voids)?.isVoiding === true),
  );
  if (wrongVoids.length === 0) return null;
  return {
    kind: 'void-refused',
    ids: wrongVoids.map(({ id }) => id),
    reason: 'A voiding statement cannot be voided. Send the voided statement again under a new id instead.',
  };
}

export function sortOut(batches: readonly Batch[], known: KnownById): Sorted {
  const fresh: PreparedStatement[] = [];
  const outcomes = batches.map((batch): AppendOutcome => {
    const refusal = refusalOf(batch, known);
    if (refusal) return refusal;
    const duplicates: string[] = [];
    for (const statement of batch) {
      if (known.has(statement.id)) duplicates.push(statement.id);
      else {
        fresh.push(statement);
        known.set(statement.id, {
          hash: statement.contentHash,
          timestamp: statement.timestamp,
          isVoiding: statement.voids !== undefined,
        });
      }
    }
    return { kind: 'stored', duplicates };
  });
  return { fresh, outcomes };
}
