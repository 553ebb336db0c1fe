// SPDX-License-Identifier: Apache-2.0
/** Collection `portals`: pages of others that show widgets, and how their tokens prove that they are theirs. Secrets are kept sealed. */
import { randomBytes } from 'node:crypto';
import { Binary, type Collection, type IndexDescription, MongoServerError } from 'mongodb';
import { cached } from './cached.ts';
import { collections, type Database } from './database.ts';
import type { KnownPortal, NewPortal, Portal, PortalStore, PortalTrust } from './portals.types.ts';
import type { Seal } from './seal.ts';
import { StoreError } from './store.errors.ts';
import { createUseNotes } from './use-notes.ts';

interface PortalDocument extends Omit<Portal, 'id' | 'createdAt' | 'lastUsedAt' | 'revokedAt' | 'trust'> {
  readonly _id: string;
  readonly createdAt: Date;
  readonly lastUsedAt?: Date;
  readonly revokedAt?: Date;
  /** Absent: a secret, as it was with all of them once. */
  readonly trust?: PortalTrust;
  readonly sealed?: Binary;
  /** The secret before the last rotation, and until when it is good. */
  readonly former?: { readonly sealed: Binary; readonly until: Date };
}
export const portalIndexes: readonly IndexDescription[] = [
  { key: { origins: 1 } },
  { key: { 'trust.issuer': 1 }, sparse: true },
];

const durable = { writeConcern: { w: 'majority', journal: true } } as const;
const makeSecret = () => randomBytes(32).toString('base64url');
const isGood = { revokedAt: { $exists: false } } as const;

const toPortal = ({
  _id,
  createdAt,
  lastUsedAt,
  revokedAt,
  trust,
  sealed: _sealed,
  former: _former,
  ...rest
}: PortalDocument): Portal => ({
  id: _id,
  ...rest,
  trust: trust ?? { kind: 'secret' },
  createdAt: createdAt.getTime(),
  lastUsedAt: lastUsedAt?.getTime() ?? null,
  revokedAt: revokedAt?.getTime() ?? null,
});

/** Throws what fits why nothing was changed. */
async function refuse(portals: Collection<PortalDocument>, id: string): Promise<never> {
  const document = await portals.findOne({ _id: id });
  if (!document)
    throw new StoreError('PORTAL_UNKNOWN', `There is no portal "${id}". See "cairn portal list".`);
  if (document.revokedAt)
    throw new StoreError('PORTAL_REVOKED', `The portal "${id}" is revoked for good. Make another one.`);
  throw new StoreError(
    'PORTAL_WITHOUT_SECRET',
    `The portal "${id}" has no secret to rotate: its tokens are proved by keys that it publishes, and it rotates those by itself.`,
  );
}

export function createPortals(
  { db }: Database,
  seal: Seal,
): PortalStore & { readonly idle: () => Promise<void> } {
  const portals = db.collection<PortalDocument>(collections.portals);
  const uses = createUseNotes((id, at) => portals.updateOne({ _id: id }, { $max: { lastUsedAt: at } }));
  function opened(document: PortalDocument): KnownPortal {
    const { sealed, former } = document;
    return {
      portal: toPortal(document),
      secrets: [
        ...(sealed ? [{ secret: seal.open(sealed.value()), until: null }] : []),
        ...(former ? [{ secret: seal.open(former.sealed.value()), until: former.until.getTime() }] : []),
      ],
    };
  }
  const byId = cached(async (id) => {
    const document = await portals.findOne({ _id: id, ...isGood });
    return document && opened(document);
  });
  const byIssuer = cached(async (issuer) => {
    const found = await portals.find({ 'trust.issuer': issuer, ...isGood }).toArray();
    return found.length > 0 ? found.map(toPortal) : null;
  });
  const byOrigin = cached(async (origin) =>
    (await portals.findOne({ origins: origin, ...isGood }, { projection: { _id: 1 } })) ? true : null,
  );
  const forget = () => {
    for (const { forget: one } of [byId, byIssuer, byOrigin]) one();
  };

  async function insert(
    { id, title, origins, contact, rights }: NewPortal,
    proof: Pick<PortalDocument, 'trust' | 'sealed'>,
  ): Promise<Portal> {
    const document = { _id: id, title, origins, contact, rights, ...proof, createdAt: new Date() };
    try {
      await portals.insertOne(document, durable);
    } catch (error) {
      if (error instanceof MongoServerError && error.code === 11_000)
        throw new StoreError('PORTAL_EXISTS', `There is already a portal "${id}". Choose another id.`);
      throw error;
    }
    forget();
    return toPortal(document);
  }

  return {
    idle: uses.idle,
    add: async (portal, secret = makeSecret()) => ({
      portal: await insert(portal, { trust: { kind: 'secret' }, sealed: new Binary(seal.close(secret)) }),
      secret,
    }),
    addWithKeys: (portal, trust) => insert(portal, { trust }),
    list: async () => (await portals.find({}, { sort: { _id: 1 } }).toArray()).map(toPortal),
    get: async (id) => {
      const document = await portals.findOne({ _id: id });
      return document && opened(document);
    },
    find: byId.get,
    findByIssuer: async (issuer) => (await byIssuer.get(issuer)) ?? [],
    allowsOrigin: async (origin) => (await byOrigin.get(origin)) ?? false,
    noteUse: (id) => uses.note(id, Date.now()),
    rotate: async (id, formerLivesMs) => {
      const secret = makeSecret();
      const until = new Date(Date.now() + formerLivesMs);
      const document = await portals.findOneAndUpdate(
        { _id: id, sealed: { $exists: true }, ...isGood },
        [
          {
            $set: {
              former: { sealed: '$sealed', until },
              sealed: new Binary(seal.close(secret)),
            },
          },
        ],
        { returnDocument: 'after', ...durable },
      );
      if (!document) return refuse(portals, id);
      forget();
      return { portal: toPortal(document), secret, formerUntil: until.getTime() };
    },
    revoke: async (id) => {
      const document = await portals.findOneAndUpdate(
        { _id: id, ...isGood },
        { $set: { revokedAt: new Date() }, $unset: { sealed: 1, former: 1 } },
        { returnDocument: 'after', ...durable },
      );
      forget();
      return document ? toPortal(document) : refuse(portals, id);
    },
  };
}
