// SPDX-License-Identifier: Apache-2.0
/** Takes an entry back, and lists what was entered of somebody. A statement is never deleted: another one voids it. */
import { dialectById } from '@cairn/dialects';
import { entrySource } from '@cairn/engine';
import { ownIdentifier, type StoredStatement, type Store } from '@cairn/store';
import { queryKey, type Statement } from '@cairn/xapi';
import { appendStatements } from '../ingest/append-statements.ts';
import { prepareBatch } from '../ingest/prepare-batch.ts';
import { ProblemError } from '../problem-error.ts';
import { ownSource } from './entry-source.ts';
import { voidStatement } from './entry-statement.ts';

export interface VoidEntry {
  readonly personId: string;
  readonly statementId: string;
  readonly by: string;
  readonly reason: string;
}
const mostListed = 1000;

const isOf = ({ sourceId, text }: StoredStatement, personId: string): boolean => {
  const { actor, object } = JSON.parse(text) as Statement;
  return sourceId === entrySource && object.objectType === 'Activity' && actor.account?.name === personId;
};

/** Entries of one person, the last entered first, those taken back included. */
export async function entriesOf(store: Store, personId: string): Promise<readonly StoredStatement[]> {
  const found: StoredStatement[] = [];
  const keys = [queryKey('agent', ownIdentifier(personId))];
  const query = { keys, sourceId: entrySource, withVoided: true, limit: mostListed };
  for await (const one of store.statements.query(query)) if (isOf(one, personId)) found.push(one);
  return found;
}

/**
 * Again is a no-op.
 * @returns whether it stood until now.
 * @throws {ProblemError} 404 ENTRY_UNKNOWN: it is no entry of this person.
 */
export async function voidEntry(
  { store, url }: { readonly store: Store; readonly url: string },
  { personId, statementId, by, reason }: VoidEntry,
): Promise<boolean> {
  const target = await store.statements.find(statementId);
  if (!target || !isOf(target, personId))
    throw new ProblemError(
      404,
      'ENTRY_UNKNOWN',
      'There is no such entry',
      'Of this person no evidence was entered under that id. What an LMS has sent is taken back there.',
    );
  if (target.voided) return false;
  const source = await ownSource(store);
  const dialect = dialectById(source.dialect);
  if (!dialect) throw new Error(`the source ${source.id} has an unknown dialect`);
  const body = JSON.stringify(voidStatement(target.id, by, reason));
  const ready = prepareBatch(body, { source, dialect, version: '1.0.3', url });
  const outcome = await appendStatements(
    { store },
    ready.map(({ prepared }) => prepared),
  );
  // A conflict: somebody else has voided it at this moment, with words of their own.
  return outcome.kind === 'stored';
}
