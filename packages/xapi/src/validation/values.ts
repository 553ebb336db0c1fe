// SPDX-License-Identifier: Apache-2.0
/** The standard's small values: IRIs, language tags, identifiers, language maps, extensions (xAPI 1.0.3 Data 2.4, 4). */
import { isRfc3339, isUuid, parseDuration, parseTimestamp } from '../times.ts';
import { at, type Check, isObject, note, text } from './checks.ts';
import { isLanguageTag } from './language-tags.ts';

/** A scheme and no character that RFC 3987 leaves out. No URL class: it would refuse what is not ASCII. */
// oxlint-disable-next-line no-control-regex -- they are what must not be in there
const iriPattern = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s\u0000-\u001f\u007f<>"{}|\\^`]+$/;
const isIri = (value: string) => iriPattern.test(value);

export const iri = (rule: string): Check =>
  text(isIri, 'NOT_AN_IRI', 'an absolute IRI like "https://example.org/x"', rule);
export const uuid = (rule: string): Check =>
  text(isUuid, 'NOT_A_UUID', 'a UUID like "fd41c918-b88b-4b20-a0a5-a4c32391aaa0"', rule);
export const languageTag = (rule: string): Check =>
  text(isLanguageTag, 'NOT_A_LANGUAGE_TAG', 'a language tag of RFC 5646 like "en" or "de-CH"', rule);
export const timestamp = (rule: string): Check => {
  const iso = text(
    (value) => parseTimestamp(value) !== null,
    'NOT_A_TIMESTAMP',
    'an ISO 8601 timestamp like "2026-03-01T09:00:00Z"',
    rule,
  );
  const rfc = text(
    (value) => isRfc3339(value) && parseTimestamp(value) !== null,
    'NOT_A_TIMESTAMP',
    'a timestamp of RFC 3339, with its offset, like "2026-03-01T09:00:00Z"',
    rule,
  );
  return (value, pointer, checking) => (checking.rules.isTimeOfRfc3339 ? rfc : iso)(value, pointer, checking);
};
export const duration: Check = text(
  (value) => parseDuration(value) !== null,
  'NOT_A_DURATION',
  'an ISO 8601 duration like "PT1H30M"',
  'Data 4.6',
);

export const mbox: Check = text(
  (value) => /^mailto:[^\s@]+@[^\s@]+$/.test(value),
  'NOT_A_MAILTO',
  'a mail address with its scheme, like "mailto:ann@example.org"',
  'Data 2.4.2.3',
);
export const sha1Hex: Check = text(
  (value) => /^[0-9a-f]{40}$/i.test(value),
  'NOT_A_SHA1',
  '40 hexadecimal digits, the SHA-1 of the whole mailto IRI',
  'Data 2.4.2.3',
);
export const sha2Hex: Check = text(
  (value) => /^([0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/i.test(value),
  'NOT_A_SHA2',
  'the hexadecimal SHA-2 of the content',
  'Data 2.4.11',
);

export const languageMap: Check = (value, pointer, checking) => {
  const rule = 'Data 4.2';
  if (!isObject(value))
    return note(
      checking,
      pointer,
      'NOT_A_LANGUAGE_MAP',
      'This must be a language map like {"en": "text"}.',
      rule,
    );
  for (const [tag, words] of Object.entries(value)) {
    if (!isLanguageTag(tag))
      note(
        checking,
        at(pointer, tag),
        'NOT_A_LANGUAGE_TAG',
        `"${tag}" is no language tag of RFC 5646. Use one like "en" or "de-CH".`,
        rule,
      );
    if (typeof words !== 'string')
      note(checking, at(pointer, tag), 'NOT_A_STRING', 'The text of a language must be a string.', rule);
  }
};

/** Keys must be IRIs; values may be anything, null included (Data 4.1). */
export const extensions: Check = (value, pointer, checking) => {
  if (!isObject(value))
    return note(checking, pointer, 'NOT_AN_OBJECT', 'Extensions must be an object.', 'Data 4.1');
  for (const key of Object.keys(value))
    if (!isIri(key))
      note(
        checking,
        at(pointer, key),
        'NOT_AN_IRI',
        `The extension key "${key}" must be an absolute IRI.`,
        'Data 4.1',
      );
};
