// SPDX-License-Identifier: Apache-2.0
/** LinkedIn Learning's activity webhooks: who watched what and how far. Nothing in them is judged, so nothing is success. */
import { isActivity } from '@cairn/xapi';
import type { Dialect, NormalStatement, StatementKind } from '../dialect.types.ts';
import { contentOf, noScore } from '../normal-statement.ts';
import { readByVocabulary, shownByOf } from '../vocabulary.ts';

const isUrn = (id: string) => /^urn:(?:li:|lynda)/i.test(id);
const isWholeUrn = (id: string) => /^urn:(?:li:)?(?:lyndaCourse|[a-z]*LearningPath)\b/i.test(id);

function kindOf({ kind, activity }: Pick<NormalStatement, 'kind' | 'activity'>): StatementKind {
  const isCompletion = kind === 'attempt' || kind === 'module-completion' || kind === 'course-completion';
  if (!isCompletion) return kind;
  return isWholeUrn(activity?.id ?? '') ? 'course-completion' : 'module-completion';
}

export const linkedinLearning: Dialect = {
  id: 'linkedin-learning',
  version: 1,
  title: 'LinkedIn Learning',
  scaledRange: '0..1',
  recognise: ({ object }) => (isActivity(object) && isUrn(object.id) ? 1 : 0),
  normalise: (statement, source) => {
    const plain = readByVocabulary(statement, source);
    const kind = kindOf(plain);
    return {
      ...plain,
      ...noScore,
      dialect: 'linkedin-learning@1',
      kind,
      shownBy: shownByOf({ kind, completion: plain.completion, type: null }),
      success: null,
      // The URN is LinkedIn's own, the same from whatever LMS the course is opened.
      stableActivity: plain.activity && isUrn(plain.activity.id) ? plain.activity.id : null,
    };
  },
  stableContent: contentOf,
};
