// SPDX-License-Identifier: Apache-2.0
/** Building blocks of validation: a check looks at a value at a pointer and notes what is wrong with it. */
import type { Fault } from '../fault.types.ts';

export interface Checking {
  readonly faults: Fault[];
}
export type Check = (value: unknown, pointer: string, checking: Checking) => void;
export interface Shape {
  readonly required?: Readonly<Record<string, Check>>;
  readonly optional?: Readonly<Record<string, Check>>;
  readonly rule: string;
}

export function note(checking: Checking, pointer: string, code: string, message: string, rule: string): void {
  checking.faults.push({ pointer, code, message, rule: `xAPI 1.0.3 ${rule}` });
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const has = (value: Readonly<Record<string, unknown>>, key: string): boolean =>
  Object.hasOwn(value, key);
export const at = (pointer: string, key: string | number): string =>
  `${pointer}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** An object with just these members; null is refused everywhere but in extensions (Data 2.2). */
export const object =
  ({ required = {}, optional = {}, rule }: Shape): Check =>
  (value, pointer, checking) => {
    if (!isObject(value)) return note(checking, pointer, 'NOT_AN_OBJECT', 'This must be an object.', rule);
    for (const key of Object.keys(required))
      if (!has(value, key))
        note(checking, at(pointer, key), 'REQUIRED', `"${key}" is missing and required here.`, rule);
    for (const [key, member] of Object.entries(value)) {
      const check = Object.hasOwn(required, key)
        ? required[key]
        : Object.hasOwn(optional, key)
          ? optional[key]
          : undefined;
      if (!check)
        note(
          checking,
          at(pointer, key),
          'UNKNOWN_KEY',
          `"${key}" is not a property that is allowed here. Mind upper and lower case, or put it into extensions.`,
          'Data 2.2',
        );
      else if (member === null)
        note(
          checking,
          at(pointer, key),
          'NULL_VALUE',
          'null is allowed inside extensions only. Leave the property out.',
          'Data 2.2',
        );
      else check(member, at(pointer, key), checking);
    }
  };

export const arrayOf =
  (check: Check, rule: string, atLeast = 0): Check =>
  (value, pointer, checking) => {
    if (!Array.isArray(value)) return note(checking, pointer, 'NOT_AN_ARRAY', 'This must be an array.', rule);
    if (value.length < atLeast)
      note(checking, pointer, 'ARRAY_TOO_SHORT', `At least ${atLeast} must be in here.`, rule);
    value.forEach((member, i) => {
      check(member, at(pointer, i), checking);
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
