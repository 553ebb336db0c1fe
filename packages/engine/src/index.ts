// SPDX-License-Identifier: Apache-2.0
/** Mapping to evidence to mastery to gap, and why. Pure. */
export * from './calendar.ts';
export * from './compiled-policy.ts';
export * from './days.ts';
export * from './engine.errors.ts';
export * from './evidence/derive-evidence.ts';
export type * from './evidence.types.ts';
export * from './gap/gap-of.ts';
export * from './mapping/comparison.ts';
export * from './mapping/condition.ts';
export * from './mapping/entry-rules.ts';
export * from './mapping/named-activities.ts';
export * from './mapping/named-competency.ts';
export * from './mapping/publish-faults.ts';
export * from './mapping/rule-index.ts';
export * from './mastery/explain.ts';
export * from './mastery/fold-mastery.ts';
export * from './mastery/models/registry.ts';
export type * from './mastery.types.ts';
export type * from './policy.types.ts';
export * from './parse-draft.ts';
export * from './rule.schema.ts';
