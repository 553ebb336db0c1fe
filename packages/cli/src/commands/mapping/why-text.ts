// SPDX-License-Identifier: Apache-2.0
/** Why a statement counts or not, in plain sentences. */
import type { WhyView } from '@cairn/api/contract';
import type { SentenceLanguage } from '@cairn/engine';

type Words = Readonly<{
  statement: (id: string, source: string, stored: string | null) => string;
  version: (version: string) => string;
  nobody: string;
  of: (person: string) => string;
  evidence: string;
}>;
const words: Readonly<Record<SentenceLanguage, Words>> = {
  en: {
    statement: (id, source, stored) =>
      `Statement ${id} from ${source}${stored === null ? '' : `, stored ${stored}`}`,
    version: (version) => `What the rules in force say (version ${version}):`,
    nobody: 'not known',
    of: (person) => `It speaks of ${person}.`,
    evidence: 'Its evidence:',
  },
  de: {
    statement: (id, source, stored) =>
      `Statement ${id} von ${source}${stored === null ? '' : `, gespeichert ${stored}`}`,
    version: (version) => `Was die geltenden Regeln sagen (Version ${version}):`,
    nobody: 'nicht bekannt',
    of: (person) => `Es spricht von ${person}.`,
    evidence: 'Seine Nachweise:',
  },
};

export function whyText(why: WhyView, language: SentenceLanguage): readonly string[] {
  const say = words[language];
  const { reasons, rules, evidence, subjects, version } = why;
  return [
    say.statement(why.statementId, why.sourceId, why.stored),
    why.says[language],
    ...subjects.map(({ subject, person }) => say.of(`${person?.name ?? say.nobody} (${subject})`)),
    ...reasons.map(({ says }) => says[language]),
    ...(rules.length > 0 && version !== null
      ? [say.version(version), ...rules.map(({ says }) => `  ${says[language]}`)]
      : []),
    ...(evidence.length > 0
      ? [
          say.evidence,
          ...evidence.map(
            ({ competencyId, person, subject, levelId, says }) =>
              `  ${competencyId}, ${person?.name ?? subject}${levelId === null ? '' : `, ${levelId}`}: ${says[language]}`,
          ),
        ]
      : []),
  ];
}
