// SPDX-License-Identifier: Apache-2.0
/** The statement as it goes out: the exact text that came in, with what the store adds spliced in where it is missing. */
import type { StoredStatement } from '@cairn/store';

/** `parsed` spares a second parse; only its own keys are looked at. */
export function exactStatement(
  { id, text, stored, timestamp, sourceId }: StoredStatement,
  url: string,
): string {
  const parsed = JSON.parse(text) as Readonly<Record<string, unknown>>;
  const added: Readonly<Record<string, unknown>> = {
    id,
    timestamp: new Date(timestamp).toISOString(),
    version: '1.0.0',
    stored: new Date(stored).toISOString(),
    authority: { objectType: 'Agent', account: { homePage: url, name: sourceId } },
  };
  // `stored` and `authority` are ours to say, whatever the sender wrote (xAPI 1.0.3 Data 2.4.8, 2.4.9).
  const overridden = ['stored', 'authority'].filter((key) => Object.hasOwn(parsed, key));
  if (overridden.length > 0)
    return JSON.stringify({
      ...parsed,
      ...Object.fromEntries(overridden.map((key) => [key, added[key]])),
      ...missing(parsed, added),
    });
  const members = Object.entries(missing(parsed, added)).map(
    ([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`,
  );
  const end = text.lastIndexOf('}');
  return `${text.slice(0, end)}${members.length > 0 ? `,${members.join(',')}` : ''}${text.slice(end)}`;
}

const missing = (parsed: Readonly<Record<string, unknown>>, added: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(added).filter(([key]) => !Object.hasOwn(parsed, key)));
