// SPDX-License-Identifier: Apache-2.0
/** Collection `policies`: published versions. A new one is built beside the current; one update of the pointer switches every reader. */
import { evidenceRevision, type Policy, type RuleOff } from '@cairn/engine';
import type { Collection, IndexDescription } from 'mongodb';
import { watchChanges } from './changes.ts';
import { collections, type Database } from './database.ts';
import {
  type BuildingPolicy,
  type BuildPlace,
  createBuild,
  toBuilding,
  whileBuilding,
} from './policies/build.ts';
import { type PolicyRecord, toRecord, withoutText } from './policies/history.ts';
import {
  type PolicyDocument,
  type RecordedPolicy,
  toPolicy,
  toRecorded,
} from './policies/policy-document.ts';
import { createPeriods, type PolicyPeriods } from './policies/periods.ts';
import { createPublish, type PlannedDraft, type PolicyContent } from './policies/publish.ts';
import { type FrameworkVersion, frameworkVersions } from './policies/framework-versions.ts';
import { StoreError } from './store.errors.ts';

interface Pointer {
  readonly _id: 'policy';
  readonly version: string;
}
/** A version's text is large, and which is being built is asked at every step: no query may read them all. */
export const policyIndexes: readonly IndexDescription[] = [
  { key: { number: 1 } },
  { key: { inForceAt: 1 } },
  { key: { replayedTo: 1 }, partialFilterExpression: { replayedTo: { $exists: true } } },
];

/** Of what is not published: no version is called so. */
const draftVersion = 'draft';

export interface PolicyStore extends PolicyPeriods {
  /** Writes the next version; it becomes current when it has been built. @throws {StoreError} PUBLISH_IN_PROGRESS, POLICY_TOO_LARGE. */
  readonly publish: (draft: PolicyContent) => Promise<Policy>;
  /** What a draft would change if it were published now; nothing is written. @throws {EngineError} as `compilePolicy`. */
  readonly plan: (draft: PolicyContent) => Promise<PlannedDraft>;
  /** An earlier version's content as the next version. @throws {StoreError} PUBLISH_IN_PROGRESS, POLICY_UNKNOWN. */
  readonly rollBack: (version: string, by: string) => Promise<Policy>;
  /** Drops the version that is being built; its number, or null when none is. What it left behind is cleared by processors. */
  readonly cancel: (by: string) => Promise<string | null>;
  readonly current: () => Promise<Policy | null>;
  /** Version in force; null before the first is. */
  readonly currentVersion: () => Promise<string | null>;
  readonly find: (version: string) => Promise<Policy | null>;
  readonly recorded: (version: string) => Promise<RecordedPolicy | null>;
  /** All that were published, the newest first. */
  readonly history: (page: {
    readonly skip: number;
    readonly limit: number;
  }) => Promise<readonly PolicyRecord[]>;
  readonly record: (version: string) => Promise<PolicyRecord | null>;
  /** The versions in which a framework was changed, the newest first; without those that are still being built. */
  readonly frameworkVersions: (frameworkId: string) => Promise<readonly FrameworkVersion[]>;
  /** The versions alive: in force or being built. Cheap; to see whether anything was published meanwhile. */
  readonly versionsAlive: () => Promise<readonly string[]>;
  /** Calls when another version comes into force. Returns a stop function. */
  readonly watch: (onSwitch: () => void) => () => Promise<void>;
  /**
   * The version in force, when it was published by an engine that made other evidence of the same rules: nothing that it stands on
   * may be folded by this one. Published anew it is built from all statements.
   */
  readonly outdated: () => Promise<Policy | null>;
  readonly building: () => Promise<BuildingPolicy | null>;
  /** How many statements its new rules have to read. */
  readonly setTotal: (version: string, total: number) => Promise<void>;
  /** The earlier evidence of so many of its rules has been marked. */
  readonly setMarked: (version: string, rules: number) => Promise<void>;
  readonly setReplayed: (version: string, from: BuildPlace, to: BuildPlace, read: number) => Promise<void>;
  readonly switchTo: (version: string) => Promise<void>;
  /** Rules of a version that could not be applied; each is noted once. */
  readonly noteFailing: (version: string, rules: readonly RuleOff[]) => Promise<void>;
}

