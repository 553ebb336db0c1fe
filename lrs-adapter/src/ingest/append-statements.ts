// SPDX-License-Identifier: Apache-2.0
/** Prepared statements → the store, all or nothing; what was stored by the rules of the other version is known again. */
import { hash } from 'node:crypto';
import type { AppendOutcome, PreparedStatement, Store } from '@cairn/store';
import { comparisonHash, type Statement, withExactNumbers, type XapiVersion } from '@cairn/xapi';
import { inTurns } from '../in-turns.ts';

const sha256 = (text: string) => hash('sha256', text, 'buffer');
const isSame = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;
const versions: readonly XapiVersion[] = ['1.0.3', '2.0.0'];

/**
 * The versions of the standard compare differently. What was stored in the other one and is the same by the rules of either is
 * named as it is there; null: something else is stored under one of these ids.
 */
async function asStored(
  store: Store,
  batch: readonly PreparedStatement[],
  ids: readonly string[],
): Promise<readonly PreparedStatement[] | null> {
  const there = new Map((await store.statements.findMany(ids)).map(({ id, text }) => [id, text]));
  const lengthOf = ({ text }: PreparedStatement) => 2 * text.length;
  const renamed = await inTurns(batch, lengthOf, (one) => {
    const text = ids.includes(one.id) ? there.get(one.id) : undefined;
    if (text === undefined) return ids.includes(one.id) ? null : one;
    const compared = withExactNumbers(text, JSON.parse(text)) as Statement;
    const hashes = versions.map((version) => comparisonHash(compared, sha256, version));
    const other = hashes.find((stored) => !isSame(stored, one.contentHash));
    return other && hashes.some((stored) => isSame(stored, one.contentHash))
      ? { ...one, contentHash: other }
      : null;
  });
  return renamed.some((one) => one === null) ? null : renamed.filter((one) => one !== null);
}

export async function appendStatements(
  { store }: { readonly store: Store },
  batch: readonly PreparedStatement[],
): Promise<AppendOutcome> {
  if (batch.length === 0) return { kind: 'stored', duplicates: [] };
  const outcome = await store.statements.append(batch);
  if (outcome.kind !== 'conflict') return outcome;
  const again = await asStored(store, batch, outcome.ids);
  return again ? store.statements.append(again) : outcome;
}
