// SPDX-License-Identifier: Apache-2.0
/**
 * Import of people, teams and identity links: one transaction. Two imports of the same identifier at once would each miss the
 * other's link, so each first writes to the lock that the identifier falls on: the later one then starts again and sees.
 */
import { createHash } from 'node:crypto';
import { mboxSha1 } from '@cairn/xapi';
import type { AnyBulkWriteOperation, ClientSession } from 'mongodb';
import { collections, type Database } from '../database.ts';
import type { IdentityLink, Person, Team } from '../domain.types.ts';
import { atMoment } from '../statements/moment.ts';
import { StoreError } from '../store.errors.ts';

export interface PersonDocument extends Omit<Person, 'id'> {
  readonly _id: string;
}
export interface LinkDocument extends Omit<IdentityLink, 'unlinkedAt'> {
  readonly _id: string;
  /** Absent while it stands. */
  readonly unlinkedAt?: number;
  readonly unlinkProof?: string;
  /** What stands on the link has not been marked for folding yet. Absent after. */
  readonly pending?: true;
}
export interface TeamDocument extends Omit<Team, 'id'> {
  readonly _id: string;
}
type Period = Pick<IdentityLink, 'from' | 'to'>;
export interface PersonImport extends Person {
  readonly identifiers: readonly (Period & Pick<IdentityLink, 'identifier'>)[];
}
type WantedLink = Period & Pick<IdentityLink, 'identifier' | 'personId'>;
interface Import {
  readonly people: readonly PersonImport[];
  readonly teams: readonly Team[];
  readonly proof: string;
}

export const toLink = (link: LinkDocument): IdentityLink => {
  const { identifier, personId, from, to, linkedAt, proof } = link;
  return { identifier, personId, from, to, linkedAt, unlinkedAt: link.unlinkedAt ?? null, proof };
};

/** Links are never changed, only ended: the same one made again is another. */
const linkId = ({ identifier, personId, from }: WantedLink, linkedAt: number): string =>
  JSON.stringify([identifier, personId, from, linkedAt]);
const isSame = (a: WantedLink, b: WantedLink) =>
  a.identifier === b.identifier && a.personId === b.personId && a.from === b.from;
const isNew = (wanted: WantedLink, there: readonly WantedLink[]) =>
  !there.some((one) => isSame(one, wanted) && one.to === wanted.to);

/** A mail address proves its SHA-1 (xAPI 1.0.3 Data 2.4.2.3). */
export const withHash = <T extends Pick<IdentityLink, 'identifier'>>(one: T): readonly T[] =>
  one.identifier.startsWith('mbox:')
    ? [one, { ...one, identifier: `sha1:${mboxSha1(one.identifier.slice('mbox:'.length))}` }]
    : [one];
const overlap = (a: Period, b: Period) =>
  (a.from ?? Number.NEGATIVE_INFINITY) < (b.to ?? Number.POSITIVE_INFINITY) &&
  (b.from ?? Number.NEGATIVE_INFINITY) < (a.to ?? Number.POSITIVE_INFINITY);

function groupByIdentifier<T extends WantedLink>(links: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const link of links) {
    const group = groups.get(link.identifier);
    if (group) group.push(link);
    else groups.set(link.identifier, [link]);
  }
  return groups;
}

/** @throws {StoreError} IDENTIFIER_TAKEN when one of the wanted is another person's at the same time. */
export function assertFree(wanted: readonly WantedLink[], there: readonly WantedLink[]): void {
  const groups = groupByIdentifier([...there, ...wanted]);
  const taken = wanted.find((one) =>
    groups.get(one.identifier)?.some((other) => other.personId !== one.personId && overlap(other, one)),
  );
  if (taken)
    throw new StoreError(
      'IDENTIFIER_TAKEN',
      `The identifier ${taken.identifier} of ${taken.personId} is another person's at the same time. Give both links dates that do not overlap. Nothing was imported.`,
    );
}

/** Many imports at once seldom meet, and one of many identifiers writes to few locks. */
const lockOf = (key: string) => createHash('sha1').update(key).digest()[0] ?? 0;

export async function lock({ db }: Database, keys: readonly string[], session: ClientSession): Promise<void> {
  // In order, so that two imports meet at their first common lock.
  const locks = [...new Set(keys.map(lockOf))].sort((a, b) => a - b);
  await db.collection<{ _id: number; n: number }>(collections.identityLocks).bulkWrite(
    locks.map((_id) => ({ updateOne: { filter: { _id }, update: { $inc: { n: 1 } }, upsert: true } })),
    { session },
  );
}

interface Place {
  readonly database: Database;
  readonly session: ClientSession;
}
/** New ones are inserted, which takes a fraction of an upsert. `changeOf` says what to set in one that is there; null = nothing. */
async function write<T extends { readonly _id: string }, There extends { readonly _id: string }>(
  { database, session, name }: Place & { readonly name: string },
  { wanted, found }: { readonly wanted: readonly T[]; readonly found: readonly There[] },
  changeOf: (wanted: T, there: There) => Partial<T> | null,
): Promise<void> {
  const collection = database.db.collection<{ _id: string }>(name);
  const documents = new Map(wanted.map((one) => [one._id, one]));
  const there = new Map(found.map((one) => [one._id, one]));
  const operations = [...documents.values()].flatMap((document): AnyBulkWriteOperation<{ _id: string }>[] => {
    const before = there.get(document._id);
    if (!before) return [{ insertOne: { document } }];
    const change = changeOf(document, before);
    return change === null
      ? []
      : [{ updateOne: { filter: { _id: document._id }, update: { $set: change } } }];
  });
  if (operations.length > 0) await collection.bulkWrite(operations, { session, ordered: false });
}

