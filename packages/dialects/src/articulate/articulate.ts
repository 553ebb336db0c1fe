// SPDX-License-Identifier: Apache-2.0
/**
 * Courses made with Articulate Storyline and Rise (xAPI publishing; what they publish as cmi5 is cmi5). A pass without a score
 * may only mean that all lessons were opened.
 */
import { contextActivities, isActivity } from '@cairn/xapi';
import type { Dialect, NormalActivity, NormalStatement } from '../dialect.types.ts';
import { contentOf, noScore } from '../normal-statement.ts';
import { readByVocabulary, shownByOf } from '../vocabulary.ts';
import { wordOf } from '../words.ts';

/** Rise writes the cmi5 extension with http; cmi5 itself has https. */
const riseProgress = 'http://w3id.org/xapi/cmi5/result/extensions/progress';

const isStoryline = (id: string) => id.startsWith('urn:articulate:');
const isRise = (id: string) => /_rise(?:\/|$)/.test(id);

/** Rise ends the id of a question with the millisecond of the answer; without it every answer would be a question of its own. */
const withoutMoment = (id: string) => (isRise(id) ? id.replace(/_\d{13}$/, '') : id);

type Reading = Omit<NormalStatement, 'dialect'>;

/** Scores of the quiz ride along on every later statement of a Rise course: only these are about it. */
const scoredWords: ReadonlySet<string> = new Set(['passed', 'failed', 'completed', 'answered']);

function trustedScore({ verb, score, scorePath }: Reading): Pick<Reading, 'score' | 'scorePath'> {
  return scoredWords.has(wordOf(verb)) ? { score, scorePath } : noScore;
}

function judgement(plain: Reading): Pick<Reading, 'kind' | 'shownBy' | 'success' | 'completion'> {
  const { kind, activity, success, completion, scoreAsSent } = plain;
  if (kind !== 'attempt' || success !== true || scoreAsSent !== null)
    return {
      kind,
      // Their scores come from questions, whatever the activity is called.
      shownBy: kind === 'attempt' ? 'knowledge-test' : plain.shownBy,
      success: kind === 'attempt' || kind === 'question' ? success : null,
      completion,
    };
  const done = wordOf(activity?.type ?? '') === 'course' ? 'course-completion' : 'module-completion';
  const seen = { kind: done, completion: completion ?? true } as const;
  return { ...seen, shownBy: shownByOf({ ...seen, type: null }), success: null };
}

export const articulate: Dialect = {
  id: 'articulate',
  version: 1,
  title: 'Articulate Storyline and Rise',
  scaledRange: '0..1',
  recognise: (statement) => {
    const activities = [
      ...(isActivity(statement.object) ? [statement.object] : []),
      ...contextActivities(statement, 'parent'),
    ];
    if (activities.some(({ id }) => isStoryline(id) || isRise(id))) return 0.9;
    const extensions = statement.result?.extensions;
    return extensions && Object.hasOwn(extensions, riseProgress) ? 0.7 : 0;
  },
  normalise: (statement, source) => {
    const plain = readByVocabulary(statement, source);
    const activity: NormalActivity | null = plain.activity && {
      ...plain.activity,
      id: withoutMoment(plain.activity.id),
    };
    return {
      ...plain,
      ...trustedScore(plain),
      ...judgement(plain),
      dialect: 'articulate@1',
      activity,
      // Chosen by the author when publishing and carried in the package, so the same in every LMS.
      stableActivity: activity?.id ?? null,
    };
  },
  stableContent: contentOf,
};
