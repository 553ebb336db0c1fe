// SPDX-License-Identifier: Apache-2.0
/**
 * What a new version changes against the one in force: rules by content, competencies whose mastery stays as it is, and what its
 * new rules have to read. Pure. Flow: draft → [here] → build.
 */
import { type CompiledPolicy, digest, entryRules, isOfStatement, type Rule } from '@cairn/engine';
import type { RuleChanges, VersionedPolicy } from './policy-document.ts';
import { dialectsText } from './policy-document.ts';
import { candidateKeys } from './candidate-keys.ts';

export interface Plan {
  readonly changes: RuleChanges;
  /** By the version since which their mastery has stood. */
  readonly carried: readonly (readonly [version: string, competencyIds: readonly string[]])[];
  /** New rules: what they are known to have read ends somewhere. */
  readonly digests: readonly string[];
  readonly keys: readonly bigint[] | null;
}

const rulesInForce = (policy: CompiledPolicy): readonly Rule[] =>
  policy.rulesInForce.filter(({ id }) => policy.digestOf(id) !== '');
/** Nobody has written those that every policy has, so no version is said to change them. */
const isWritten = (rule: Rule) => !entryRules.includes(rule);

function changesOf(after: CompiledPolicy, before: CompiledPolicy | null): RuleChanges {
  const digestsOf = (policy: CompiledPolicy | null) =>
    new Map(
      policy
        ? rulesInForce(policy)
            .filter(isWritten)
            .map(({ id }) => [id, policy.digestOf(id)])
        : [],
    );
  const [now, then] = [digestsOf(after), digestsOf(before)];
  return {
    added: [...now.keys()].filter((id) => !then.has(id)),
    changed: [...now].filter(([id, one]) => then.has(id) && then.get(id) !== one).map(([id]) => id),
    removed: [...then.keys()].filter((id) => !now.has(id)),
  };
}

/** Of all that a competency's mastery stands on but the evidence itself. */
function bases(policy: CompiledPolicy): ReadonlyMap<string, string> {
  const rules = new Map<string, string[]>();
  const [ofStatement, ofOne] = [
    rulesInForce(policy).filter(isOfStatement),
    rulesInForce(policy).filter((rule) => !isOfStatement(rule)),
  ];
  for (const { id, competency } of ofOne)
    rules.set(competency, [...(rules.get(competency) ?? []), policy.digestOf(id)]);
  const digestsOf = (competencyId: string) =>
    [
      ...(rules.get(competencyId) ?? []),
      ...ofStatement.map(({ id }) => policy.digestOfPiece(id, competencyId)),
    ].toSorted();
  const own = new Map(
    policy.frameworks.competencies.map(({ competency }) => {
      const { competency: own, scale, groupId, model, settings } = policy.mastery(competency.id) ?? {};
      const digests = digestsOf(competency.id);
      const carried = policy.replacements
        .predecessors(competency.id)
        .map(({ id, isCapped }) => [id, isCapped, digestsOf(id)]);
      const read = {
        own,
        scale,
        groupId,
        settings,
        model: model?.id ?? null,
        version: model?.version ?? null,
      };
      return [competency.id, digest([digests, read, carried])] as const;
    }),
  );
  // A group stands on all that is in it.
  const members = new Map<string | null, (string | undefined)[]>();
  for (const { groupId, competency } of policy.frameworks.competencies)
    members.set(groupId, [...(members.get(groupId) ?? []), own.get(competency.id)]);
  const groups = policy.frameworks.groups.map(
    ({ competency: { id } }) => [id, digest(members.get(id) ?? [])] as const,
  );
  return new Map([...own, ...groups]);
}

function carriedOf(after: CompiledPolicy, before: VersionedPolicy | null): Plan['carried'] {
  const isOther =
    before === null ||
    dialectsText(before.policy) !== dialectsText(after.policy) ||
    before.policy.timeZone !== after.policy.timeZone;
  if (isOther) return [];
  const [now, then] = [bases(after), bases(before)];
  const carried = new Map<string, string[]>();
  for (const [id, basis] of now) {
    if (then.get(id) !== basis) continue;
    const version = before.generationOf(id);
    const list = carried.get(version);
    if (list) list.push(id);
    else carried.set(version, [id]);
  }
  return [...carried];
}

/** Of the rules with these digests; null: they may be met by any statement. */
export function keysOf(policy: CompiledPolicy, digests: ReadonlySet<string>): readonly bigint[] | null {
  const keys = rulesInForce(policy)
    .filter(({ id }) => digests.has(policy.digestOf(id)))
    .map(({ when }) => candidateKeys(when));
  return keys.some((some) => some === null) ? null : [...new Set(keys.flatMap((some) => some ?? []))];
}

/**
 * @param before the version in force; null: there is none, or an older engine made its evidence.
 * @param isIndexed whether the keys of statements lead to what the dialects in use read in them.
 */
export function planOf(after: CompiledPolicy, before: VersionedPolicy | null, isIndexed: boolean): Plan {
  const isSameReading = before !== null && dialectsText(before.policy) === dialectsText(after.policy);
  const known = new Set(isSameReading ? before.digestsInForce : []);
  const digests = after.digestsInForce.filter((one) => !known.has(one));
  return {
    changes: changesOf(after, before),
    carried: carriedOf(after, before),
    digests,
    keys: isIndexed ? keysOf(after, new Set(digests)) : null,
  };
}
