// SPDX-License-Identifier: Apache-2.0
/**
 * Whether a statement that was changed still means the same: a guess, by its words, that an administrator can overrule. CASE: a change
 * of meaning makes a new item, a wording fix keeps the identifier.
 */
import type { Text } from '../framework.schema.ts';

export interface Likeness {
  readonly meaning: 'same' | 'changed';
  /** 0 nothing in common .. 1 the same words. */
  readonly similarity: number;
  /** What speaks for it. */
  readonly because: 'same words' | 'few words' | 'other words' | 'negation' | 'numbers' | 'another language';
}

const negations = new Set(
  'not no never without cannot neither nor nicht kein keine keinen keiner nie ohne weder'.split(' '),
);
/** Words that say nothing by themselves, in English and German. */
const fillers = new Set(
  `a an the and or of to in on at by for with from as is are be been that this these those it its their
   der die das den dem des ein eine einen einem einer eines und oder von zu zum zur im in am an auf bei für mit
   als ist sind wird werden sich sowie durch nach aus`.split(/\s+/),
);

const wordsOf = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

/** "check", "checks" and "checking" are one word: what they share of their beginnings decides. */
function isAlike(a: string, b: string): boolean {
  if (a === b) return true;
  const shorter = Math.min(a.length, b.length);
  if (shorter < 4) return false;
  let same = 0;
  while (same < shorter && a[same] === b[same]) same += 1;
  return same >= 4 && same * 2 > Math.max(a.length, b.length);
}

/** Dice's coefficient over words that are alike, each used once. */
function similarityOf(before: readonly string[], after: readonly string[]): number {
  const left = [...after];
  const found = before.filter((word) => {
    const index = left.findIndex((other) => isAlike(word, other));
    if (index >= 0) left.splice(index, 1);
    return index >= 0;
  });
  const all = before.length + after.length;
  return all === 0 ? 1 : (2 * found.length) / all;
}

const sameMembers = (a: readonly string[], b: readonly string[]) =>
  [...new Set(a)].sort().join('\n') === [...new Set(b)].sort().join('\n');

/** Below it a statement has become another. */
const leastSimilar = 0.6;

function likenessOfWords(before: string, after: string): Likeness {
  const [old, fresh] = [wordsOf(before), wordsOf(after)];
  const similarity = similarityOf(
    old.filter((word) => !fillers.has(word)),
    fresh.filter((word) => !fillers.has(word)),
  );
  const isNegation = (word: string) => negations.has(word);
  const isNumber = (word: string) => /\d/.test(word);
  if (!sameMembers(old.filter(isNegation), fresh.filter(isNegation)))
    return { meaning: 'changed', similarity, because: 'negation' };
  if (!sameMembers(old.filter(isNumber), fresh.filter(isNumber)))
    return { meaning: 'changed', similarity, because: 'numbers' };
  if (similarity < leastSimilar) return { meaning: 'changed', similarity, because: 'other words' };
  return { meaning: 'same', similarity, because: similarity === 1 ? 'same words' : 'few words' };
}

/** Over the languages that both are in, the one that differs most. In none: it was translated. */
export function likeness(before: Text, after: Text): Likeness {
  const both = Object.keys(before).filter((tag) => Object.hasOwn(after, tag));
  const found = both.map((tag) => likenessOfWords(before[tag] ?? '', after[tag] ?? ''));
  const worst = found.reduce<Likeness | null>((least, one) => {
    if (least === null) return one;
    if (least.meaning !== one.meaning) return one.meaning === 'changed' ? one : least;
    return one.similarity < least.similarity ? one : least;
  }, null);
  return worst ?? { meaning: 'same', similarity: 1, because: 'another language' };
}
