// SPDX-License-Identifier: Apache-2.0
/**
 * Aldermouth Learning is a Moodle: what its plugin logstore_xapi 5.0.1 makes of a deed, in the plugin's own shape (no id, whole
 * seconds, `scaled` from −1 to 1, the registration of the run that sent it). The fixtures of @cairn/dialects are the pattern.
 */
import { courseId, learning, pageId, quizId, quizModule, sectionId } from '../organisation/activities.ts';
import type { CompetencyPlan } from '../organisation/competencies/competency-plan.ts';
import { uuidOf, randomOf } from '../seeded-random.ts';
import type { Deed } from './deeds.ts';
import type { SampleStatement } from './sample-statement.ts';

interface Activity {
  readonly objectType: 'Activity';
  readonly id: string;
  readonly definition: { readonly type: string; readonly name: { readonly en: string } };
}
const activity = (id: string, type: string, en: string): Activity => ({
  objectType: 'Activity',
  id,
  definition: { type, name: { en } },
});
const site = activity(learning, 'http://id.tincanapi.com/activitytype/lms', 'Aldermouth Learning');
const course = ({ id, label }: CompetencyPlan) =>
  activity(courseId(id), 'https://w3id.org/xapi/cmi5/activitytype/course', `${label.en} course`);
const section = ({ id, label }: CompetencyPlan) =>
  activity(sectionId(id), 'http://id.tincanapi.com/activitytype/section', `${label.en} course Section 1`);
const quiz = ({ id, label }: CompetencyPlan) =>
  activity(quizId(id), 'http://adlnet.gov/expapi/activities/assessment', `${label.en} check`);
const page = ({ id, label }: CompetencyPlan) =>
  activity(pageId(id), 'https://w3id.org/xapi/acrossx/activities/page', `${label.en}: what to know`);

interface Event {
  readonly name: string;
  /** What of the plugin's code made the statement, when it is not named as the event is. */
  readonly by?: string;
  readonly verb: readonly [id: string, display: string];
  readonly object: Activity;
  readonly parents?: readonly Activity[];
  readonly result?: unknown;
  readonly secondsBefore?: number;
}
const second = 1000;
const minute = 60_000;

function statementOf({ person, at, arrives }: Deed, event: Event): SampleStatement {
  const sent = at - (event.secondsBefore ?? 0) * second;
  return {
    context: {
      platform: 'Moodle',
      registration: uuidOf(`run ${Math.floor(arrives / minute)}`, 5),
      language: 'en',
      extensions: {
        'http://lrs.learninglocker.net/define/extensions/info': {
          'http://moodle.org': '4.4.1 (Build: 20240610)',
          'https://github.com/xAPI-vle/moodle-logstore_xapi': '5.0.1',
          event_name: event.name,
          event_function: `\\src\\transformer\\events\\${event.by ?? event.name.slice(1).replace('\\event', '')}`,
        },
      },
      contextActivities: {
        ...(event.parents === undefined ? {} : { parent: event.parents }),
        category: [site],
      },
    },
    timestamp: new Date(Math.floor(sent / second) * second).toISOString(),
    actor: { name: person.name, account: { homePage: learning, name: person.account } },
    verb: { id: event.verb[0], display: { en: event.verb[1] } },
    object: event.object,
    ...(event.result === undefined ? {} : { result: event.result }),
  };
}

const viewed = ['http://id.tincanapi.com/verb/viewed', 'Viewed'] as const;
const completed = ['http://adlnet.gov/expapi/verbs/completed', 'Completed'] as const;
const passMark = 8;

/** What every LMS sends most of: it shows what has been looked at, and proves nothing. */
export const reading = (deed: Deed): readonly SampleStatement[] => {
  const { competency } = deed;
  return [
    statementOf(deed, {
      name: '\\core\\event\\course_viewed',
      verb: viewed,
      object: course(competency),
      secondsBefore: 20,
    }),
    statementOf(deed, {
      name: '\\mod_page\\event\\course_module_viewed',
      by: 'all\\course_module_viewed',
      verb: viewed,
      object: page(competency),
      parents: [section(competency), course(competency)],
    }),
  ];
};

export const courseCompletion = (deed: Deed): readonly SampleStatement[] => [
  statementOf(deed, {
    name: '\\core\\event\\course_completed',
    verb: completed,
    object: course(deed.competency),
  }),
];

/** @param attempt as the site numbers them, all quizzes together. */
export function quizAttempt(deed: Deed, attempt: number): readonly SampleStatement[] {
  const { competency, share, at } = deed;
  const seconds = 180 + Math.floor(randomOf(`attempt of ${deed.person.id} at ${at}`)() * 900);
  const raw = Math.round(share * 20) / 2;
  const object = activity(
    `${learning}/mod/quiz/attempt.php?attempt=${attempt}&cmid=${quizModule(competency.id)}`,
    'http://adlnet.gov/expapi/activities/attempt',
    `${competency.label.en} check Attempt ${attempt}`,
  );
  const parents = [quiz(competency), section(competency), course(competency)];
  return [
    statementOf(deed, {
      name: '\\mod_quiz\\event\\attempt_started',
      verb: ['http://activitystrea.ms/schema/1.0/start', 'Started'],
      object,
      parents,
      secondsBefore: seconds,
    }),
    statementOf(deed, {
      name: '\\mod_quiz\\event\\attempt_submitted',
      by: 'mod_quiz\\attempt_submitted\\handler',
      verb: completed,
      object,
      parents,
      result: {
        score: { raw, min: 0, max: 10, scaled: raw / 5 - 1 },
        completion: true,
        success: raw >= passMark,
        duration: `PT${seconds}S`,
      },
    }),
  ];
}
