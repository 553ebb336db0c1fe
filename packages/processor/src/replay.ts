// SPDX-License-Identifier: Apache-2.0
/**
 * Makes again all that follows from statements and links, a step at a time, beside what is read and written meanwhile: evidence
 * that is missing, wrong or nobody's is put right piece by piece, and every mastery is folded again. Nothing is ever missing.
 */
import { evidenceRevision, type Evidence } from '@cairn/engine';
import { type Replay, standsAt, type Store, type StoredStatement } from '@cairn/store';
import { stableJson } from '@cairn/xapi';
import { mark, type Reading } from './derive.ts';
import { areStillAlive, type PoliciesAlive, type PolicyReader } from './policies-alive.ts';
import { readAll } from './read-statement.ts';

const batch = 1000;
const mostCharacters = 4 << 20;

export interface ReplayContext extends Pick<Reading, 'store' | 'sources'> {
  readonly policies: PolicyReader;
}

async function next(store: Store, { to, until }: Replay): Promise<readonly StoredStatement[]> {
  const statements: StoredStatement[] = [];
  let characters = 0;
  for await (const statement of store.statements.query({
    limit: batch,
    ascending: true,
    after: to,
    withVoided: true,
  })) {
    if (statement.seq >= until || characters >= mostCharacters) break;
    statements.push(statement);
    characters += statement.text.length;
  }
  return statements;
}

/** What an engine of before has made cannot be made again: it is left as it is. */
async function madeHere(store: Store, pieces: readonly Evidence[]): Promise<readonly Evidence[]> {
  if (pieces.length === 0) return pieces;
  const { made, hasOthers } = await store.policies.knownDigests(evidenceRevision);
  return hasOthers ? pieces.filter(({ ruleDigest }) => made.has(ruleDigest)) : pieces;
}

/** Returns how many pieces were put right; null: to be done again. */
async function readStep(
  context: ReplayContext,
  alive: PoliciesAlive,
  statements: readonly StoredStatement[],
): Promise<number | null> {
  const { store, sources, policies } = context;
  const ids = statements.map(({ id }) => id);
  const aside = await store.inbox.setAside(ids);
  const { good } = readAll(
    statements.filter(({ id }) => !aside.has(id)),
    await sources(new Set(statements.map(({ sourceId }) => sourceId))),
    await policies.of(alive, statements),
  );
  const there = await store.evidence.ofStatements(ids);
  const voidedAt = await store.inbox.voidedAt(ids);
  const wanted = good.flatMap(({ evidence }) =>
    evidence.map((piece) => ({ ...piece, withdrawnAt: voidedAt.get(piece.statementId) ?? null })),
  );
  const must = new Set(wanted.map(({ id }) => id));
  const known = new Map(there.map((piece) => [piece.id, stableJson(piece)]));
  const right = wanted.filter((piece) => known.get(piece.id) !== stableJson(piece));
  const wrong = await madeHere(
    store,
    there.filter(({ id }) => !must.has(id)),
  );
  // A version published meanwhile may have made what looks like nobody's.
  if (wrong.length > 0 && !(await areStillAlive(store, alive))) return null;
  await store.evidence.mend(
    wrong.map(({ id }) => id),
    right,
  );
  // A void that came meanwhile has not found what was not there.
  const late = await store.inbox.voidedAt([...new Set(right.map(({ statementId }) => statementId))]);
  await store.evidence.withdraw([...late].map(([statementId, at]) => ({ statementId, at })));
  const touched = [...wanted, ...there];
  const links = await store.people.linksOf([...new Set(touched.map(({ subject }) => subject))]);
  await mark(
    store,
    touched,
    alive.all,
    links.filter((link) => standsAt(link, null)),
  );
  return wrong.length + right.length;
}

/** One step of the replay that was asked for. Returns whether there was anything to do. */
export async function replay(context: ReplayContext, alive: PoliciesAlive): Promise<boolean> {
  const { store } = context;
  const asked = await store.replay.find();
  // What is about to be published anew, or is being built, is waited for.
  if (!asked || asked.finishedAt !== null || alive.building || alive.outdated) return false;
  if (asked.readAt !== null) {
    if (await store.mastery.isDirty(asked.readAt)) return true;
    await store.replay.finish();
    return true;
  }
  if (asked.to === 0n) await store.mastery.markAll();
  const statements = await next(store, asked);
  const last = statements.at(-1);
  if (last) {
    const mended = await readStep(context, alive, statements);
    if (mended !== null) await store.replay.moved(asked.to, last.seq, { read: statements.length, mended });
    return true;
  }
  const { horizon } = await store.statements.order();
  if (horizon < asked.until) return false;
  await store.replay.allRead();
  return true;
}
