// SPDX-License-Identifier: Apache-2.0
/** The first tag that `Intl` takes; pages and systems give others too ("en-US@posix", "en_GB", ""). */
export function firstTag(tags: readonly (string | null | undefined)[]): string {
  // Java's and POSIX' way of writing it: "de_AT".
  const written = tags.map((tag) => tag?.replaceAll('_', '-'));
  const isTag = (tag: string | null | undefined): tag is string => {
    try {
      return Intl.getCanonicalLocales(tag ?? '').length > 0;
    } catch {
      return false;
    }
  };
  return written.find(isTag) ?? 'en';
}
