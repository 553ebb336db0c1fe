// SPDX-License-Identifier: Apache-2.0
/** A policy made ready: rules indexed, digests taken, models chosen. Built once for a version and kept. */
import { type FrameworkIndex, type IndexedCompetency, indexFrameworks } from '@cairn/frameworks';
import { stableJson } from '@cairn/xapi';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { periodAfter } from './calendar.ts';
import { EngineError } from './engine.errors.ts';
import type { Evidence } from './evidence.types.ts';
import { type RuleIndex, indexRules } from './mapping/rule-index.ts';
import type { FadeSetting, MasteryModel, ModelFold } from './mastery/model.types.ts';
import type { ModelChoice } from './mastery/mastery-settings.schema.ts';
import { modelById } from './mastery/models/registry.ts';
import { allStand, type PrepareStanding } from './mastery/standing.types.ts';
import { type Kin, kinOf } from './mastery/roll-up/children.ts';
import type { Policy } from './policy.types.ts';
import type { Rule } from './rule.schema.ts';

export interface MasteryContext extends IndexedCompetency {
  readonly model: MasteryModel;
  /** The model, opened with its parameters. */
  readonly fold: ModelFold;
  readonly noticeDays: number;
  /** When the grace after an end of validity is over; null = there is none. */
  readonly graceEnd: ((end: number) => number) | null;
  readonly fade: FadeSetting | null;
  /** In which days end. */
  readonly timeZone: string;
  /** Which pieces stand, where rules look across statements. */
  readonly standing: PrepareStanding;
}
export interface CompiledPolicy {
  readonly policy: Policy;
  readonly frameworks: FrameworkIndex;
  /** Parents and children, for roll-up. */
  readonly kin: Kin;
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
export const evidenceRevision = 3;

/** 128 bits in hex of whatever is given, in canonical JSON. */
export const digest = (content: unknown): string =>
  bytesToHex(sha256(utf8ToBytes(stableJson(content))).slice(0, 16));

/**
 * Of all that decides the evidence of a rule: not its title, but the validity of its competency and the zone in which days end.
 * Not the dialects: a piece names the one that read its statement, so that raising one leaves the evidence of all others.
 */
function ruleDigest(
  { title: _title, ...content }: Rule,
  competency: IndexedCompetency,
  policy: Policy,
): string {
  return digest({
    evidenceRevision,
    content,
    validFor: competency.competency.validFor,
    timeZone: policy.timeZone,
  });
}

/** @throws {EngineError} POLICY_INVALID for a rule of an unknown competency, MODEL_UNKNOWN, MODEL_PARAMETER_INVALID. */
export function compilePolicy(policy: Policy): CompiledPolicy {
  const frameworks = indexFrameworks(policy.frameworks);
  const { mapping } = policy;
  const digests = new Map(
    mapping.rules.map((rule) => {
      const competency = frameworks.find(rule.competency);
      if (!competency)
        throw new EngineError(
          'POLICY_INVALID',
          `Rule ${rule.id}: there is no competency ${rule.competency}.`,
        );
      return [rule.id, ruleDigest(rule, competency, policy)];
    }),
  );
  const dialectInForce = (dialect: string) => {
    const [id = ''] = dialect.split('@');
    return Object.hasOwn(policy.dialects, id) ? `${id}@${policy.dialects[id]}` : dialect;
  };
  const byDigest = new Map(mapping.rules.map((rule) => [digests.get(rule.id) ?? '', rule]));
  const graceEndOf = graceEndsIn(policy.timeZone);
  const contexts = new Map(
    [...frameworks.competencies, ...frameworks.groups].map((one) => [
      one.competency.id,
      contextOf(one, policy, graceEndOf),
    ]),
  );
  return {
    policy,
    frameworks,
    kin: kinOf(policy.frameworks),
    rules: indexRules(mapping.rules),
    digestOf: (ruleId) => digests.get(ruleId) ?? '',
    digestsInForce: [...byDigest.keys()],
    ruleByDigest: (wanted) => byDigest.get(wanted),
    dialectInForce,
    isInForce: ({ ruleDigest: wanted, dialect }) =>
      byDigest.has(wanted) && dialectInForce(dialect) === dialect,
    mastery: (competencyId) => contexts.get(competencyId),
  };
}

/** From how many days before its end a validity is said to end soon, where the mapping does not say. */
export const defaultNoticeDays = 60;

/** One for each period of a policy, so that what one competency has asked the calendar all know. */
function graceEndsIn(timeZone: string): (period: string) => (end: number) => number {
  const made = new Map<string, (end: number) => number>();
  return (period) => {
    const graceEnd = made.get(period) ?? periodAfter(period, timeZone);
    made.set(period, graceEnd);
    return graceEnd;
  };
}

function contextOf(
  one: IndexedCompetency,
  { mapping, timeZone }: Policy,
  graceEndOf: ReturnType<typeof graceEndsIn>,
): MasteryContext {
  const { id } = one.competency;
  const choice = mapping.models[id] ?? mapping.frameworkModels?.[one.framework.id] ?? mapping.model;
  const time = { ...mapping.time, ...mapping.times?.[id] };
  const rest = {
    ...one,
    noticeDays: time.noticeDays ?? defaultNoticeDays,
    graceEnd: time.grace === undefined ? null : graceEndOf(time.grace),
    fade: time.fade ?? null,
    timeZone,
    standing: allStand,
  };
  return { ...rest, ...openModel(choice, rest) };
}

/** @throws {EngineError} MODEL_UNKNOWN, MODEL_PARAMETER_INVALID. */
export function openModel(
  { model: id, parameters }: ModelChoice,
  setting: Pick<MasteryContext, 'scale' | 'fade'>,
): Pick<MasteryContext, 'model' | 'fold'> {
  const model = modelById(id);
  if (!model) throw new EngineError('MODEL_UNKNOWN', `There is no mastery model "${id}".`);
  return { model, fold: model.open(parameters, setting) };
}
