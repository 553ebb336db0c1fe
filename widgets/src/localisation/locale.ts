// SPDX-License-Identifier: Apache-2.0
/** The page's language chooses the messages; adding one is one file in `locales` and one line here. */
import { configureLocalization } from '@lit/localize';

const locales = {
  ar: () => import('./locales/ar.ts'),
  de: () => import('./locales/de.ts'),
  es: () => import('./locales/es.ts'),
  fr: () => import('./locales/fr.ts'),
} as const;
const { setLocale, getLocale } = configureLocalization({
  sourceLocale: 'en',
  targetLocales: Object.keys(locales),
  loadLocale: (locale) => locales[locale as keyof typeof locales](),
});

/** `de-AT` → German; what is not translated is English. */
export function languageOf(tag: string): string {
  const language = tag.split('-')[0]?.toLowerCase() ?? 'en';
  return language in locales ? language : 'en';
}
export function useLocale(tag: string): void {
  const wanted = languageOf(tag);
  // The English that is there anyway stays when a language file does not come.
  if (wanted !== getLocale()) setLocale(wanted).catch(() => undefined);
}
