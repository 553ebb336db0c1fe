// SPDX-License-Identifier: Apache-2.0
/**
 * Language tags by their form (RFC 5646 2.1, 2.2.9): well-formed, no variant and no singleton twice. No registry is asked,
 * so a tag of tomorrow is taken.
 */
const tagPattern =
  /^(?:x(?:-[A-Za-z0-9]{1,8})+|(?:[A-Za-z]{2,3}(?:-[A-Za-z]{3}){0,3}|[A-Za-z]{4,8})(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|\d{3}))?((?:-(?:[A-Za-z0-9]{5,8}|\d[A-Za-z0-9]{3}))*(?:-[0-9A-WY-Za-wy-z](?:-[A-Za-z0-9]{2,8})+)*)(?:-x(?:-[A-Za-z0-9]{1,8})+)?)$/;
/** Registered before the form was fixed, and good for ever (RFC 5646 2.2.8). */
const irregular = new Set(
  'en-gb-oed i-ami i-bnn i-default i-enochian i-hak i-klingon i-lux i-mingo i-navajo i-pwn i-tao i-tay i-tsu sgn-be-fr sgn-be-nl sgn-ch-de'.split(
    ' ',
  ),
);

/** Variants come before the first singleton; after it a subtag may stand again, a singleton may not. */
function repeats(tail: string): boolean {
  const seen = new Set<string>();
  let isExtension = false;
  for (const subtag of tail.toLowerCase().slice(1).split('-')) {
    isExtension ||= subtag.length === 1;
    if (isExtension && subtag.length > 1) continue;
    if (seen.has(subtag)) return true;
    seen.add(subtag);
  }
  return false;
}

export function isLanguageTag(text: string): boolean {
  const match = tagPattern.exec(text);
  if (!match) return irregular.has(text.toLowerCase());
  return !match[1] || !repeats(match[1]);
}
