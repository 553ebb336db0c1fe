// SPDX-License-Identifier: Apache-2.0
/**
 * Which language to answer in: Accept-Language (RFC 9110 12.5.4) against the languages that a map has. A range matches the
 * tags that it equals or begins (RFC 4647 3.3.1), then what is left of it when cut from the end (Lookup, 3.4).
 */
import type { LanguageMap } from '../statement.types.ts';

export interface LanguageRange {
  /** In lower case; `*` for any language. */
  readonly range: string;
  /** 0 to 1; 0 says "not this one". */
  readonly weight: number;
}

const partPattern =
  /^\s*(\*|[a-z]{1,8}(?:-[a-z0-9]{1,8})*)\s*(?:;\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*)?$/i;

/** The ranges, the most wanted first, equals in their order. What cannot be read is passed over; no header: none. */
export function parseAcceptLanguage(header: string | undefined): readonly LanguageRange[] {
  const ranges = (header ?? '').split(',').flatMap((part) => {
    const match = partPattern.exec(part);
    return match?.[1] ? [{ range: match[1].toLowerCase(), weight: Number(match[2] ?? 1) }] : [];
  });
  return ranges.toSorted((a, b) => b.weight - a.weight);
}

const covers = (range: string, tag: string) => tag === range || tag.startsWith(`${range}-`);

/** One subtag less, and a singleton that would then be the last goes with it; null at the end. */
function shortened(range: string): string | null {
  const shorter = range.replace(/(?:-[a-z0-9])?-[^-]+$/, '');
  return shorter === range ? null : shorter;
}

/** The best of `tags` (lower case) for one range; undefined when none is. */
function matchOf(range: string, tags: readonly string[]): string | undefined {
  const own = tags.find((tag) => tag === range) ?? tags.find((tag) => covers(range, tag));
  if (own !== undefined) return own;
  for (let shorter = shortened(range); shorter !== null; shorter = shortened(shorter))
    if (tags.includes(shorter)) return shorter;
  return undefined;
}

/**
 * The language of the map that the reader wants most, as the map writes it; when the map has none of them its first that
 * was not ruled out (weight 0), else its first; undefined for an empty map.
 */
export function chooseLanguage(map: LanguageMap, ranges: readonly LanguageRange[]): string | undefined {
  const written = Object.keys(map);
  const all = written.map((tag) => tag.toLowerCase());
  const refused = ranges.filter(({ weight, range }) => weight === 0 && range !== '*');
  const wanted = ranges.filter(({ weight }) => weight > 0);
  // A range that says more than the refusing one is wanted all the same: "de;q=0, de-CH".
  const isRefused = (tag: string) =>
    refused.some(
      ({ range }) =>
        covers(range, tag) &&
        !wanted.some((one) => one.range.length > range.length && covers(one.range, tag)),
    );
  const tags = all.filter((tag) => !isRefused(tag));
  const named = new Set(wanted.flatMap(({ range }) => tags.filter((tag) => covers(range, tag))));
  for (const { range } of wanted) {
    // "*" stands for the languages that no other range names (RFC 4647 3.3.1).
    const found = range === '*' ? tags.find((tag) => !named.has(tag)) : matchOf(range, tags);
    if (found !== undefined) return written[all.indexOf(found)];
  }
  return written[all.indexOf(tags[0] ?? '')] ?? written[0];
}
