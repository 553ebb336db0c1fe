// SPDX-License-Identifier: Apache-2.0
/** A policy made ready: rules indexed, digests taken, models chosen. Built once for a version and kept. */
import { type FrameworkIndex, type IndexedCompetency, indexFrameworks } from '@cairn/frameworks';
import { periodAfter } from './calendar.ts';
import { EngineError } from './engine.errors.ts';
import { currentKind } from './evidence/evidence-kinds.ts';
import { digestRules, type RuleDigests } from './evidence/rule-digests.ts';
import { type EndOf, endsIn } from './evidence/validity.ts';
import { indexReplacements, type Replacements } from './evidence/replacements.ts';
import type { Evidence } from './evidence.types.ts';
import { type AcrossRules, prepareStanding } from './mapping/across/standing.ts';
import type { Rule } from './mapping/mapping-rule.schema.ts';
import { indexNames, type NameIndex } from './mapping/named-competency.ts';
import { entryRules } from './mapping/entry-rules.ts';
import { type RuleIndex, indexRules } from './mapping/rule-index.ts';
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
export interface CompiledPolicy extends RuleDigests {
  /** With the names of now: an older version may have been published with former ones. */
  readonly policy: Policy;
  readonly frameworks: FrameworkIndex;
  /** Parents and children, for roll-up. */
  readonly kin: Kin;
  readonly rules: RuleIndex;
  /** Those of the mapping that are not switched off, then those that every policy has. */
  readonly rulesInForce: readonly Rule[];
  /** Competencies by what statements call them. */
  readonly names: NameIndex;
  /** `<id>@<version>` as this policy fixes it, of a dialect so written; of one younger than the policy, as it is. */
  readonly dialectInForce: (dialect: string) => string;
  /** Whether a piece is what this policy makes of its statement: by a rule and a version of the dialect that are in force. */
  readonly isInForce: (evidence: Pick<Evidence, 'ruleDigest' | 'dialect' | 'competencyId'>) => boolean;
  /** End of a period that begins at a moment, in the policy's zone. */
  readonly endOf: EndOf;
  /** undefined: the policy has no such competency. */
  readonly mastery: (competencyId: string) => MasteryContext | undefined;
  /** Whose evidence counts for which other competency too, since that took its place. */
  readonly replacements: Replacements;
}

/** Raised when the same rule would yield other evidence than before; part of every digest, so old evidence stands apart. */
export const evidenceRevision = 4;

/**
 * @param revision of the engine whose evidence is looked for; only to find what is there, never to make more.
 * @throws {EngineError} POLICY_INVALID for a rule of an unknown competency, MODEL_UNKNOWN, MODEL_PARAMETER_INVALID.
 */
export function compilePolicy(published: Policy, revision = evidenceRevision): CompiledPolicy {
  const policy = withCurrentNames(published);
  const frameworks = indexFrameworks(policy.frameworks);
  const off = new Set(policy.off?.map(({ rule }) => rule));
  const own = policy.mapping.rules.filter(({ id }) => !off.has(id));
  const rules = [...own, ...entryRules];
  const names = indexNames(frameworks);
  const digests = digestRules(rules, { policy, frameworks, names, revision });
  const dialectInForce = (dialect: string) => {
    const [id = ''] = dialect.split('@');
    return Object.hasOwn(policy.dialects, id) ? `${id}@${policy.dialects[id]}` : dialect;
  };
  const across = acrossOf(rules, policy.timeZone, digests.digestOf);
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
    rulesInForce: rules,
    names,
    ...digests,
    dialectInForce,
    isInForce: (piece) =>
      dialectInForce(piece.dialect) === piece.dialect && digests.ruleOf(piece) !== undefined,
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
function acrossOf(rules: readonly Rule[], timeZone: string, digestOf: RuleDigests['digestOf']) {
  const all = new Map<string, Map<string, { across: NonNullable<Rule['across']>; timeZone: string }>>();
  for (const { id, competency, across } of rules) {
    if (!across) continue;
    const ofCompetency = all.get(competency) ?? new Map();
    all.set(competency, ofCompetency.set(digestOf(id), { across, timeZone }));
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
