// SPDX-License-Identifier: Apache-2.0
/** Collections `people` and `identityLinks`: who somebody is, by proof and with dates. Links are the only way from evidence to a person. */
import type { IndexDescription } from 'mongodb';
import { collections, type Database } from './database.ts';
import type { IdentityLink, Person } from './domain.types.ts';
import { StoreError } from './store.errors.ts';

interface PersonDocument extends Omit<Person, 'id'> {
  readonly _id: string;
}
type LinkDocument = IdentityLink & { readonly _id: string };
export interface PersonImport extends Person {
  readonly identifiers: readonly Pick<IdentityLink, 'identifier' | 'from' | 'to'>[];
}
export const identityLinkIndexes: readonly IndexDescription[] = [
  { key: { identifier: 1 } },
  { key: { personId: 1 } },
];

export interface PeopleStore {
  /** Upsert; a link that is there stays as it was made. @throws {StoreError} IDENTIFIER_TAKEN before anything is written. */
  readonly import: (people: readonly PersonImport[], proof: string) => Promise<void>;
  readonly find: (id: string) => Promise<Person | null>;
  readonly list: () => Promise<readonly Person[]>;
  readonly linksOf: (identifiers: readonly string[]) => Promise<readonly IdentityLink[]>;
  readonly linksOfPeople: (personIds: readonly string[]) => Promise<readonly IdentityLink[]>;
}

/** Half-open; null = without bound. */
export const holdsAt = ({ from, to }: Pick<IdentityLink, 'from' | 'to'>, at: number): boolean =>
  (from ?? Number.NEGATIVE_INFINITY) <= at && at < (to ?? Number.POSITIVE_INFINITY);
const overlap = (a: Pick<IdentityLink, 'from' | 'to'>, b: Pick<IdentityLink, 'from' | 'to'>) =>
  (a.from ?? Number.NEGATIVE_INFINITY) < (b.to ?? Number.POSITIVE_INFINITY) &&
  (b.from ?? Number.NEGATIVE_INFINITY) < (a.to ?? Number.POSITIVE_INFINITY);

const toPerson = ({ _id, ...rest }: PersonDocument): Person => ({ id: _id, ...rest });

export function createPeople({ db }: Database): PeopleStore {
  const people = db.collection<PersonDocument>(collections.people);
  const links = db.collection<LinkDocument>(collections.identityLinks);
  const linksOf = async (identifiers: readonly string[]) =>
    links.find({ identifier: { $in: [...identifiers] } }, { projection: { _id: 0 } }).toArray();

  return {
    linksOf,
    linksOfPeople: async (personIds) =>
      links.find({ personId: { $in: [...personIds] } }, { projection: { _id: 0 } }).toArray(),
    import: async (batch, proof) => {
      const wanted = batch.flatMap(({ id, identifiers }) =>
        identifiers.map((one) => ({ ...one, personId: id })),
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
          const _id = JSON.stringify([identifier, personId, from]);
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
    find: async (id) => {
      const document = await people.findOne({ _id: id });
      return document && toPerson(document);
    },
    list: async () => (await people.find({}, { sort: { _id: 1 } }).toArray()).map(toPerson),
  };
}
