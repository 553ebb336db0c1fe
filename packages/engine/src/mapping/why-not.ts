// SPDX-License-Identifier: Apache-2.0
/**
 * Why did this statement not count? For each rule that it was a candidate for, the first condition that was not met or unknown;
 * where there is none, for the nearest rules; and what became of what was met. In data and in plain sentences.
 */
import type { NormalStatement } from '@cairn/dialects';
import type { CompiledPolicy } from '../compiled-policy.ts';
import { EngineError } from '../engine.errors.ts';
import { type Worth, worthOf } from '../evidence/worth.ts';
import type { NoValue } from '../evidence/measure.ts';
import { literalsOf } from './literals.ts';
import { valuesNamed } from './named-activities.ts';
import { type CompiledRule, conditionOf } from './rule-index.ts';
import {
  type SentenceLanguage,
  sentenceLanguages,
  sentenceOf,
  ruleWords,
  valueText,
} from './sentences/sentence-of.ts';
import type { GeneralReason } from './sentences/rule-words.types.ts';
import { type Decider, traceRule } from './trace-rules.ts';

/** What only the caller knows of a statement. ms since the epoch. */
export interface Circumstances {
  readonly at: number;
  /** Whether each subject is linked to a person. */
  readonly isKnown: (subject: string) => boolean;
  readonly voidedAt: number | null;
}

export type WhyOutcome = 'evidence' | 'expired' | 'no-value' | 'not-met' | 'unknown' | 'failed';
export type SaidInAll = Readonly<Record<SentenceLanguage, string>>;

export interface WhyRule {
  readonly ruleId: string;
  /** "@statement": the statement is to name it, and names none that is known. */
  readonly competencyId: string;
  readonly outcome: WhyOutcome;
  /** null: its conditions are met. */
  readonly decidedBy: Decider | null;
  /** Why a rule that is met gives nothing. */
  readonly noValue: NoValue | null;
  /** End of what it gave. */
  readonly validTo: number | null;
  readonly says: SaidInAll;
}
export interface WhyNot {
  readonly statementId: string;
  /** What holds whatever the rules say. */
  readonly reasons: readonly { readonly reason: GeneralReason; readonly says: SaidInAll }[];
  /** False: no rule was found for it, and `rules` are those that name its verb or its activity. */
  readonly areCandidates: boolean;
  readonly rules: readonly WhyRule[];
}

const mostNearest = 10;

const inAll = (say: (language: SentenceLanguage) => string): SaidInAll => {
  const [first, ...others] = sentenceLanguages;
  return Object.fromEntries([first, ...others].map((one) => [one, say(one)])) as SaidInAll;
};

/** Titles are language maps: the wanted language, else any. */
const titleIn = ({ rule: { title, id } }: CompiledRule, language: SentenceLanguage) =>
  title[language] ?? Object.values(title)[0] ?? id;

function decidedSentence(compiled: CompiledRule, decider: Decider, language: SentenceLanguage): string {
  const { why } = ruleWords(language);
  const title = titleIn(compiled, language);
  const { condition, found, isNegated, outcome, pointer } = decider;
  if (condition === null)
    return pointer === '/sources' ? why.wrongSource(title, String(found[0])) : why.noStep(title);
  const text = sentenceOf(isNegated ? { not: condition } : condition, language);
  if (outcome === 'unknown') return why.unknown(title, text);
  const field = 'field' in condition ? condition.field : '';
  const has = found.map((value) => valueText(field, value, language)).join(', ');
  return why.notMet(title, text, has === '' ? null : has);
}

type Judged = Omit<WhyRule, 'ruleId'>;
const undecided = { decidedBy: null, noValue: null, validTo: null } as const;

