// SPDX-License-Identifier: Apache-2.0
/** Collections `people` and `identityLinks`: who somebody is, by proof and with dates. Links are the only way from evidence to a person. */
import { mboxSha1 } from '@cairn/xapi';
import type { IndexDescription } from 'mongodb';
import { collections, type Database } from './database.ts';
import type { IdentityLink, Person, Team } from './domain.types.ts';
import { StoreError } from './store.errors.ts';

interface PersonDocument extends Omit<Person, 'id'> {
  readonly _id: string;
}
interface LinkDocument extends IdentityLink {
  readonly _id: string;
  /** What stands on the link has not been marked for folding yet. Absent after. */
  readonly pending?: true;
}
interface TeamDocument extends Omit<Team, 'id'> {
  readonly _id: string;
}
export interface PersonImport extends Person {
  readonly identifiers: readonly Pick<IdentityLink, 'identifier' | 'from' | 'to'>[];
}
export const identityLinkIndexes: readonly IndexDescription[] = [
  { key: { identifier: 1 } },
  { key: { personId: 1 } },
  { key: { pending: 1 }, partialFilterExpression: { pending: { $exists: true } } },
];

export interface PeopleStore {
  /** Upsert; a link that is there stays as it was made. Who has a mail address is known by its SHA-1 too. @throws {StoreError} IDENTIFIER_TAKEN before anything is written. */
  readonly import: (people: readonly PersonImport[], proof: string) => Promise<void>;
  readonly find: (id: string) => Promise<Person | null>;
  readonly page: (page: { readonly skip: number; readonly limit: number }) => Promise<readonly Person[]>;
  /** Teams that a person may lead or belong to; upsert. */
  readonly importTeams: (teams: readonly Team[]) => Promise<void>;
  readonly teams: () => Promise<readonly Team[]>;
  /** Who an identifier is at a moment; null = nobody is known. */
  readonly whoIs: (identifier: string, at: number) => Promise<Person | null>;
  /** Links whose evidence waits to be marked. The mark first, then `marked`: a crash between repeats harmlessly. */
  readonly unmarked: (limit: number) => Promise<readonly IdentityLink[]>;
  readonly marked: (links: readonly IdentityLink[]) => Promise<void>;
  readonly linksOf: (identifiers: readonly string[]) => Promise<readonly IdentityLink[]>;
  readonly linksOfPeople: (personIds: readonly string[]) => Promise<readonly IdentityLink[]>;
}

/** Half-open; null = without bound. */
export const holdsAt = ({ from, to }: Pick<IdentityLink, 'from' | 'to'>, at: number): boolean =>
  (from ?? Number.NEGATIVE_INFINITY) <= at && at < (to ?? Number.POSITIVE_INFINITY);
const overlap = (a: Pick<IdentityLink, 'from' | 'to'>, b: Pick<IdentityLink, 'from' | 'to'>) =>
  (a.from ?? Number.NEGATIVE_INFINITY) < (b.to ?? Number.POSITIVE_INFINITY) &&
  (b.from ?? Number.NEGATIVE_INFINITY) < (a.to ?? Number.POSITIVE_INFINITY);

/** A mail address proves its SHA-1 (xAPI 1.0.3 Data 2.4.2.3). */
const withHash = (one: PersonImport['identifiers'][number]) =>
  one.identifier.startsWith('mbox:')
    ? [one, { ...one, identifier: `sha1:${mboxSha1(one.identifier.slice('mbox:'.length))}` }]
    : [one];
const toPerson = ({ _id, ...rest }: PersonDocument): Person => ({ id: _id, ...rest });

export function createPeople({ db }: Database): PeopleStore {
  const people = db.collection<PersonDocument>(collections.people);
  const links = db.collection<LinkDocument>(collections.identityLinks);
  const teams = db.collection<TeamDocument>(collections.teams);
  const unresolved = db.collection<{ _id: string }>(collections.unresolved);
  const linkId = ({ identifier, personId, from }: Pick<IdentityLink, 'identifier' | 'personId' | 'from'>) =>
    JSON.stringify([identifier, personId, from]);
  const bare = { projection: { _id: 0, pending: 0 } };
  const linksOf = async (identifiers: readonly string[]) =>
    links.find({ identifier: { $in: [...identifiers] } }, bare).toArray();

  return {
    linksOf,
    linksOfPeople: async (personIds) => links.find({ personId: { $in: [...personIds] } }, bare).toArray(),
    import: async (batch, proof) => {
      const wanted = batch.flatMap(({ id, identifiers }) =>
        identifiers.flatMap(withHash).map((one) => ({ ...one, personId: id })),
      );
      const all = [...(await linksOf(wanted.map(({ identifier }) => identifier))), ...wanted];
      const taken = wanted.find((one) =>
        all.some(
          (other) =>
            other.identifier === one.identifier && other.personId !== one.personId && overlap(other, one),
        ),
      );
      if (taken)
        throw new StoreError(
          'IDENTIFIER_TAKEN',
          `The identifier ${taken.identifier} of ${taken.personId} is another person's at the same time. Give both links dates that do not overlap. Nothing was imported.`,
        );
      if (batch.length === 0) return;
      const durable = { ordered: false, writeConcern: { w: 'majority' as const, j: true } };
      await people.bulkWrite(
        batch.map(({ id, name, teamId, roleIds }) => ({
          updateOne: { filter: { _id: id }, update: { $set: { name, teamId, roleIds } }, upsert: true },
        })),
        durable,
      );
      if (wanted.length === 0) return;
      await links.bulkWrite(
        wanted.map(({ identifier, personId, from, to }) => {
          const _id = linkId({ identifier, personId, from });
          // The time of linking is the database's, and stays when the same link comes again.
          return {
            updateOne: {
              filter: { _id },
              update: [
                {
                  $set: {
                    identifier: { $literal: identifier },
                    personId: { $literal: personId },
                    from,
                    to,
                    proof: { $literal: proof },
                    pending: true,
                    linkedAt: { $ifNull: ['$linkedAt', { $toDouble: { $toLong: '$$NOW' } }] },
                  },
                },
              ],
              upsert: true,
            },
          };
        }),
        durable,
      );
    },
    importTeams: async (batch) => {
      if (batch.length === 0) return;
      await teams.bulkWrite(
        batch.map(({ id, name, parentId }) => ({
          updateOne: { filter: { _id: id }, update: { $set: { name, parentId } }, upsert: true },
        })),
        { ordered: false, writeConcern: { w: 'majority', j: true } },
      );
    },
    teams: async () =>
      (await teams.find({}, { sort: { _id: 1 } }).toArray()).map(({ _id, name, parentId }) => ({
        id: _id,
        name,
        parentId,
      })),
    whoIs: async (identifier, at) => {
      const link = (await linksOf([identifier])).find((one) => holdsAt(one, at));
      const document = link && (await people.findOne({ _id: link.personId }));
      return document ? toPerson(document) : null;
    },
    unmarked: async (limit) => await links.find({ pending: true }, { ...bare, limit }).toArray(),
    marked: async (done) => {
      await unresolved.deleteMany({ _id: { $in: done.map(({ identifier }) => identifier) } });
      await links.updateMany(
        { _id: { $in: done.map(linkId) } },
        { $unset: { pending: '' } },
        { writeConcern: { w: 'majority' } },
      );
    },
    find: async (id) => {
      const document = await people.findOne({ _id: id });
      return document && toPerson(document);
    },
    page: async ({ skip, limit }) =>
      (await people.find({}, { sort: { _id: 1 }, skip, limit }).toArray()).map(toPerson),
  };
}
