// SPDX-License-Identifier: Apache-2.0
/** Stored statement → what it says, and its evidence by each policy. Pure. Flow: inbox, history → [here] → derive, replay. */
import { type Dialect, dialectById, type NormalStatement } from '@cairn/dialects';
import type { Evidence } from '@cairn/engine';
import type { Source, StoredStatement, VersionedPolicy } from '@cairn/store';
import { type Statement, voidedId } from '@cairn/xapi';
import { applyRules, type FailedRule } from './apply-rules.ts';
import { messageOf } from './in-halves.ts';

/** Why one statement cannot be processed; it goes to quarantine with this. */
export interface Refusal {
  readonly statement: StoredStatement;
  readonly code: string;
  readonly message: string;
}
export interface Read {
  readonly stored: StoredStatement;
  readonly normal: NormalStatement;
  readonly voids: string | null;
  readonly evidence: readonly Evidence[];
}
export interface ReadAll {
  readonly good: readonly Read[];
  readonly bad: readonly Refusal[];
  readonly failed: readonly FailedRule[];
}
/** The policies that a statement is read by. */
export type PoliciesOf = (stored: StoredStatement) => readonly VersionedPolicy[];

class Unprocessable extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

function dialectOf(source: Source | undefined, stored: StoredStatement): Dialect {
  if (!source)
    throw new Unprocessable(
      'SOURCE_UNKNOWN',
      `The source "${stored.sourceId}" is not known any more. Add it again, then retry.`,
    );
  const dialect = dialectById(source.dialect);
  if (!dialect)
    throw new Unprocessable(
      'DIALECT_UNKNOWN',
      `The source "${source.id}" has the dialect "${source.dialect}", which this Cairn does not know. Choose another, then retry.`,
    );
  return dialect;
}

function normalise(stored: StoredStatement, source: Source | undefined) {
  const dialect = dialectOf(source, stored);
  const statement = { ...(JSON.parse(stored.text) as Statement), id: stored.id };
  const dated =
    statement.timestamp === undefined
      ? { ...statement, timestamp: new Date(stored.timestamp).toISOString() }
      : statement;
  const scaledRange = source?.scaledRange ?? '0..1';
  return {
    normal: dialect.normalise(dated, { id: stored.sourceId, scaledRange }),
    voids: voidedId(statement),
  };
}

/** Every policy gives its own pieces; a rule of the same content gives the same piece under each. */
function read(
  stored: StoredStatement,
  source: Source | undefined,
  policies: readonly VersionedPolicy[],
): Read & { readonly failed: readonly FailedRule[] } {
  const { normal, voids } = normalise(stored, source);
  const at = { seq: Number(stored.seq), recordedAt: stored.stored };
  const applied = voids === null ? policies.map((policy) => applyRules(policy, normal, at)) : [];
  const [only] = applied;
  if (applied.length === 1 && only) return { stored, normal, voids, ...only };
  const pieces = applied.flatMap(({ evidence }) => evidence);
  return {
    stored,
    normal,
    voids,
    evidence: pieces.length === 0 ? pieces : [...new Map(pieces.map((piece) => [piece.id, piece])).values()],
    failed: applied.flatMap(({ failed }) => failed),
  };
}

export function readAll(
  statements: readonly StoredStatement[],
  sources: ReadonlyMap<string, Source>,
  policiesOf: PoliciesOf,
): ReadAll {
  const good: Read[] = [];
  const bad: Refusal[] = [];
  const failures: FailedRule[] = [];
  for (const statement of statements)
    try {
      const { failed, ...one } = read(statement, sources.get(statement.sourceId), policiesOf(statement));
      good.push(one);
      failures.push(...failed);
    } catch (error) {
      const code = error instanceof Unprocessable ? error.code : 'PROCESSING_FAILED';
      bad.push({ statement, code, message: messageOf(error) });
    }
  return { good, bad, failed: failures };
}
