// SPDX-License-Identifier: Apache-2.0
/**
 * The statements that some rules may be met by, from first to last, for who only looks: found by their query keys, each once,
 * in whatever order is quickest. Voided ones are left out. Flow: history → [here] → preview.
 */
import { type Filter, Long } from 'mongodb';
import { collections, type Database, type StatementDocument } from '../database.ts';
import { toStored } from '../statements.ts';
import type { StoredStatement } from '../statements.types.ts';

/** Keys of rules; null: any statement. */
export type Keys = readonly bigint[] | null;
export interface Candidates {
  /** About how many; voided ones are counted. `after`: of those after this seq. */
  readonly count: (keys: Keys, after?: bigint) => Promise<number>;
  readonly read: (keys: Keys) => AsyncIterable<readonly StoredStatement[]>;
}

const keyIndex = { q: 1, seq: -1 } as const;
/** One query takes so many: 26 bytes each, far below what a command may hold. */
const keysAtOnce = 10_000;
const statementsAtOnce = 1000;
/** Of statements that are held at once. */
const mostCharacters = 4 << 20;

const partsOf = (keys: readonly bigint[]) =>
  Array.from({ length: Math.ceil(keys.length / keysAtOnce) }, (_, i) =>
    keys.slice(i * keysAtOnce, (i + 1) * keysAtOnce),
  );
const having = (keys: readonly bigint[]): Filter<StatementDocument> => ({
  q: { $in: keys.map((key) => Long.fromBigInt(key)) },
});

/** Whether a statement was found by the keys of an earlier part already. */
function createSeenBefore(parts: readonly (readonly bigint[])[]) {
  const partOf =
    parts.length > 1
      ? new Map(parts.flatMap((keys, part) => keys.map((key) => [key, part] as const)))
      : new Map<bigint, number>();
  return ({ q }: Pick<StatementDocument, 'q'>, part: number) =>
    part > 0 && q.some((key) => (partOf.get(typeof key === 'bigint' ? key : key.toBigInt()) ?? part) < part);
}

export function createCandidates({ db }: Database): Candidates {
  const statements = db.collection<StatementDocument>(collections.statements);

  async function* found(keys: Keys): AsyncGenerator<StatementDocument> {
    const projection = keys === null || keys.length <= keysAtOnce ? { q: 0, t: 0, h: 0 } : { t: 0, h: 0 };
    const standing: Filter<StatementDocument> = { v: { $exists: false } };
    if (keys === null) {
      yield* statements.find(standing, { projection, hint: { $natural: 1 } });
      return;
    }
    const parts = partsOf(keys);
    const isSeenBefore = createSeenBefore(parts);
    for (const [part, some] of parts.entries())
      for await (const document of statements.find(
        { ...having(some), ...standing },
        { projection, hint: keyIndex },
      ))
        if (!isSeenBefore(document, part)) yield document;
  }

  return {
    count: async (keys, after) => {
      const place: Filter<StatementDocument> =
        after === undefined || after === 0n ? {} : { seq: { $gt: Long.fromBigInt(after) } };
      if (keys === null)
        return place.seq === undefined
          ? statements.estimatedDocumentCount()
          : statements.countDocuments(place, { hint: { seq: 1 } });
      let total = 0;
      for (const some of partsOf(keys))
        total += await statements.countDocuments({ ...having(some), ...place }, { hint: keyIndex });
      return total;
    },
    read: async function* (keys) {
      let batch: StoredStatement[] = [];
      let characters = 0;
      for await (const document of found(keys)) {
        batch.push(toStored(document));
        characters += document.raw.length;
        if (batch.length < statementsAtOnce && characters < mostCharacters) continue;
        yield batch;
        batch = [];
        characters = 0;
      }
      if (batch.length > 0) yield batch;
    },
  };
}
