// SPDX-License-Identifier: Apache-2.0
/**
 * One text for one meaning: JSON with keys in code-unit order and no white space, so that equal contents hash alike. On the
 * path of every statement, hence by hand where that is twice as fast.
 */
const plainText = /^[\w:/.@?=&#%+ -]*$/;
const quoted = (text: string) =>
  text.length < 200 && plainText.test(text) ? `"${text}"` : JSON.stringify(text);

/** In place. Most objects have few keys, and those mostly in order. */
function sortKeys(keys: string[]): string[] {
  if (keys.length > 16) return keys.sort();
  for (let i = 1; i < keys.length; i += 1) {
    const key = keys[i] as string;
    let j = i;
    for (; j > 0 && (keys[j - 1] as string) > key; j -= 1) keys[j] = keys[j - 1] as string;
    keys[j] = key;
  }
  return keys;
}

export function stableJson(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(stableJson).join(',')}]`;
  const members = value as Readonly<Record<string, unknown>>;
  let text = '';
  for (const key of sortKeys(Object.keys(members)))
    if (members[key] !== undefined)
      text += `${text === '' ? '' : ','}${quoted(key)}:${stableJson(members[key])}`;
  return `{${text}}`;
}
