// SPDX-License-Identifier: Apache-2.0
/** Collection `portals`: pages of others that show widgets. Their server signs tokens with a secret that is kept sealed. */
import { randomBytes } from 'node:crypto';
import { Binary, type IndexDescription, MongoServerError } from 'mongodb';
import { cached } from './cached.ts';
import { collections, type Database } from './database.ts';
import type { Seal } from './seal.ts';
import { StoreError } from './store.errors.ts';

export interface Portal {
  readonly id: string;
  readonly title: string;
  /** Origins of its pages: "https://intranet.example.org". */
  readonly origins: readonly string[];
  /** Whom people turn to: a mail address or a web address; null = not given. */
  readonly contact: string | null;
  /** The most that its tokens may ask for: "self", "team:ID", "team:*". */
  readonly rights: readonly string[];
  readonly createdAt: number;
}
interface PortalDocument extends Omit<Portal, 'id' | 'createdAt'> {
  readonly _id: string;
  readonly createdAt: Date;
  readonly sealed: Binary;
}
export const portalIndexes: readonly IndexDescription[] = [{ key: { origins: 1 } }];

export interface PortalStore {
  /** The secret is returned this once. `secret` only to set up a portal whose secret is known elsewhere. @throws {StoreError} PORTAL_EXISTS, SECRET_KEY. */
  readonly add: (
    portal: Omit<Portal, 'createdAt'>,
    secret?: string,
  ) => Promise<{ readonly portal: Portal; readonly secret: string }>;
  readonly list: () => Promise<readonly Portal[]>;
  /** Cached for seconds. */
  readonly find: (id: string) => Promise<{ readonly portal: Portal; readonly secret: string } | null>;
  /** Whether any portal has pages there. Cached for seconds. */
  readonly allowsOrigin: (origin: string) => Promise<boolean>;
}

const toPortal = ({ _id, createdAt, sealed: _sealed, ...rest }: PortalDocument): Portal => ({
  id: _id,
  createdAt: createdAt.getTime(),
  ...rest,
});

export function createPortals({ db }: Database, seal: Seal): PortalStore {
  const portals = db.collection<PortalDocument>(collections.portals);
  const byId = cached(async (id) => {
    const document = await portals.findOne({ _id: id });
    return document && { portal: toPortal(document), secret: seal.open(document.sealed.value()) };
  });
  const byOrigin = cached(async (origin) =>
    (await portals.findOne({ origins: origin }, { projection: { _id: 1 } })) ? true : null,
  );
  return {
    add: async ({ id, title, origins, contact, rights }, given) => {
      const secret = given ?? randomBytes(32).toString('base64url');
      const document: PortalDocument = {
        _id: id,
        title,
        origins,
        contact,
        rights,
        createdAt: new Date(),
        sealed: new Binary(seal.close(secret)),
      };
      try {
        await portals.insertOne(document, { writeConcern: { w: 'majority', journal: true } });
      } catch (error) {
        if (error instanceof MongoServerError && error.code === 11_000)
          throw new StoreError('PORTAL_EXISTS', `There is already a portal "${id}". Choose another id.`);
        throw error;
      }
      return { portal: toPortal(document), secret };
    },
    list: async () => (await portals.find({}, { sort: { _id: 1 } }).toArray()).map(toPortal),
    find: byId.get,
    allowsOrigin: async (origin) => (await byOrigin.get(origin)) ?? false,
  };
}
