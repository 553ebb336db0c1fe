// SPDX-License-Identifier: Apache-2.0
/** Whether two values of JSON are the same, in whatever order their members stand. What is undefined is as good as not there. */

const membersOf = (value: object) => Object.entries(value).filter(([, member]) => member !== undefined);

export function isSameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b))
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((one, i) => isSameValue(one, b[i]))
    );
  const members = membersOf(a);
  return (
    members.length === membersOf(b).length &&
    members.every(([key, value]) => Object.hasOwn(b, key) && isSameValue(value, Reflect.get(b, key)))
  );
}
