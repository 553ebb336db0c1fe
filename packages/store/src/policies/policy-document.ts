// SPDX-License-Identifier: Apache-2.0
/** What is kept of a version: its content as text, what it was made from, how far it is built, since when it is in force. */
import {
  type CompiledPolicy,
  compilePolicy,
  entryRules,
  evidenceRevision,
  isOfStatement,
  type Policy,
  type RuleOff,
} from '@cairn/engine';
import { stableJson } from '@cairn/xapi';
import type { Long } from 'mongodb';
import type { FrameworkNote } from './framework-versions.ts';
import { type PolicyText, unpackPolicy } from './policy-text.ts';

export interface RuleChanges {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}
/** What the rules that are new in a version have not read yet. */
export interface PlanDocument {
  /** Up to this seq they have, from an earlier version. */
  readonly after: Long;
  /** Only statements with one of these keys can match them; null: any may. */
  readonly keys: readonly Long[] | null;
  readonly digests: readonly string[];
}
export interface BuildDocument {
  readonly startedAt: Date;
  /** Rules whose earlier evidence has been marked to be folded. */
  readonly marked: number;
  /** Which part of the keys is being read. */
  readonly part: number;
  readonly read: number;
  /** null: not counted yet. */
  readonly total: number | null;
}
export interface PolicyDocument {
  /** The version. */
  readonly _id: string;
  readonly number: number;
  readonly policy: PolicyText;
  /** Of each framework in it; absent in the oldest. */
  readonly frameworks?: readonly FrameworkNote[];
  readonly publishedAt: Date;
  /** Of the text what is told in lists. */
  readonly publishedBy?: string;
  readonly off?: readonly RuleOff[];
  /** Of the engine that it was published by; absent in the oldest. */
  readonly evidenceRevision?: number;
  /** While it is being built: replayed up to this seq. Absent after. */
  readonly replayedTo?: Long;
  /** In recorded time. Absent while it is being built, and when it was cancelled. */
  readonly inForceAt?: Date;
  readonly cancelledAt?: Date;
  readonly cancelledBy?: string;
  /** Whose content it brings back. */
  readonly rolledBackTo?: string;
  /** Canonical JSON. */
  readonly dialects?: string;
  /**
   * Of each rule of the mapping, in its order, empty for one that is switched off; then of those that every policy has, which older
   * versions have not noted.
   */
  readonly digests?: readonly string[];
  /** Competencies whose mastery stands unchanged since an earlier version: JSON of [version, competencies][]. */
  readonly carried?: string;
  readonly changes?: RuleChanges;
  readonly plan?: PlanDocument;
  readonly build?: BuildDocument;
  /** Rules that could not be applied to some statement; the next version is without them. */
  readonly failing?: readonly RuleOff[];
}

/** A version with what was recorded of it beside its content. */
export interface RecordedPolicy {
  readonly policy: Policy;
  /** null in versions of before. */
  readonly digests: readonly string[] | null;
  readonly evidenceRevision: number | null;
  readonly carried: readonly (readonly [version: string, competencyIds: readonly string[]])[];
  readonly failing: readonly RuleOff[];
}
export interface VersionedPolicy extends CompiledPolicy {
  /** The version since which mastery of a competency has stood on the same rules, model and scale: it is kept under that. */
  readonly generationOf: (competencyId: string) => string;
  /** All that it may give. */
  readonly generations: readonly string[];
}

// Kept as text: conditions may hold keys that MongoDB would read as paths.
export const toPolicy = ({ _id, policy, publishedAt }: PolicyDocument): Policy => ({
  ...(JSON.parse(unpackPolicy(policy)) as Omit<Policy, 'version' | 'publishedAt'>),
  version: _id,
  publishedAt: publishedAt.getTime(),
});
export const toRecorded = (document: PolicyDocument): RecordedPolicy => ({
  policy: toPolicy(document),
  digests: document.digests ?? null,
  evidenceRevision: document.evidenceRevision ?? null,
  carried: JSON.parse(document.carried ?? '[]') as RecordedPolicy['carried'],
  failing: document.failing ?? [],
});

export const dialectsText = ({ dialects }: Pick<Policy, 'dialects'>): string => stableJson(dialects);

/** What an engine of before made of the rules is found by the digests that it gave them. */
function byRecordedDigests(compiled: CompiledPolicy, digests: readonly string[]): CompiledPolicy {
  const rules = [...compiled.policy.mapping.rules, ...entryRules];
  const byId = new Map(rules.map(({ id }, i) => [id, digests[i] ?? '']));
  const ofStatement = new Set(rules.filter(isOfStatement).map(({ id }) => id));
  const byDigest = new Map(
    rules.flatMap((rule) => {
      const digest = byId.get(rule.id) ?? '';
      return digest === '' || ofStatement.has(rule.id) ? [] : [[digest, rule] as const];
    }),
  );
  const digestOf = (ruleId: string) => byId.get(ruleId) ?? '';
  const competencyOf = new Map(rules.map(({ id, competency }) => [id, competency]));
  const ruleOf: CompiledPolicy['ruleOf'] = (piece) => {
    const rule = byDigest.get(piece.ruleDigest) ?? compiled.ruleOf(piece);
    return rule && (byDigest.has(piece.ruleDigest) || ofStatement.has(rule.id)) ? rule : undefined;
  };
  return {
    ...compiled,
    digestOf,
    digestsInForce: [...byId.values()].filter((digest) => digest !== ''),
    // Of a rule that takes the competency from the statement each piece has a digest of its own, which none has noted.
    digestOfPiece: (ruleId, competencyId) =>
      ofStatement.has(ruleId)
        ? compiled.digestOfPiece(ruleId, competencyId)
        : competencyOf.get(ruleId) === competencyId
          ? digestOf(ruleId)
          : '',
    digestsOfPieces: (ruleId) =>
      ofStatement.has(ruleId)
        ? compiled.digestsOfPieces(ruleId)
        : [digestOf(ruleId)].filter((digest) => digest !== ''),
    ruleOf,
    isInForce: (piece) =>
      ruleOf(piece) !== undefined && compiled.dialectInForce(piece.dialect) === piece.dialect,
  };
}

/** Competency → the version since which its mastery has stood. */
export function generationsOf({
  policy,
  carried,
}: Pick<RecordedPolicy, 'policy' | 'carried'>): VersionedPolicy['generationOf'] {
  const generations = new Map(carried.flatMap(([version, ids]) => ids.map((id) => [id, version] as const)));
  return (competencyId) => generations.get(competencyId) ?? policy.version;
}

/** @throws {EngineError} as `compilePolicy`. */
export function compileRecorded(recorded: RecordedPolicy): VersionedPolicy {
  const { policy, digests } = recorded;
  // What is not noted with it is taken as the engine of then took it.
  const compiled = compilePolicy(policy, recorded.evidenceRevision ?? evidenceRevision);
  return {
    ...(recorded.evidenceRevision === evidenceRevision || digests === null
      ? compiled
      : byRecordedDigests(compiled, digests)),
    generationOf: generationsOf(recorded),
    generations: [...recorded.carried.map(([version]) => version), policy.version],
  };
}
