// SPDX-License-Identifier: Apache-2.0
/** A condition as a sentence that anybody can read: "verb is completed AND score at least 80 %". */
import { type Across, stepsOf } from '../across/across.schema.ts';
import { extensionPrefix, isExtension, type Scalar } from '../comparison.ts';
import { type Condition, type FieldCondition, partsOf } from '../condition.schema.ts';
import type { Rule } from '../mapping-rule.schema.ts';
import { isMoment } from '../moments.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import type { RuleWords } from './rule-words.types.ts';

export const sentenceLanguages = ['en', 'de'] as const;
export type SentenceLanguage = (typeof sentenceLanguages)[number];

const words: Readonly<Record<SentenceLanguage, RuleWords>> = { en, de };
export const ruleWords = (language: SentenceLanguage): RuleWords => words[language];

/** Fields whose values are words of a vocabulary: their last word says it. */
const vocabulary: ReadonlySet<string> = new Set([
  'verb',
  'activityType',
  'parentType',
  'groupingType',
  'categoryType',
  'otherType',
]);
const lastWord = (iri: string) => /[^/#]+(?=[/#]*$)/.exec(iri)?.[0] ?? iri;

const numberIn = (language: SentenceLanguage, value: number) =>
  language === 'de' ? String(value).replace('.', ',') : String(value);
/** 0.8 → 80 %, without what binary fractions leave behind. */
const percent = (language: SentenceLanguage, value: number) =>
  `${numberIn(language, Math.round(value * 1e6) / 1e4)} %`;

/** Without a time it is a day. */
const dayIn = (language: SentenceLanguage, value: string) => {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value) ?? [];
  return language === 'de' && year !== undefined ? `${day}.${month}.${year}` : value;
};

export function fieldName(field: string, language: SentenceLanguage): string {
  const say = ruleWords(language);
  return isExtension(field)
    ? say.extension(lastWord(field.slice(extensionPrefix.length)))
    : (say.field[field] ?? field);
}

const own = (table: Readonly<Record<string, string>>, key: string) =>
  Object.hasOwn(table, key) ? table[key] : undefined;

function textValue(field: string, value: string, language: SentenceLanguage): string {
  const say = ruleWords(language);
  if (field === 'kind') return own(say.kind, value) ?? value;
  if (field === 'shownBy') return own(say.shownBy, value) ?? value;
  if (vocabulary.has(field)) return lastWord(value);
  return isMoment(value) ? dayIn(language, value) : value;
}

/** A value as it is written in a sentence, by the field that it stands in. */
export function valueText(field: string, value: Scalar, language: SentenceLanguage): string {
  const say = ruleWords(language);
  if (field === 'occurredAt' && typeof value === 'number') return new Date(value).toISOString();
  if (typeof value === 'number') {
    if (field === 'score') return percent(language, value);
    const number = numberIn(language, value);
    return field === 'durationSeconds' ? say.seconds(number) : number;
  }
  return typeof value === 'boolean' ? (value ? say.yes : say.no) : textValue(field, value, language);
}

const truthFields = ['success', 'completion'] as const;

/** "passed" instead of "success is yes"; null: another comparison. */
function truthSentence({ field, op, value }: FieldCondition, language: SentenceLanguage): string | null {
  const truth = truthFields.find((one) => one === field);
  if (!truth || typeof value !== 'boolean' || (op !== 'eq' && op !== 'ne')) return null;
  return ruleWords(language).truth[truth][value === (op === 'eq') ? 0 : 1];
}

function comparisonSentence(comparison: FieldCondition, language: SentenceLanguage): string {
  const say = ruleWords(language);
  const { field, op, value, ignoreCase } = comparison;
  const name = fieldName(field, language);
  if (op === 'exists') return value === false ? say.absent(name) : say.exists(name);
  const given: readonly Scalar[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
  const texts = given.map((one) => valueText(field, one, language));
  const [text = '', high = text] = texts;
  const tail = ignoreCase ? say.ignoreCase : '';
  if (op === 'between') return say.between(name, text, high);
  if (op === 'in') return (texts.length === 1 ? say.compare.eq(name, text) : say.oneOf(name, texts)) + tail;
  return truthSentence(comparison, language) ?? say.compare[op](name, text) + tail;
}

/** @param language en or de; for others choose with `sentenceLanguages`. */
export function sentenceOf(condition: Condition, language: SentenceLanguage): string {
  const say = ruleWords(language);
  const parts = partsOf(condition).map(([, part]) => {
    const text = sentenceOf(part, language);
    const isOtherJoin = ('all' in condition && 'any' in part) || ('any' in condition && 'all' in part);
    return isOtherJoin ? `(${text})` : text;
  });
  if ('all' in condition) return parts.join(` ${say.and} `);
  if ('any' in condition) return parts.join(` ${say.or} `);
  if ('not' in condition) return say.not(parts[0] ?? '');
  return 'template' in condition
    ? say.template(lastWord(condition.template))
    : comparisonSentence(condition, language);
}

/** What several statements must come to. */
export function acrossSentence(across: Across, language: SentenceLanguage): string {
  const say = ruleWords(language).across;
  if ('attempt' in across) return say.attempt[across.attempt];
  const within = across.within === undefined ? null : say.period(across.within);
  if ('count' in across) return say.count(across.count, within, across.distinct === 'activity');
  const steps = stepsOf(across).map((step) => sentenceOf(step, language));
  return 'allOf' in across ? say.allOf(steps, within) : say.sequence(steps, within);
}

/** All that a rule asks. */
export const ruleSentence = (
  { when, across }: Pick<Rule, 'when' | 'across'>,
  language: SentenceLanguage,
): string => [sentenceOf(when, language), ...(across ? [acrossSentence(across, language)] : [])].join('; ');
