// SPDX-License-Identifier: Apache-2.0
/** A policy made ready: rules indexed, digests taken, models chosen. Built once for a version and kept. */
import { type FrameworkIndex, type IndexedCompetency, indexFrameworks } from '@cairn/frameworks';
import { stableJson } from '@cairn/xapi';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { EngineError } from './engine.errors.ts';
import type { Evidence } from './evidence.types.ts';
import { entryRules } from './mapping/entry-rules.ts';
import { indexNames, isOfStatement, type NameIndex } from './mapping/named-competency.ts';
import { type RuleIndex, indexRules } from './mapping/rule-index.ts';
import type { MasteryModel } from './mastery.types.ts';
import { modelById } from './mastery/models/registry.ts';
import type { Policy } from './policy.types.ts';
import type { Rule } from './rule.schema.ts';

export interface MasteryContext extends IndexedCompetency {
  readonly model: MasteryModel;
  readonly parameters: unknown;
}
export interface CompiledPolicy {
  readonly policy: Policy;
  readonly frameworks: FrameworkIndex;
  /** Competencies by what a statement calls them. */
  readonly names: NameIndex;
  readonly rules: RuleIndex;
  readonly digestOf: (ruleId: string) => string;
  readonly digestsInForce: readonly string[];
  readonly ruleByDigest: (digest: string) => Rule | undefined;
  /** `<id>@<version>` as this policy fixes it, of a dialect so written; of one younger than the policy, as it is. */
  readonly dialectInForce: (dialect: string) => string;
  /** Whether a piece is what this policy makes of its statement: by a rule and a version of the dialect that are in force. */
  readonly isInForce: (evidence: Pick<Evidence, 'ruleDigest' | 'dialect'>) => boolean;
  /** undefined: the policy has no such competency. */
  readonly mastery: (competencyId: string) => MasteryContext | undefined;
}

/** Raised when the same rule would yield other evidence than before; part of every digest, so old evidence stands apart. */
export const evidenceRevision = 2;

/** 128 bits in hex of whatever is given, in canonical JSON. */
export const digest = (content: unknown): string =>
  bytesToHex(sha256(utf8ToBytes(stableJson(content))).slice(0, 16));

/**
 * Of all that decides the evidence of a rule: not its title, but the validity of its competency and the zone in which days end.
 * Not the dialects: a piece names the one that read its statement, so that raising one leaves the evidence of all others.
 */
function ruleDigest(
  { title: _title, ...content }: Rule,
  { validFor, names }: { readonly validFor?: string | undefined; readonly names?: unknown },
  policy: Policy,
): string {
  return digest({ evidenceRevision, content, validFor, names, timeZone: policy.timeZone });
}

/** @throws {EngineError} POLICY_INVALID for a rule of an unknown competency, MODEL_UNKNOWN, MODEL_PARAMETER_INVALID. */
export function compilePolicy(policy: Policy): CompiledPolicy {
  const frameworks = indexFrameworks(policy.frameworks);
  const names = indexNames(frameworks);
  const rules = [...policy.mapping.rules, ...entryRules];
  const digests = new Map(
    rules.map((rule) => {
      if (isOfStatement(rule)) return [rule.id, ruleDigest(rule, { names: names.content }, policy)];
      const competency = frameworks.find(rule.competency);
      if (!competency)
        throw new EngineError(
          'POLICY_INVALID',
          `Rule ${rule.id}: there is no competency ${rule.competency}.`,
        );
      return [rule.id, ruleDigest(rule, { validFor: competency.competency.validFor }, policy)];
    }),
  );
  const dialectInForce = (dialect: string) => {
    const [id = ''] = dialect.split('@');
    return Object.hasOwn(policy.dialects, id) ? `${id}@${policy.dialects[id]}` : dialect;
  };
  const byDigest = new Map(rules.map((rule) => [digests.get(rule.id) ?? '', rule]));
  const contexts = new Map(
    [...frameworks.competencies, ...frameworks.groups].map((one) => [
      one.competency.id,
      contextOf(one, policy),
    ]),
  );
  return {
    policy,
    frameworks,
    names,
    rules: indexRules(rules),
    digestOf: (ruleId) => digests.get(ruleId) ?? '',
    digestsInForce: [...byDigest.keys()],
    ruleByDigest: (wanted) => byDigest.get(wanted),
    dialectInForce,
    isInForce: ({ ruleDigest: wanted, dialect }) =>
      byDigest.has(wanted) && dialectInForce(dialect) === dialect,
    mastery: (competencyId) => contexts.get(competencyId),
  };
}

function contextOf(competency: IndexedCompetency, { mapping }: Policy): MasteryContext {
  const choice = mapping.models[competency.competency.id] ?? mapping.model;
  const model = modelById(choice.model);
  if (!model) throw new EngineError('MODEL_UNKNOWN', `There is no mastery model "${choice.model}".`);
  return { ...competency, model, parameters: model.parse(choice.parameters) };
}
