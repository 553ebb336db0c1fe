// SPDX-License-Identifier: Apache-2.0
/** A draft becomes the next version: what it changes is worked out against the version in force, and written down with it. */
import { type CompiledPolicy, compilePolicy, entryRules, evidenceRevision, type Policy } from '@cairn/engine';
import { type Collection, Long, MongoServerError } from 'mongodb';
import { collections, type Database, type StatementDocument } from '../database.ts';
import { StoreError } from '../store.errors.ts';
import { renamingDialects } from './candidate-keys.ts';
import { frameworkNotes } from './framework-versions.ts';
import { type Plan, planOf } from './plan.ts';
import {
  compileRecorded,
  dialectsText,
  type PolicyDocument,
  toPolicy,
  toRecorded,
  type VersionedPolicy,
} from './policy-document.ts';
import { packPolicy } from './policy-text.ts';

export type PolicyContent = Omit<Policy, 'version' | 'publishedAt'>;

/** A draft beside the version in force. */
export interface PlannedDraft extends Plan {
  /** null: there is none, or an older engine made its evidence. */
  readonly before: VersionedPolicy | null;
  readonly after: CompiledPolicy;
  /** The keys of statements lead to what the dialects in use read in them. */
  readonly isIndexed: boolean;
  /** Its new rules have read all up to this seq, in versions of before. */
  readonly readTo: bigint;
}

const durable = { writeConcern: { w: 'majority' as const, journal: true } };
const inProgress = (message: string) => new StoreError('PUBLISH_IN_PROGRESS', message);

export function createPublish({ db }: Database, policies: Collection<PolicyDocument>) {
  const statements = db.collection<StatementDocument>(collections.statements);
  const sources = db.collection<{ dialect: string }>(collections.sources);
  const meta = db.collection<{ _id: string; version: string }>(collections.meta);

  /** What rules with these digests have read in versions of before: all up to this seq. */
  async function readBefore(digests: readonly string[], dialects: string): Promise<Long> {
    const past = await policies
      .find(
        { inForceAt: { $exists: true }, evidenceRevision, dialects },
        { sort: { number: -1 }, projection: { digests: 1, number: 1 } },
      )
      .toArray();
    const ends = new Map<string, number>();
    for (const { digests: known = [], number } of past)
      for (const digest of known) if (!ends.has(digest)) ends.set(digest, number);
    const numbers = digests.map((digest) => ends.get(digest));
    if (digests.length === 0 || numbers.includes(undefined)) return Long.ZERO;
    const oldest = Math.min(...numbers.map((number) => number ?? 0));
    const next = await policies.findOne(
      { inForceAt: { $exists: true }, number: { $gt: oldest } },
      { sort: { number: 1 }, projection: { inForceAt: 1 } },
    );
    // Whatever was stored before it was superseded has been read by it, or waits and will be read by the new version too.
    const last =
      next?.inForceAt &&
      (await statements.findOne({ s: { $lt: next.inForceAt } }, { sort: { s: -1 }, projection: { seq: 1 } }));
    return last ? Long.fromValue(last.seq) : Long.ZERO;
  }

  /** What a draft would change as a version. @throws {EngineError} as `compilePolicy`. */
  async function plan(draft: PolicyContent, version: string, publishedAt: Date): Promise<PlannedDraft> {
    const pointer = await meta.findOne({ _id: 'policy' });
    const current = pointer && (await policies.findOne({ _id: pointer.version }));
    const isSameEngine = current?.evidenceRevision === evidenceRevision;
    const before = current && isSameEngine ? compileRecorded(toRecorded(current)) : null;
    const after = compilePolicy({ ...draft, version, publishedAt: publishedAt.getTime() });
    const isIndexed =
      (await sources.findOne({ dialect: { $in: [...renamingDialects] } }, { projection: { _id: 1 } })) ===
      null;
    const planned = planOf(after, before, isIndexed);
    const readTo = await readBefore(planned.digests, dialectsText(draft));
    return { before, after, isIndexed, readTo: readTo.toBigInt(), ...planned };
  }

  /** @throws {StoreError} PUBLISH_IN_PROGRESS, POLICY_TOO_LARGE; {EngineError} as `compilePolicy`. */
  async function publish(draft: PolicyContent, rolledBackTo?: string): Promise<Policy> {
    const last = await policies.findOne({}, { sort: { number: -1 }, projection: { number: 1 } });
    const number = (last?.number ?? 0) + 1;
    if (await policies.findOne({ replayedTo: { $exists: true } }, { projection: { _id: 1 } }))
      throw inProgress('Another version is being built. Publish again when it is in force, or cancel it.');
    const publishedAt = new Date();
    const { after, readTo, digests, keys, carried, changes } = await plan(draft, String(number), publishedAt);
    const document: PolicyDocument = {
      _id: String(number),
      number,
      policy: await packPolicy(JSON.stringify(draft)),
      frameworks: frameworkNotes(draft),
      publishedAt,
      publishedBy: draft.publishedBy,
      ...(draft.off === undefined ? {} : { off: draft.off }),
      evidenceRevision,
      replayedTo: Long.ZERO,
      ...(rolledBackTo === undefined ? {} : { rolledBackTo }),
      dialects: dialectsText(draft),
      digests: [...draft.mapping.rules, ...entryRules].map(({ id }) => after.digestOf(id)),
      carried: JSON.stringify(carried),
      changes,
      plan: {
        after: Long.fromBigInt(readTo),
        keys: keys === null ? null : keys.map((key) => Long.fromBigInt(key)),
        digests,
      },
      build: { startedAt: publishedAt, marked: 0, part: 0, read: 0, total: null },
    };
    try {
      await policies.insertOne(document, durable);
    } catch (error) {
      // Two published at once: the version is the lock.
      if (error instanceof MongoServerError && error.code === 11_000)
        throw inProgress(
          'Another version was published at the same moment. Publish again when it is in force.',
        );
      throw error;
    }
    return toPolicy(document);
  }
  return { plan, publish };
}