export function createPolicies(database: Database): PolicyStore {
  const { db } = database;
  const policies = db.collection<PolicyDocument>(collections.policies);
  const meta = db.collection<Pointer>(collections.meta);
  const { plan, publish } = createPublish(database, policies);
  const build = createBuild(database, policies);
  const currentVersion = async () => (await meta.findOne({ _id: 'policy' }))?.version ?? null;
  const find = async (version: string | null) =>
    version === null ? null : policies.findOne({ _id: version });

  return {
    ...createPeriods(policies, currentVersion),
    publish,
    plan: (draft) => plan(draft, draftVersion, new Date()),
    rollBack: async (version, by) => {
      const document = await policies.findOne({ _id: version });
      if (!document)
        throw new StoreError(
          'POLICY_UNKNOWN',
          `There is no version "${version}". "cairn mapping history" lists those that there are.`,
        );
      const { version: _version, publishedAt: _publishedAt, ...content } = toPolicy(document);
      return publish({ ...content, publishedBy: by }, version);
    },
    cancel: async (by) => {
      const building = await policies.findOne({ replayedTo: { $exists: true } }, { projection: { _id: 1 } });
      return building && (await build.cancel(building._id, by)) ? building._id : null;
    },
    currentVersion,
    find: async (version) => {
      const document = await find(version);
      return document && toPolicy(document);
    },
    recorded: async (version) => {
      const document = await find(version);
      return document && toRecorded(document);
    },
    history: async ({ skip, limit }) => {
      const current = await currentVersion();
      return policies
        .find({}, { sort: { number: -1 }, skip, limit, projection: withoutText })
        .map((document) => toRecord(document, current))
        .toArray();
    },
    record: async (version) => {
      const document = await policies.findOne({ _id: version }, { projection: withoutText });
      return document && toRecord(document, await currentVersion());
    },
    frameworkVersions: (frameworkId) =>
      frameworkVersions(
        policies
          .find({ inForceAt: { $exists: true } }, { sort: { number: -1 }, projection: { policy: 0 } })
          .map(({ _id, publishedAt, frameworks }) => ({ version: _id, publishedAt, frameworks })),
        frameworkId,
        async (version) => {
          const document = await find(version);
          return document && toPolicy(document);
        },
      ),
    versionsAlive: async () => {
      // In this order: a version that is switched to meanwhile is then seen once more, not missed.
      const building = await policies.findOne({ replayedTo: { $exists: true } }, { projection: { _id: 1 } });
      const current = await currentVersion();
      return [current, building?._id].filter((version) => typeof version === 'string');
    },
    watch: (onSwitch) =>
      watchChanges(meta as unknown as Collection, [], onSwitch, { onReopened: onSwitch }).stop,
    current: async () => {
      const document = await find(await currentVersion());
      return document && toPolicy(document);
    },
    outdated: async () => {
      const version = await currentVersion();
      const document =
        version === null
          ? null
          : await policies.findOne({ _id: version, evidenceRevision: { $ne: evidenceRevision } });
      return document && toPolicy(document);
    },
    building: async () => {
      const document = await policies.findOne(
        { replayedTo: { $exists: true } },
        { projection: whileBuilding },
      );
      return document && toBuilding(document);
    },
    setTotal: build.count,
    setMarked: build.marked,
    setReplayed: build.moved,
    switchTo: build.switchTo,
    noteFailing: async (version, rules) => {
      for (const one of rules)
        await policies.updateOne(
          { _id: version, 'failing.rule': { $ne: one.rule } },
          { $push: { failing: one } },
          { writeConcern: { w: 'majority' } },
        );
    },
  };
}