async function replace(
  place: Place,
  name: string,
  wanted: readonly (PersonDocument | TeamDocument)[],
): Promise<void> {
  const ids = wanted.map(({ _id }) => _id);
  const found = await place.database.db
    .collection<{ _id: string }>(name)
    .find({ _id: { $in: ids } }, { session: place.session, projection: { _id: 1 } })
    .toArray();
  await write({ ...place, name }, { wanted, found }, ({ _id, ...content }) => content);
}

/** What is there under other dates ends, and is made anew with these: what was known before must stay to be told. */
export async function writeLinks(
  { database, session }: Place,
  { links, found }: { readonly links: readonly WantedLink[]; readonly found: readonly LinkDocument[] },
  { proof, linkedAt }: { readonly proof: string; readonly linkedAt: number },
): Promise<void> {
  const there = groupByIdentifier(found);
  const wanted = links.filter((one) => isNew(one, there.get(one.identifier) ?? []));
  if (wanted.length === 0) return;
  const ended = wanted.flatMap((one) =>
    (there.get(one.identifier) ?? []).filter((other) => isSame(one, other)).map(({ _id }) => _id),
  );
  const collection = database.db.collection<LinkDocument>(collections.identityLinks);
  if (ended.length > 0)
    await collection.updateMany(
      { _id: { $in: ended } },
      { $set: { unlinkedAt: linkedAt, unlinkProof: proof, pending: true } },
      { session },
    );
  const documents = wanted.map((link): LinkDocument => ({
    _id: linkId(link, linkedAt),
    ...link,
    proof,
    pending: true,
    linkedAt,
  }));
  await collection.insertMany([...new Map(documents.map((one) => [one._id, one])).values()], {
    session,
    ordered: false,
  });
}

const linksOf = (people: readonly PersonImport[]): readonly WantedLink[] =>
  people.flatMap(({ id, identifiers }) =>
    identifiers.flatMap(withHash).map(({ identifier, from, to }) => ({ identifier, personId: id, from, to })),
  );
const identifiersOf = (links: readonly WantedLink[]) => [
  ...new Set(links.map(({ identifier }) => identifier)),
];

/** A moment of recorded time holds up readers in order: it is taken only when there is something to date. */
class NeedsMoment extends Error {}

async function importStep(database: Database, { people, teams, proof }: Import): Promise<void> {
  const wanted = linksOf(people);
  const identifiers = identifiersOf(wanted);
  const keys = [...identifiers, ...people.map(({ id }) => id), ...teams.map(({ id }) => id)];
  const links = database.db.collection<LinkDocument>(collections.identityLinks);
  const personDocuments = people.map(({ id, name, teamId, roleIds }) => ({ _id: id, name, teamId, roleIds }));
  const teamDocuments = teams.map(({ id, name, parentId }) => ({ _id: id, name, parentId }));
  const standing = { identifier: { $in: identifiers }, unlinkedAt: { $exists: false } };
  const write = async (session: ClientSession, moment: Date | null) => {
    const place = { database, session };
    await lock(database, keys, session);
    const found = await links.find(standing, { session }).toArray();
    assertFree(wanted, found);
    const there = groupByIdentifier(found);
    if (moment === null && wanted.some((one) => isNew(one, there.get(one.identifier) ?? [])))
      throw new NeedsMoment();
    await replace(place, collections.people, personDocuments);
    await replace(place, collections.teams, teamDocuments);
    if (moment !== null)
      await writeLinks(place, { links: wanted, found }, { proof, linkedAt: moment.getTime() });
  };
  try {
    await database.client.withSession((session) =>
      session.withTransaction(() => write(session, null), {
        writeConcern: { w: 'majority', journal: true },
        readConcern: { level: 'snapshot' },
      }),
    );
  } catch (error) {
    if (!(error instanceof NeedsMoment)) throw error;
    await atMoment(database, write);
  }
}

/** What a transaction takes well within its lifetime. */
const mostLinks = 20_000;

function* stepsOf(people: readonly PersonImport[]): Generator<readonly PersonImport[]> {
  let step: PersonImport[] = [];
  let size = 0;
  for (const person of people) {
    if (step.length > 0 && size + person.identifiers.length > mostLinks) {
      yield step;
      [step, size] = [[], 0];
    }
    step.push(person);
    size += person.identifiers.length;
  }
  yield step;
}

/**
 * All or nothing, up to 20,000 identifiers; more are checked together, then written in such steps.
 * @throws {StoreError} IDENTIFIER_TAKEN.
 */
export async function importPeople(database: Database, { people, teams, proof }: Import): Promise<void> {
  if (people.length + teams.length === 0) return;
  const steps = [...stepsOf(people)];
  if (steps.length > 1) {
    const wanted = linksOf(people);
    const links = database.db.collection<LinkDocument>(collections.identityLinks);
    const standing = { identifier: { $in: identifiersOf(wanted) }, unlinkedAt: { $exists: false } };
    assertFree(wanted, await links.find(standing).toArray());
  }
  for (const [i, step] of steps.entries())
    await importStep(database, { people: step, teams: i === 0 ? teams : [], proof });
}
