// SPDX-License-Identifier: Apache-2.0
/** What a batch of statements was about, summed up; sums of batches add up to that of all. Pure. */
import type { Seen } from '../seen.ts';

/** Times are ms since the epoch. */
export interface TallyEntry {
  readonly key: string;
  readonly n: number;
  readonly first: number;
  readonly last: number;
  readonly sources: readonly string[];
  /** Kinds of an activity, names of a person. */
  readonly words: readonly string[];
  /** Of the activity, as the latest has it. Pairs, not an object: a language tag is no field name. */
  readonly type: string | null;
  readonly name: readonly (readonly [string, string])[] | null;
}
export interface Tally {
  readonly activities: readonly TallyEntry[];
  readonly subjects: readonly TallyEntry[];
}

const union = (a: readonly string[], b: readonly string[]) => [...new Set([...a, ...b])];
const distinct = (list: readonly string[]) => (list.length < 2 ? list : [...new Set(list)]);

function join(a: TallyEntry, b: TallyEntry): TallyEntry {
  const latest = b.last >= a.last ? b : a;
  return {
    key: a.key,
    n: a.n + b.n,
    first: Math.min(a.first, b.first),
    last: latest.last,
    sources: union(a.sources, b.sources),
    words: union(a.words, b.words),
    type: latest.type,
    name: latest.name,
  };
}

/** Each key once, in order, so that two who write them meet at the first. */
function sumUp(entries: readonly TallyEntry[]): readonly TallyEntry[] {
  const sums = new Map<string, TallyEntry>();
  for (const entry of entries) {
    const sum = sums.get(entry.key);
    sums.set(entry.key, sum ? join(sum, entry) : entry);
  }
  return [...sums.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

const entryOf = ({ sourceId, occurredAt }: Seen, key: string, words: readonly string[]): TallyEntry => ({
  key,
  n: 1,
  first: occurredAt,
  last: occurredAt,
  sources: [sourceId],
  words,
  type: null,
  name: null,
});

export const tallyOf = (seen: readonly Seen[]): Tally => ({
  activities: sumUp(
    seen.flatMap((one) =>
      one.activity
        ? [
            {
              ...entryOf(one, one.activity.id, [one.kind]),
              type: one.activity.type,
              name: one.activity.name && Object.entries(one.activity.name),
            },
          ]
        : [],
    ),
  ),
  subjects: sumUp(
    seen.flatMap((one) =>
      distinct(one.unknownSubjects).map((key) =>
        entryOf(one, key, one.subjectName === null ? [] : [one.subjectName]),
      ),
    ),
  ),
});

export const addUp = (tallies: readonly Tally[]): Tally => ({
  activities: sumUp(tallies.flatMap(({ activities }) => activities)),
  subjects: sumUp(tallies.flatMap(({ subjects }) => subjects)),
});
