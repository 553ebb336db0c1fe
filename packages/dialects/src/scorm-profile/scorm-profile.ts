// SPDX-License-Identifier: Apache-2.0
/**
 * SCORM content through ADL's xAPI SCORM profile. What an attempt came to is the result of `terminated`; a `progressed` score
 * is a percentage done and a `scored` one a note on the way, neither is attainment.
 */
import { contextActivities } from '@cairn/xapi';
import type { Dialect, NormalStatement } from '../dialect.types.ts';
import { contentOf, noScore } from '../normal-statement.ts';
import { readByVocabulary, shownByOf } from '../vocabulary.ts';
import { wordOf } from '../words.ts';

const profile = 'https://w3id.org/xapi/scorm';
const attemptType = 'http://adlnet.gov/expapi/activities/attempt';

type Reading = Omit<NormalStatement, 'dialect'>;

const isAttempt = ({ id, type }: { readonly id: string; readonly type?: string | null | undefined }) =>
  type === attemptType || /[?&]attemptId=/.test(id);

function kindAtEnd({ score, success, completion }: Reading): Reading['kind'] {
  if (score !== null || success !== null) return 'attempt';
  return completion === true ? 'module-completion' : 'session';
}

/** What the profile's own verbs mean beyond the vocabulary; {} for all others. */
function meaningOf(plain: Reading): Partial<Reading> {
  switch (wordOf(plain.verb)) {
    case 'terminated': {
      const kind = kindAtEnd(plain);
      const { completion, activity } = plain;
      return { kind, shownBy: shownByOf({ kind, completion, type: activity?.type ?? null }) };
    }
    // The attempt goes on: nothing is final.
    case 'suspended':
      return { kind: 'session', success: null, ...noScore };
    case 'resumed':
      return { kind: 'launch', success: null, ...noScore };
    // "For journaling … does not necessarily indicate the score of the activity" (6.0, Score).
    case 'scored':
      return noScore;
    case 'responded':
      return { kind: 'question', shownBy: 'knowledge-test' };
    default:
      return {};
  }
}

export const scormProfile: Dialect = {
  id: 'scorm-profile',
  version: 1,
  title: 'SCORM (xAPI SCORM profile)',
  scaledRange: '0..1',
  recognise: (statement) => {
    if (contextActivities(statement, 'category').some(({ id }) => id === profile)) return 1;
    const groupings = contextActivities(statement, 'grouping');
    return groupings.some(({ id, definition }) => isAttempt({ id, type: definition?.type })) ? 0.6 : 0;
  },
  normalise: (statement, source) => {
    const plain = readByVocabulary(statement, source);
    return {
      ...plain,
      ...meaningOf(plain),
      dialect: 'scorm-profile@1',
      // The profile has activities named under the organisation's own domain, not the LMS's.
      stableActivity: plain.activity?.id ?? null,
      attempt: plain.groupings.find(isAttempt)?.id ?? plain.registration,
    };
  },
  stableContent: contentOf,
};
