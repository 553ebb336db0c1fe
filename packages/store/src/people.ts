// SPDX-License-Identifier: Apache-2.0
/** Collections `people` and `identityLinks`: who somebody is, by proof and with dates. Links are the only way from evidence to a person. */
import type { Filter, IndexDescription } from 'mongodb';
import { collections, type Database } from './database.ts';
import type { IdentityLink, Person, Team } from './domain.types.ts';
import {
  importPeople,
  type LinkDocument,
  type PersonDocument,
  type PersonImport,
  type TeamDocument,
  toLink,
} from './people/import-people.ts';
import { linkOwn } from './people/own-links.ts';
import { unlinkIdentifier } from './people/unlink.ts';

export type { PersonImport } from './people/import-people.ts';

export const identityLinkIndexes: readonly IndexDescription[] = [
  { key: { identifier: 1 } },
  { key: { personId: 1 } },
  { key: { pending: 1 }, partialFilterExpression: { pending: { $exists: true } } },
];

export interface PeopleStore {
  /**
   * Upsert of people, and of the teams they lead or belong to, all or nothing; a link that is there stays as it was made.
   * Who has a mail address is known by its SHA-1 too. @throws {StoreError} IDENTIFIER_TAKEN.
   */
  readonly import: (people: readonly PersonImport[], proof: string, teams?: readonly Team[]) => Promise<void>;
  /**
   * Makes people known by Cairn's own identifier (`ownIdentifier`), by which what is entered speaks of them; without dates.
   * Again is a no-op, and who is not known stays so. @throws {StoreError} IDENTIFIER_TAKEN.
   */
  readonly linkOwn: (personIds: readonly string[], proof: string) => Promise<void>;
  readonly find: (id: string) => Promise<Person | null>;
  /** Those of them that are known. */
  readonly findMany: (ids: readonly string[]) => Promise<readonly Person[]>;
  readonly page: (page: { readonly skip: number; readonly limit: number }) => Promise<readonly Person[]>;
  readonly teams: () => Promise<readonly Team[]>;
  /** Who an identifier is at a moment; null = nobody is known. */
  readonly whoIs: (identifier: string, at: number) => Promise<Person | null>;
  /**
   * Ends what links an identifier to anybody, from now on in recorded time: what was known before stays as it was known. Who loses
   * a mail address loses its SHA-1 too. Returns whom it was linked to. @throws {StoreError} IDENTIFIER_UNKNOWN.
   */
  readonly unlink: (identifier: string, proof: string) => Promise<readonly string[]>;
  /** Links whose evidence waits to be marked. The mark first, then `marked`: a crash between repeats harmlessly. */
  readonly unmarked: (limit: number) => Promise<readonly IdentityLink[]>;
  readonly marked: (links: readonly IdentityLink[]) => Promise<void>;
  /** Ended ones included, see `standsAt`. */
  readonly linksOf: (identifiers: readonly string[]) => Promise<readonly IdentityLink[]>;
  /** Ended ones included. */
  readonly linksOfPeople: (personIds: readonly string[]) => Promise<readonly IdentityLink[]>;
}

/** Half-open; null = without bound. */
export const holdsAt = ({ from, to }: Pick<IdentityLink, 'from' | 'to'>, at: number): boolean =>
  (from ?? Number.NEGATIVE_INFINITY) <= at && at < (to ?? Number.POSITIVE_INFINITY);
/** Whether a link stood at a moment in recorded time; null: whether it stands. */
export const standsAt = (
  { linkedAt, unlinkedAt }: Pick<IdentityLink, 'linkedAt' | 'unlinkedAt'>,
  known: number | null,
): boolean =>
  known === null ? unlinkedAt === null : linkedAt <= known && (unlinkedAt === null || unlinkedAt > known);
const toPerson = ({ _id, ...rest }: PersonDocument): Person => ({ id: _id, ...rest });

export function createPeople(database: Database): PeopleStore {
  const { db } = database;
  const people = db.collection<PersonDocument>(collections.people);
  const links = db.collection<LinkDocument>(collections.identityLinks);
  const teams = db.collection<TeamDocument>(collections.teams);
  const unresolved = db.collection<{ _id: string }>(collections.unresolved);
  const find = (filter: Filter<LinkDocument>, limit = 0) =>
    links.find(filter, { limit }).map(toLink).toArray();
  const linksOf = async (identifiers: readonly string[]) => find({ identifier: { $in: [...identifiers] } });

  return {
    linksOf,
    linksOfPeople: async (personIds) => find({ personId: { $in: [...personIds] } }),
    import: (batch, proof, teams = []) => importPeople(database, { people: batch, teams, proof }),
    teams: async () =>
      (await teams.find({}, { sort: { _id: 1 } }).toArray()).map(({ _id, name, parentId }) => ({
        id: _id,
        name,
        parentId,
      })),
    whoIs: async (identifier, at) => {
      const link = (await linksOf([identifier])).find((one) => standsAt(one, null) && holdsAt(one, at));
      const document = link && (await people.findOne({ _id: link.personId }));
      return document ? toPerson(document) : null;
    },
    unlink: (identifier, proof) => unlinkIdentifier(database, identifier, proof),
    unmarked: async (limit) => find({ pending: true }, limit),
    marked: async (done) => {
      const known = done.filter((link) => standsAt(link, null));
      await unresolved.deleteMany({ _id: { $in: known.map(({ identifier }) => identifier) } });
      await links.bulkWrite(
        done.map(({ identifier, personId, from, linkedAt, unlinkedAt }) => ({
          updateOne: {
            // One that was ended meanwhile is to be marked for that too.
            filter: {
              identifier,
              personId,
              from,
              linkedAt,
              unlinkedAt: unlinkedAt ?? { $exists: false },
            },
            update: { $unset: { pending: '' } },
          },
        })),
        { ordered: false, writeConcern: { w: 'majority' } },
      );
    },
    linkOwn: (personIds, proof) => linkOwn(database, personIds, proof),
    findMany: async (ids) => (await people.find({ _id: { $in: [...new Set(ids)] } }).toArray()).map(toPerson),
    find: async (id) => {
      const document = await people.findOne({ _id: id });
      return document && toPerson(document);
    },
    page: async ({ skip, limit }) =>
      (await people.find({}, { sort: { _id: 1 }, skip, limit }).toArray()).map(toPerson),
  };
}
