// SPDX-License-Identifier: Apache-2.0
/** Collections `admins` and `sessions`: who runs this Cairn. Passwords as argon2id, session tokens as SHA-256. */
import { createHash, randomBytes } from 'node:crypto';
import { argon2id, argon2Verify } from 'hash-wasm';
import { Binary, type IndexDescription, MongoServerError } from 'mongodb';
import { collections, type Database } from './database.ts';

interface AdminDocument {
  /** Mail address, lower case. */
  readonly _id: string;
  readonly password: string;
}
interface SessionDocument {
  readonly _id: Binary;
  readonly email: string;
  readonly expiresAt: Date;
}
export interface Session {
  readonly email: string;
  readonly expiresAt: number;
}
export const sessionIndexes: readonly IndexDescription[] = [{ key: { expiresAt: 1 }, expireAfterSeconds: 0 }];

export interface AdminStore {
  readonly exist: () => Promise<boolean>;
  /** Makes the first administrator; false when there is one already. */
  readonly addFirst: (email: string, password: string) => Promise<boolean>;
  /** Token of a new session; null = refuse. Takes as long for an address that nobody has. */
  readonly signIn: (
    email: string,
    password: string,
  ) => Promise<{ readonly token: string; readonly session: Session } | null>;
  readonly session: (token: string) => Promise<Session | null>;
  readonly signOut: (token: string) => Promise<void>;
}

const sessionMs = 12 * 3600 * 1000;
/** OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, 2 passes, 1 lane. */
const hashPassword = (password: string) =>
  argon2id({
    password,
    salt: randomBytes(16),
    iterations: 2,
    parallelism: 1,
    memorySize: 19 * 1024,
    hashLength: 32,
    outputType: 'encoded',
  });
const idOf = (token: string) => new Binary(createHash('sha256').update(token).digest());

export function createAdmins({ db }: Database): AdminStore {
  const admins = db.collection<AdminDocument>(collections.admins);
  const sessions = db.collection<SessionDocument>(collections.sessions);
  const durable = { writeConcern: { w: 'majority' as const, journal: true } };
  const exist = async () => (await admins.findOne({}, { projection: { _id: 1 } })) !== null;
  let nobody: Promise<string> | undefined;
  return {
    exist,
    addFirst: async (email, password) => {
      if (await exist()) return false;
      try {
        await admins.insertOne({ _id: email.toLowerCase(), password: await hashPassword(password) }, durable);
        return true;
      } catch (error) {
        if (error instanceof MongoServerError && error.code === 11_000) return false;
        throw error;
      }
    },
    signIn: async (email, password) => {
      const admin = await admins.findOne({ _id: email.toLowerCase() });
      nobody ??= hashPassword(randomBytes(24).toString('base64url'));
      const isRight = await argon2Verify({ password, hash: admin?.password ?? (await nobody) });
      if (!admin || !isRight) return null;
      const token = randomBytes(32).toString('base64url');
      const session = { email: admin._id, expiresAt: Date.now() + sessionMs };
      await sessions.insertOne(
        { _id: idOf(token), email: session.email, expiresAt: new Date(session.expiresAt) },
        durable,
      );
      return { token, session };
    },
    session: async (token) => {
      const document = await sessions.findOne({ _id: idOf(token), expiresAt: { $gt: new Date() } });
      return document && { email: document.email, expiresAt: document.expiresAt.getTime() };
    },
    signOut: async (token) => {
      await sessions.deleteOne({ _id: idOf(token) }, durable);
    },
  };
}
