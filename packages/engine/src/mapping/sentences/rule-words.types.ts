// SPDX-License-Identifier: Apache-2.0
/** What every language must say of conditions and of what becomes of a statement: a missing word does not compile. */
import type { ShownBy, StatementKind } from '@cairn/dialects';
import type { NoValue } from '../../evidence/measure.ts';
import type { Operator } from '../comparison.ts';
import type { AttemptChoice } from '../across/across.schema.ts';

/** A field as it is called in a sentence: "verb", "score"; of an extension its last word. */
export type FieldName = string;

/** What holds of a statement whatever the rules say. */
export type GeneralReason = 'nobody' | 'person-unknown' | 'voided' | 'ahead' | 'no-candidate' | 'no-rule';

export interface RuleWords {
  readonly and: string;
  readonly or: string;
  readonly not: (part: string) => string;
  readonly field: Readonly<Record<string, FieldName>>;
  readonly extension: (name: string) => FieldName;
  readonly template: (name: string) => string;
  /** `value` is quoted or a number with its unit already. */
  readonly compare: Readonly<
    Record<Exclude<Operator, 'exists' | 'in' | 'between'>, (field: FieldName, value: string) => string>
  >;
  readonly oneOf: (field: FieldName, values: readonly string[]) => string;
  readonly between: (field: FieldName, low: string, high: string) => string;
  readonly exists: (field: FieldName) => string;
  readonly absent: (field: FieldName) => string;
  readonly ignoreCase: string;
  readonly kind: Readonly<Record<StatementKind, string>>;
  readonly shownBy: Readonly<Record<ShownBy, string>>;
  readonly truth: Readonly<Record<'success' | 'completion', readonly [ifTrue: string, ifFalse: string]>>;
  readonly yes: string;
  readonly no: string;
  readonly seconds: (count: string) => string;
  readonly across: {
    readonly count: (count: number, within: string | null, isDistinct: boolean) => string;
    readonly allOf: (steps: readonly string[], within: string | null) => string;
    readonly sequence: (steps: readonly string[], within: string | null) => string;
    readonly attempt: Readonly<Record<AttemptChoice, string>>;
    readonly period: (iso: string) => string;
  };
  readonly general: Readonly<Record<GeneralReason, string>>;
  readonly why: {
    readonly met: (rule: string) => string;
    readonly notMet: (rule: string, condition: string, found: string | null) => string;
    readonly unknown: (rule: string, condition: string) => string;
    readonly wrongSource: (rule: string, source: string) => string;
    readonly noStep: (rule: string) => string;
    readonly noValue: (rule: string, because: string) => string;
    readonly because: Readonly<Record<NoValue, string>>;
    readonly counted: (rule: string, competency: string) => string;
    readonly expired: (rule: string) => string;
    readonly failed: (rule: string) => string;
  };
}
