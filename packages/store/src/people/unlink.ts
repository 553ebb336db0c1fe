// SPDX-License-Identifier: Apache-2.0
/** Ends the links of an identifier: dated, not deleted, so that what was known before can still be told. */
import { collections, type Database } from '../database.ts';
import { atMoment } from '../statements/moment.ts';
import { StoreError } from '../store.errors.ts';
import { type LinkDocument, lock, withHash } from './import-people.ts';

/** Returns whom it was linked to. @throws {StoreError} IDENTIFIER_UNKNOWN. */
export async function unlinkIdentifier(
  database: Database,
  identifier: string,
  proof: string,
): Promise<readonly string[]> {
  const identifiers = withHash({ identifier }).map((one) => one.identifier);
  const links = database.db.collection<LinkDocument>(collections.identityLinks);
  const standing = { identifier: { $in: identifiers }, unlinkedAt: { $exists: false } };
  const unknown = () =>
    new StoreError('IDENTIFIER_UNKNOWN', `Nobody is known as ${identifier}. Nothing was changed.`);
  if (!(await links.findOne(standing, { projection: { _id: 1 } }))) throw unknown();
  return atMoment(database, async (session, moment) => {
    await lock(database, identifiers, session);
    const found = await links.find(standing, { session }).toArray();
    if (found.length === 0) throw unknown();
    await links.updateMany(
      { _id: { $in: found.map(({ _id }) => _id) } },
      { $set: { unlinkedAt: moment.getTime(), unlinkProof: proof, pending: true } },
      { session },
    );
    return [...new Set(found.map(({ personId }) => personId))].toSorted();
  });
}
