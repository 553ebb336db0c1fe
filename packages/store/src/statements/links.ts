// SPDX-License-Identifier: Apache-2.0
/**
 * What statements owe to others that they name: a target is voided, and whoever points to a statement is found wherever that one
 * is (StatementRef, xAPI 1.0.3 Communication 2.1.3): one key by the index, several only where one statement has them all.
 * Done after the commit and before the block is closed: of two that come at
 * once, the later sees the earlier, and a writer that dies before it leaves an open block, whose reaper does it.
 */
import type { Binary, Collection, Long } from 'mongodb';
import { collections, type Database, type StatementDocument } from '../database.ts';

/** A statement is found by the values of statements up to so many references away. */
export const farthest = 16;
const pageSize = 500;

export type Linked = Pick<StatementDocument, '_id' | 'ref' | 'vt'>;
export const linkProjection = { ref: 1, vt: 1 } as const;
interface Group {
  readonly q: readonly Long[];
}
interface Keyed extends Pick<StatementDocument, '_id' | 'ref' | 'o'>, Group {
  readonly t?: readonly Group[];
}
const keyedProjection = { ref: 1, q: 1, o: 1, t: 1 } as const;

const durable = { writeConcern: { w: 'majority', j: true } } as const;
const statementsOf = ({ db }: Pick<Database, 'db'>): Collection<StatementDocument> =>
  db.collection(collections.statements);
const text = (id: Binary): string => id.toString('hex');
const ownKeys = ({ q, o }: Keyed): readonly Long[] => q.slice(0, o ?? q.length);

/** A voiding statement cannot be voided (Data 2.3.2). */
async function markVoided(database: Pick<Database, 'db'>, targets: readonly Binary[]): Promise<void> {
  if (targets.length === 0) return;
  await statementsOf(database).updateMany(
    { _id: { $in: [...targets] }, v: { $exists: false }, vt: { $exists: false } },
    { $set: { v: true } },
    durable,
  );
}

/** Ids of all that point to these, directly or through others; each once. */
async function referrersOf(
  database: Pick<Database, 'db'>,
  first: readonly Linked[],
): Promise<readonly Binary[]> {
  const seen = new Map(first.map(({ _id }) => [text(_id), _id]));
  let level = first.map(({ _id }) => _id);
  for (let far = 1; level.length > 0 && far < farthest; far += 1) {
    const next: Binary[] = [];
    for (let i = 0; i < level.length; i += pageSize)
      for await (const { _id } of statementsOf(database).find(
        { ref: { $in: level.slice(i, i + pageSize) } },
        { projection: { _id: 1 } },
      ))
        if (!seen.has(text(_id))) {
          seen.set(text(_id), _id);
          next.push(_id);
        }
    level = next;
  }
  return [...seen.values()];
}

/** The statements that these point to, directly or through others, by id. */
async function targetsOf(
  database: Pick<Database, 'db'>,
  first: readonly Keyed[],
): Promise<ReadonlyMap<string, Keyed>> {
  const known = new Map(first.map((one) => [text(one._id), one]));
  let level = first;
  for (let far = 1; level.length > 0 && far <= farthest; far += 1) {
    const wanted = level.flatMap(({ ref }) => (ref && !known.has(text(ref)) ? [ref] : []));
    level =
      wanted.length === 0
        ? []
        : await statementsOf(database)
            .find<Keyed>({ _id: { $in: wanted } }, { projection: keyedProjection })
            .toArray();
    for (const one of level) known.set(text(one._id), one);
  }
  return known;
}

/** What each statement that this one leads to brings beyond its own keys. A cycle ends where it began. */
function broughtTo(one: Keyed, known: ReadonlyMap<string, Keyed>): readonly Group[] {
  const own = new Set(ownKeys(one).map(String));
  const brought: Group[] = [];
  const passed = new Set([text(one._id)]);
  let at: Keyed | undefined = one;
  for (let far = 1; at?.ref && far <= farthest && !passed.has(text(at.ref)); far += 1) {
    passed.add(text(at.ref));
    at = known.get(text(at.ref));
    const q = at ? ownKeys(at) : [];
    if (q.some((key) => !own.has(String(key)))) brought.push({ q });
  }
  return brought;
}

const groupText = ({ q }: Group) => q.join();

/**
 * null: it has all of it. Sets are only added to, by what is the same whoever adds it: two that link at once, of which one knows
 * more, do not undo each other.
 */
function updateOf(one: Keyed, brought: readonly Group[]) {
  if (brought.length === 0) return null;
  const there = { keys: new Set(one.q.map(String)), groups: new Set(one.t?.map(groupText)) };
  const own = ownKeys(one);
  const groups = [{ q: own }, ...brought].filter((group) => !there.groups.has(groupText(group)));
  const keys = brought.flatMap(({ q }) => q).filter((key) => !there.keys.has(String(key)));
  if (keys.length + groups.length === 0) return null;
  return { $addToSet: { q: { $each: keys }, t: { $each: groups } }, $set: { o: own.length } };
}

async function copyKeys(database: Pick<Database, 'db'>, ids: readonly Binary[]): Promise<void> {
  const statements = statementsOf(database);
  for (let i = 0; i < ids.length; i += pageSize) {
    const page = await statements
      .find<Keyed>(
        { _id: { $in: ids.slice(i, i + pageSize) }, ref: { $exists: true } },
        { projection: keyedProjection },
      )
      .toArray();
    const known = await targetsOf(database, page);
    const updates = page.flatMap((one) => {
      const update = updateOf(one, broughtTo(one, known));
      return update === null ? [] : [{ updateOne: { filter: { _id: one._id }, update } }];
    });
    if (updates.length > 0) await statements.bulkWrite(updates, { ordered: false, ...durable });
  }
}

/** For statements just stored, whoever stored them. Repeatable. */
export async function linkStatements(
  database: Pick<Database, 'db'>,
  stored: readonly Linked[],
): Promise<void> {
  if (stored.length === 0) return;
  const referrers = await statementsOf(database)
    .find<Linked>({ ref: { $in: stored.map(({ _id }) => _id) } }, { projection: linkProjection })
    .toArray();
  await markVoided(database, [
    ...referrers.flatMap(({ vt }) => vt ?? []),
    ...stored.flatMap(({ vt }) => vt ?? []),
  ]);
  const pointing = [...stored.filter(({ ref }) => ref), ...referrers];
  if (pointing.length > 0) await copyKeys(database, await referrersOf(database, pointing));
}
