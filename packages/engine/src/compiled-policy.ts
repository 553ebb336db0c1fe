// SPDX-License-Identifier: Apache-2.0
/** A policy made ready: rules indexed, digests taken, models chosen. Built once for a version and kept. */
import { type FrameworkIndex, type IndexedCompetency, indexFrameworks } from '@cairn/frameworks';
import { stableJson } from '@cairn/xapi';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { periodAfter } from './calendar.ts';
import { EngineError } from './engine.errors.ts';
import { currentKind } from './evidence/evidence-kinds.ts';
import { type EndOf, endsIn } from './evidence/validity.ts';
import { indexReplacements, type Replacements } from './evidence/replacements.ts';
import type { Evidence } from './evidence.types.ts';
import { type AcrossRules, prepareStanding } from './mapping/across/standing.ts';
import { templatesNamed } from './mapping/named-activities.ts';
import type { Rule } from './mapping/mapping-rule.schema.ts';
import { conditionOf, type RuleIndex, indexRules, templatesOf } from './mapping/rule-index.ts';
import type { FadeSetting, MasteryModel, ModelFold } from './mastery/model.types.ts';
import type { ModelChoice, RequirementSetting, TimeSetting } from './mastery/mastery-settings.schema.ts';
import { modelById } from './mastery/models/registry.ts';
import { allStand, type PrepareStanding } from './mastery/standing.types.ts';
import { type Kin, kinOf } from './mastery/roll-up/children.ts';
import type { Policy } from './policy.types.ts';

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
  /** All that the mapping says of its mastery beside rules, as data: what is the same folds the same. */
  readonly settings: MasterySettings;
}
export interface MasterySettings {
  readonly parameters: unknown;
  readonly time: TimeSetting;
  /** By role: what that reads otherwise. */
  readonly ofRoles: Readonly<Record<string, RequirementSetting>>;
}
export interface CompiledPolicy {
  /** With the names of now: an older version may have been published with former ones. */
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
  /** End of a period that begins at a moment, in the policy's zone. */
  readonly endOf: EndOf;
  /** undefined: the policy has no such competency. */
  readonly mastery: (competencyId: string) => MasteryContext | undefined;
  /** Whose evidence counts for which other competency too, since that took its place. */
  readonly replacements: Replacements;
}

/** Raised when the same rule would yield other evidence than before; part of every digest, so old evidence stands apart. */
export const evidenceRevision = 4;

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
  revision: number,
): string {
  const named = templatesNamed(conditionOf(content));
  const templateOf = templatesOf(named.length > 0 ? policy.mapping.profiles : []);
  return digest({
    evidenceRevision: revision,
    content,
    // undefined where none is named, and so no part of the digest.
    templates: named.length > 0 ? named.map(templateOf) : undefined,
    validFor: competency.competency.validFor,
    timeZone: policy.timeZone,
  });
}

/**
 * @param revision of the engine whose evidence is looked for; only to find what is there, never to make more.
 * @throws {EngineError} POLICY_INVALID for a rule of an unknown competency, MODEL_UNKNOWN, MODEL_PARAMETER_INVALID.
 */
export function compilePolicy(published: Policy, revision = evidenceRevision): CompiledPolicy {
  const policy = withCurrentNames(published);
  const frameworks = indexFrameworks(policy.frameworks);
  const off = new Set(policy.off?.map(({ rule }) => rule));
  const rules = policy.mapping.rules.filter(({ id }) => !off.has(id));
  const digests = new Map(
    rules.map((rule) => {
      const competency = frameworks.find(rule.competency);
      if (!competency)
        throw new EngineError(
          'POLICY_INVALID',
          `Rule ${rule.id}: there is no competency ${rule.competency}.`,
        );
      return [rule.id, ruleDigest(rule, competency, policy, revision)];
    }),
  );
  const dialectInForce = (dialect: string) => {
    const [id = ''] = dialect.split('@');
    return Object.hasOwn(policy.dialects, id) ? `${id}@${policy.dialects[id]}` : dialect;
  };
  const byDigest = new Map(rules.map((rule) => [digests.get(rule.id) ?? '', rule]));
  const across = acrossOf(rules, policy.timeZone, digests);
  const graceEndOf = graceEndsIn(policy.timeZone);
  const contexts = new Map(
    [...frameworks.competencies, ...frameworks.groups].map((one) => [
      one.competency.id,
      contextOf(one, policy, { graceEndOf, standing: standingBy(across.get(one.competency.id)) }),
    ]),
  );
  return {
    policy,
    frameworks,
    kin: kinOf(policy.frameworks),
    rules: indexRules(rules, { timeZone: policy.timeZone, profiles: policy.mapping.profiles }),
    digestOf: (ruleId) => digests.get(ruleId) ?? '',
    digestsInForce: [...byDigest.keys()],
    ruleByDigest: (wanted) => byDigest.get(wanted),
    dialectInForce,
    isInForce: ({ ruleDigest: wanted, dialect }) =>
      byDigest.has(wanted) && dialectInForce(dialect) === dialect,
    endOf: endsIn(policy.timeZone),
    mastery: (competencyId) => contexts.get(competencyId),
    replacements: indexReplacements(policy.frameworks),
  };
}

function withCurrentNames(policy: Policy): Policy {
  const { mapping } = policy;
  if (mapping.rules.every(({ kind }) => currentKind(kind) === kind)) return policy;
  const rules = mapping.rules.map((rule) => ({ ...rule, kind: currentKind(rule.kind) as Rule['kind'] }));
  return { ...policy, mapping: { ...mapping, rules } };
}

/** Rules that look across statements, by their competency and digest. */
function acrossOf(rules: readonly Rule[], timeZone: string, digests: ReadonlyMap<string, string>) {
  const all = new Map<string, Map<string, { across: NonNullable<Rule['across']>; timeZone: string }>>();
  for (const { id, competency, across } of rules) {
    if (!across) continue;
    const ofCompetency = all.get(competency) ?? new Map();
    all.set(competency, ofCompetency.set(digests.get(id) ?? '', { across, timeZone }));
  }
  return all;
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

/** Which pieces stand by the rules of a competency that look across statements; where there are none, all do. */
export const standingBy = (rules: AcrossRules | undefined): PrepareStanding =>
  rules === undefined
    ? allStand
    : (evidence) => ({
        ...prepareStanding(evidence, rules),
        mayWithhold: ({ ruleDigest }) => rules.has(ruleDigest),
      });

interface Shared {
  readonly graceEndOf: ReturnType<typeof graceEndsIn>;
  readonly standing: PrepareStanding;
}

const roleSettingsOf = ({ requirements = {} }: Policy['mapping'], id: string) =>
  Object.fromEntries(
    Object.entries(requirements).flatMap(([role, byCompetency]) => {
      const setting = byCompetency[id];
      return setting ? [[role, setting]] : [];
    }),
  );

function contextOf(
  one: IndexedCompetency,
  { mapping, timeZone }: Policy,
  { graceEndOf, standing }: Shared,
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
    standing,
    settings: { parameters: choice.parameters, time, ofRoles: roleSettingsOf(mapping, id) },
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