function judgeWorth(compiled: CompiledPolicy, rule: CompiledRule, worth: Worth, at: number): Judged {
  const { competencyId } = worth;
  if (!worth.measure) {
    const { noValue } = worth;
    return {
      ...undecided,
      competencyId,
      outcome: 'no-value',
      noValue,
      says: inAll((language) => {
        const { why } = ruleWords(language);
        return why.noValue(titleIn(rule, language), why.because[noValue]);
      }),
    };
  }
  const { validTo } = worth;
  const hasExpired = validTo !== null && validTo <= at;
  const label = compiled.frameworks.find(competencyId)?.competency.label ?? {};
  return {
    ...undecided,
    competencyId,
    outcome: hasExpired ? 'expired' : 'evidence',
    validTo,
    says: inAll((language) => {
      const { why } = ruleWords(language);
      const title = titleIn(rule, language);
      const competency = label[language] ?? Object.values(label)[0] ?? competencyId;
      return hasExpired ? why.expired(title) : why.counted(title, competency);
    }),
  };
}

function judge(
  compiled: CompiledPolicy,
  rule: CompiledRule,
  statement: NormalStatement,
  at: number,
): readonly Judged[] {
  const { outcome, decidedBy } = traceRule(rule, statement);
  if (decidedBy && outcome !== 'met')
    return [
      {
        ...undecided,
        competencyId: rule.rule.competency,
        outcome,
        decidedBy,
        says: inAll((language) => decidedSentence(rule, decidedBy, language)),
      },
    ];
  return worthOf(compiled, rule.rule, statement).map((worth) => judgeWorth(compiled, rule, worth, at));
}

/** A rule that fails is told of like any other: who asks why must get an answer. */
function judged(
  compiled: CompiledPolicy,
  rule: CompiledRule,
  statement: NormalStatement,
  at: number,
): readonly WhyRule[] {
  const { id: ruleId, competency: competencyId } = rule.rule;
  try {
    return judge(compiled, rule, statement, at).map((one) => ({ ruleId, ...one }));
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return [
      {
        ruleId,
        competencyId,
        ...undecided,
        outcome: 'failed',
        says: inAll((language) => ruleWords(language).why.failed(titleIn(rule, language))),
      },
    ];
  }
}

/** Rules that name the statement's activity, then those that name its verb. */
function nearest({ rules }: CompiledPolicy, { activity, verb, stableActivity }: NormalStatement) {
  const names = (rule: CompiledRule, field: string, value: string | null) =>
    value !== null && valuesNamed(conditionOf(rule.rule), field).includes(value);
  const near = rules.all.flatMap((rule) => {
    const isSameActivity =
      names(rule, 'activity', activity?.id ?? null) || names(rule, 'stableActivity', stableActivity);
    if (isSameActivity) return [{ rule, distance: 0 }];
    return names(rule, 'verb', verb)
      ? // The less else it asks, the nearer it is.
        [{ rule, distance: literalsOf(rule.rule.when).length }]
      : [];
  });
  return near
    .toSorted((a, b) => a.distance - b.distance || a.rule.place - b.rule.place)
    .slice(0, mostNearest)
    .map(({ rule }) => rule);
}

export function whyNot(
  compiled: CompiledPolicy,
  statement: NormalStatement,
  { at, isKnown, voidedAt }: Circumstances,
): WhyNot {
  const candidates = compiled.rules.candidates(statement);
  const asked = candidates.length > 0 ? candidates : nearest(compiled, statement);
  const { subjects, occurredAt } = statement;
  const reasons: readonly (readonly [GeneralReason, boolean])[] = [
    ['nobody', subjects.length === 0],
    ['person-unknown', subjects.length > 0 && !subjects.some(isKnown)],
    ['voided', voidedAt !== null],
    ['ahead', occurredAt > at],
    ['no-candidate', candidates.length === 0 && asked.length > 0],
    ['no-rule', asked.length === 0],
  ];
  return {
    statementId: statement.statementId,
    reasons: reasons.flatMap(([reason, holds]) =>
      holds ? [{ reason, says: inAll((language) => ruleWords(language).general[reason]) }] : [],
    ),
    areCandidates: candidates.length > 0,
    rules: asked.flatMap((rule) => judged(compiled, rule, statement, at)),
  };
}
