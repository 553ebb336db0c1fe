// SPDX-License-Identifier: Apache-2.0
/**
 * A file, or an administrator's steps + the policy in force → what they would change, and the policy as it would be. Pure, so that it
 * runs in a thread or in a command alike. Nothing is applied here.
 */
import { type DraftContent, parseDraft, type Policy } from '@cairn/engine';
import {
  applyChanges,
  formatById,
  type Framework,
  type FrameworkDiff,
  type FrameworkFault,
  type FrameworkFormat,
  formatOf,
  type ImportDecisions,
  isSameFramework,
  isSameValue,
  openDocument,
  planImport,
  type PlannedImport,
  readFramework,
  type ReadOptions,
  type Refused,
} from '@cairn/frameworks';
import { jsonErrorPlace } from '@cairn/xapi';

export interface PolicyInForce {
  /** null: nothing is published yet. */
  readonly policy: Policy | null;
  /** Ids of the sources that there are. */
  readonly sources: readonly string[];
}
export interface UploadTask extends PolicyInForce {
  readonly bytes: Uint8Array;
  /** Absent: as the file looks. */
  readonly format?: string | undefined;
  readonly options: Omit<ReadOptions, 'current'>;
  readonly decisions: ImportDecisions;
  /** ms since the epoch. */
  readonly now: number;
}
export interface ChangesTask extends PolicyInForce {
  readonly frameworkId: string;
  readonly changes: unknown;
  /** ms since the epoch. */
  readonly now: number;
}
export interface Planned {
  readonly ok: true;
  readonly format: string | null;
  readonly encoding: string | null;
  readonly notes: readonly FrameworkFault[];
  readonly diff: FrameworkDiff;
  /** null: nothing is otherwise. */
  readonly draft: DraftContent | null;
}
export type PlannedPolicy = Planned | Refused;

const nothing = { timeZone: 'UTC', roles: [], mapping: { title: { en: 'No rules yet' }, rules: [] } };

/** The policy in force with the framework in the place of the one of its id, or added. */
function exchanged(framework: Framework, { policy, sources }: PolicyInForce) {
  if (!policy) return parseDraft({ ...nothing, frameworks: [framework] }, sources);
  const { version: _version, publishedAt: _at, publishedBy: _by, dialects: _dialects, ...content } = policy;
  const isThere = content.frameworks.some(({ id }) => id === framework.id);
  const frameworks = isThere
    ? content.frameworks.map((one) => (one.id === framework.id ? framework : one))
    : [...content.frameworks, framework];
  return parseDraft({ ...content, frameworks }, sources);
}

function planned(
  plan: PlannedImport,
  around: PolicyInForce,
  read: Pick<Planned, 'format' | 'encoding' | 'notes'>,
): PlannedPolicy {
  if (!plan.ok) return plan;
  const { diff, framework } = plan;
  const current = around.policy?.frameworks.find(({ id }) => id === framework.id);
  // What only others read, like a note for CASE, is a change too.
  const isSame = isSameFramework(diff) && isSameValue(current, framework);
  if (isSame) return { ok: true, ...read, diff, draft: null };
  const draft = exchanged(framework, around);
  return draft.ok ? { ok: true, ...read, diff, draft: draft.draft } : draft;
}

const asOnly = (format: FrameworkFormat) => [{ ...format, detect: () => 1 }];

export function planUpload(task: UploadTask): PlannedPolicy {
  const { bytes, format, options, decisions, policy, now } = task;
  const opened = openDocument(bytes, jsonErrorPlace);
  if (!opened.ok) return opened;
  const chosen = format === undefined ? formatOf(opened.document) : formatById(format);
  const find = (wanted: string | undefined) => policy?.frameworks.find(({ id }) => id === wanted);
  const read = readFramework(opened.document, chosen ? asOnly(chosen) : undefined, {
    ...options,
    current: find(options.id),
  });
  if (!read.ok) return read;
  const plan = planImport(find(read.framework.id) ?? null, read, decisions, now);
  const { notes = [] } = read;
  return planned(plan, task, { format: chosen?.id ?? null, encoding: opened.encoding, notes });
}

/** @returns null: there is no such framework in force. */
export function planChanges(task: ChangesTask): PlannedPolicy | null {
  const current = task.policy?.frameworks.find(({ id }) => id === task.frameworkId);
  if (!current) return null;
  const plan = applyChanges(current, task.changes, task.now);
  return planned(plan, task, { format: null, encoding: null, notes: [] });
}
