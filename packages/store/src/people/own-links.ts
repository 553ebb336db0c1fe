// SPDX-License-Identifier: Apache-2.0
/**
 * Cairn's own identifier of a person. What is entered here speaks of somebody by it: whatever other identifiers they have had,
 * and when, it is theirs. The link is made with the first entry, under the same locks as an import.
 */
import { actorIdentifier } from '@cairn/xapi';
import { collections, type Database } from '../database.ts';
import { atMoment } from '../statements/moment.ts';
import { assertFree, type LinkDocument, lock, type PersonDocument, writeLinks } from './import-people.ts';

const homePage = 'urn:cairn:people';
/** What a transaction takes well within its lifetime. */
const mostAtOnce = 5000;

/** As the actor of a statement. */
export const ownAccount = (personId: string) => ({ homePage, name: personId });
export const ownIdentifier = (personId: string): string =>
  actorIdentifier({ account: ownAccount(personId) }) ?? '';

const standing = { unlinkedAt: { $exists: false } };

async function linkSome(database: Database, personIds: readonly string[], proof: string): Promise<void> {
  const links = database.db.collection<LinkDocument>(collections.identityLinks);
  const people = database.db.collection<PersonDocument>(collections.people);
  const identifiers = personIds.map(ownIdentifier);
  await atMoment(database, async (session, moment) => {
    await lock(database, [...personIds, ...identifiers], session);
    const known = await people
      .find({ _id: { $in: [...personIds] } }, { session, projection: { _id: 1 } })
      .toArray();
    const wanted = known.map(({ _id }) => ({
      identifier: ownIdentifier(_id),
      personId: _id,
      from: null,
      to: null,
    }));
    const found = await links.find({ identifier: { $in: identifiers }, ...standing }, { session }).toArray();
    assertFree(wanted, found);
    await writeLinks({ database, session }, { links: wanted, found }, { proof, linkedAt: moment.getTime() });
  });
}

/** @throws {StoreError} IDENTIFIER_TAKEN when somebody else was made known by one of them. */
export async function linkOwn(
  database: Database,
  personIds: readonly string[],
  proof: string,
): Promise<void> {
  const links = database.db.collection<LinkDocument>(collections.identityLinks);
  const all = [...new Set(personIds)];
  for (let i = 0; i < all.length; i += mostAtOnce) {
    const some = all.slice(i, i + mostAtOnce);
    const there = await links.find({ identifier: { $in: some.map(ownIdentifier) }, ...standing }).toArray();
    const linked = new Set(there.map(({ identifier, personId }) => `${personId} ${identifier}`));
    const missing = some.filter((id) => !linked.has(`${id} ${ownIdentifier(id)}`));
    if (missing.length > 0) await linkSome(database, missing, proof);
  }
}
