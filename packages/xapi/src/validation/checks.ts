// SPDX-License-Identifier: Apache-2.0
/** Building blocks of validation: a check looks at a value at a pointer and notes what is wrong with it. */
import type { Fault } from '../fault.types.ts';
import type { VersionRules } from '../versions.ts';

export interface Checking {
  readonly faults: Fault[];
  readonly rules: VersionRules;
}
export type Check = (value: unknown, pointer: string, checking: Checking) => void;
export interface Shape {
  readonly required?: Readonly<Record<string, Check>>;
  readonly optional?: Readonly<Record<string, Check>>;
  readonly rule: string;
}

/** `rule`: a clause of 1.0.3, which the clauses of 2.0.0 repeat; what is new in 2.0.0 names its standard itself. */
export function note(checking: Checking, pointer: string, code: string, message: string, rule: string): void {
  const clause = rule.startsWith('Data ') ? `xAPI 1.0.3 ${rule}` : rule;
  checking.faults.push({ pointer, code, message, rule: clause });
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const has = (value: Readonly<Record<string, unknown>>, key: string): boolean =>
  Object.hasOwn(value, key);
export const at = (pointer: string, key: string | number): string =>
  `${pointer}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;

interface Member {
  readonly check: Check;
  /** The key as the end of a pointer. */
  readonly suffix: string;
}

function noteUnknown(checking: Checking, pointer: string, key: string): void {
  note(
    checking,
    at(pointer, key),
    'UNKNOWN_KEY',
    `"${key}" is not a property that is allowed here. Mind upper and lower case, or put it into extensions.`,
    'Data 2.2',
  );
}
function noteNull(checking: Checking, pointer: string): void {
  note(
    checking,
    pointer,
    'NULL_VALUE',
    'null is allowed inside extensions only. Leave the property out.',
    'Data 2.2',
  );
}

/** An object with just these members; null is refused everywhere but in extensions (Data 2.2). */
export function object({ required = {}, optional = {}, rule }: Shape): Check {
  const members = new Map<string, Member>(
    Object.entries({ ...optional, ...required }).map(([key, check]) => [key, { check, suffix: at('', key) }]),
  );
  const requiredKeys = Object.keys(required);
  return (value, pointer, checking) => {
    if (!isObject(value)) return note(checking, pointer, 'NOT_AN_OBJECT', 'This must be an object.', rule);
    for (const key of requiredKeys)
      if (!has(value, key))
        note(checking, at(pointer, key), 'REQUIRED', `"${key}" is missing and required here.`, rule);
    for (const key of Object.keys(value)) {
      const member = members.get(key);
      if (!member) noteUnknown(checking, pointer, key);
      else if (value[key] === null) noteNull(checking, pointer + member.suffix);
      else member.check(value[key], pointer + member.suffix, checking);
    }
  };
}

export const arrayOf =
  (check: Check, rule: string, atLeast = 0): Check =>
  (value, pointer, checking) => {
    if (!Array.isArray(value)) return note(checking, pointer, 'NOT_AN_ARRAY', 'This must be an array.', rule);
    if (value.length < atLeast)
      note(checking, pointer, 'ARRAY_TOO_SHORT', `At least ${atLeast} must be in here.`, rule);
    value.forEach((member, i) => {
      check(member, `${pointer}/${i}`, checking);
    });
  };

/** A string that passes a test. `what` completes "This must be …". */
export const text =
  (isGood: (value: string) => boolean, code: string, what: string, rule: string): Check =>
  (value, pointer, checking) => {
    if (typeof value !== 'string')
      note(checking, pointer, 'NOT_A_STRING', `This must be a string: ${what}.`, rule);
    else if (!isGood(value)) note(checking, pointer, code, `This must be ${what}.`, rule);
  };

export const anyText = (rule: string): Check => text(() => true, 'NOT_A_STRING', 'a text', rule);

export const truth =
  (rule: string): Check =>
  (value, pointer, checking) => {
    if (typeof value !== 'boolean')
      note(checking, pointer, 'NOT_A_BOOLEAN', 'This must be true or false, without quotes.', rule);
  };

export const number =
  (rule: string, isGood: (value: number) => boolean = () => true, what = 'a number'): Check =>
  (value, pointer, checking) => {
    if (typeof value !== 'number' || !Number.isFinite(value))
      note(checking, pointer, 'NOT_A_NUMBER', 'This must be a number, without quotes.', rule);
    else if (!isGood(value)) note(checking, pointer, 'NUMBER_OUT_OF_RANGE', `This must be ${what}.`, rule);
  };

export const constant =
  (wanted: readonly string[], rule: string): Check =>
  (value, pointer, checking) => {
    if (!wanted.includes(value as string))
      note(
        checking,
        pointer,
        'NOT_ALLOWED',
        `This must be ${wanted.map((one) => `"${one}"`).join(' or ')}.`,
        rule,
      );
  };
