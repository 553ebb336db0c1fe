// SPDX-License-Identifier: Apache-2.0
import type { Text } from '@cairn/frameworks';

/** The reader's language, else its base, else English, else any; '' of nothing. */
export function textIn(text: Text | null | undefined, locale: string): string {
  if (!text) return '';
  const base = locale.split('-')[0] ?? locale;
  const own = Object.keys(text).find((tag) => tag.toLowerCase() === locale.toLowerCase());
  const near = Object.keys(text).find((tag) => tag.split('-')[0] === base);
  return text[own ?? near ?? 'en'] ?? Object.values(text)[0] ?? '';
}
