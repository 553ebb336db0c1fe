// SPDX-License-Identifier: Apache-2.0
/** Arbitrary small values of a statement: IRIs, language maps, times, extensions, in every form that the standard takes. */
import fc from 'fast-check';
import type { XapiVersion } from '../versions.ts';

export const plain = { noNullPrototype: true } as const;

export const words = fc.oneof(fc.string({ maxLength: 12 }), fc.string({ unit: 'grapheme', maxLength: 8 }));
/** Texts of the given characters, each one code unit. */
export const textOf = (characters: string, minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...characters.split('')), minLength, maxLength });
const slug = textOf('abzXY019-._~éß道', 1, 8);
export const iris = fc
  .tuple(
    fc.constantFrom('https://example.org/', 'http://例え.テスト/a?b=c&d=%20#', 'urn:x:', 'tag:a.b,2020:'),
    slug,
  )
  .map(([start, end]) => start + end);
export const uuids = fc
  .tuple(fc.uuid(), fc.boolean())
  .map(([id, isUpper]) => (isUpper ? id.toUpperCase() : id));
export const languageTags = fc.constantFrom(
  'en',
  'en-US',
  'de-CH',
  'zh-Hans-CN',
  'sr-Latn-RS',
  'tlh',
  'cmn',
  'sl-rozaj-biske-1994',
  'de-a-abc-b-abc-x-a-a',
  'x-private',
  'i-klingon',
  'en-GB-oed',
);
export const languageMaps = fc.dictionary(languageTags, words, { maxKeys: 3, ...plain });
export const hex = (length: number) => textOf('0123456789abcdefABCDEF', length, length);

const oddKeys = fc.constantFrom('__proto__', 'constructor', 'a.b', '$set', '', 'a/b~c', 'toString', '\u0000');
const anything = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom<unknown>(null, true, false, '', 0, -1.5, 1e21, 0.1),
    words,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(oddKeys, words), tie('value'), { maxKeys: 3, ...plain }),
  ),
})).value;
export const extensionMaps = fc.dictionary(iris, anything, { maxKeys: 3, ...plain });

const digits = (value: number, length = 2) => String(value).padStart(length, '0');
const dates = fc
  .date({ min: new Date(Date.UTC(1970, 0, 1)), max: new Date(Date.UTC(2200, 0, 1)), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 19));
const fractions = fc.oneof(
  fc.constant(''),
  textOf('0123456789', 1, 9).map((some) => `.${some}`),
);
const offsets = fc
  .tuple(fc.constantFrom('+', '-'), fc.integer({ min: 1, max: 14 }), fc.constantFrom(0, 30))
  .map(([sign, hours, minutes]) => `${sign}${digits(hours)}:${digits(minutes)}`);
const rfcTimes = fc
  .tuple(dates, fractions, fc.oneof(fc.constantFrom('Z', '+00:00'), offsets), fc.constantFrom('T', ' '))
  .map(([date, fraction, zone, between]) => date.replace('T', between) + fraction + zone);
const otherIsoTimes = fc.oneof(
  fc.tuple(dates, fractions).map(([date, fraction]) => date + fraction),
  fc.tuple(dates, offsets).map(([date, offset]) => date + offset.replace(':', '')),
  dates.map((date) => `${date.replaceAll(/[-:]/g, '')}Z`),
  dates.map((date) => date.slice(0, 10)),
);
/** Times that the version takes: of RFC 3339, in 1.0.3 also without a zone, without seconds, as a date alone. */
export const timesOf = (version: XapiVersion) =>
  version === '2.0.0' ? rfcTimes : fc.oneof({ arbitrary: rfcTimes, weight: 3 }, otherIsoTimes);

export const durations = fc.constantFrom(
  'PT0S',
  'P4W',
  'PT1H0M0.1S',
  'P1Y2M3DT4H5M6.789S',
  'PT12.3456S',
  'P0.5D',
);
