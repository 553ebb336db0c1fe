// SPDX-License-Identifier: Apache-2.0
/** Moodle's logstore_xapi plugin. What its statements mean, and which of their words must not be trusted: see README beside this. */
import type { Dialect, NormalStatement, ShownBy, StatementKind } from '../dialect.types.ts';
import { learnerNamedBy } from '../learners.ts';
import { contentOf, noScore, readPlainly } from '../normal-statement.ts';
import { shownByOf } from '../vocabulary.ts';
import { wordOf } from '../words.ts';
import { kindOfEvent, resultIsReadLater } from './events.ts';

const infoExtension = 'http://lrs.learninglocker.net/define/extensions/info';
const interactionType = 'http://adlnet.gov/expapi/activities/cmi.interaction';
const attemptType = 'http://adlnet.gov/expapi/activities/attempt';
/** A lesson as somebody goes through it; every way through has the same id. */
const lessonSessionType = 'https://xapi.edlm/profiles/edlm-lms/concepts/activity-types/lesson-session';
/** Whom the actor did it for. */
const forExtension = 'https://yetanalytics.com/profiles/prepositions/concepts/context-extensions/for';
const completed = 'http://adlnet.gov/expapi/verbs/completed';
const lessonEnded = '\\mod_lesson\\event\\lesson_ended';
const uncompleted = 'https://xapi.edlm/profiles/edlm-lms/concepts/verbs/uncompleted';

/** Name of the Moodle event that the statement was made from; null = this is none of the plugin's statements. */
export function eventName(extensions: Readonly<Record<string, unknown>> | undefined): string | null {
  const info = extensions?.[infoExtension];
  const name: unknown = typeof info === 'object' && info !== null ? Reflect.get(info, 'event_name') : null;
  return typeof name === 'string' ? name : null;
}

/** One event gives the whole and one statement for each of its questions. */
const hasQuestions: ReadonlySet<StatementKind> = new Set(['attempt', 'submission']);

function kindOf(
  event: string | null,
  plain: Pick<NormalStatement, 'verb' | 'activity' | 'scoreAsSent'>,
): StatementKind {
  // Others may send by the same source; how far somebody has got is no attainment, whoever says it.
  if (wordOf(plain.verb) === 'progressed') return 'progress';
  if (event === null) return 'other';
  const kind = Object.hasOwn(kindOfEvent, event) ? kindOfEvent[event] : undefined;
  if (kind && hasQuestions.has(kind) && plain.activity?.type === interactionType) return 'question';
  // A lesson that is not graded was gone through.
  if (event === lessonEnded && plain.scoreAsSent === null) return 'module-completion';
  return kind ?? (event.endsWith('_viewed') ? 'view' : 'other');
}

/**
 * The gradebook's zero while an essay waits is no score. On
 * an attempt success tells nothing of that: without a pass mark the waiting zero is sent as a success.
 */
function isScoreFinal(
  event: string | null,
  kind: StatementKind,
  { scoreAsSent, success }: Pick<NormalStatement, 'scoreAsSent' | 'success'>,
): boolean {
  // A slot's marks are another slot's; an abandoned attempt's are another attempt's.
  if (event === '\\mod_quiz\\event\\question_manually_graded' || kind === 'session') return false;
  if (kind === 'progress') return false;
  const isLowest = scoreAsSent?.raw === (scoreAsSent?.min ?? 0);
  return !(isLowest && (kind === 'attempt' || success === false));
}

/** Courses and SCORM packages are completed by the verb alone, without a result. */
function completionOf(
  kind: StatementKind,
  { verb, completion }: Pick<NormalStatement, 'verb' | 'completion'>,
): boolean | null {
  if (verb === uncompleted) return false;
  const isCompletion = kind === 'course-completion' || kind === 'module-completion';
  return completion ?? (isCompletion && verb === completed ? true : null);
}

/**
 * A question's success is Moodle's own judgement, and so is a completed module's: it is said only of what has a pass mark and a
 * grade. Elsewhere true may mean that there is no pass mark, false that nobody has graded.
 */
const trustedSuccess = (kind: StatementKind, success: boolean | null) =>
  kind === 'question' || kind === 'module-completion' ? success : null;

/** Of what is judged only quizzes and lessons are known to ask; an assignment may be anything, a choice is a poll, a SCORM package a closed box. */
function shownBy(
  event: string | null,
  { kind, completion }: Pick<NormalStatement, 'kind' | 'completion'>,
): ShownBy | null {
  if (kind === 'attempt' || kind === 'question' || kind === 'grading')
    return event !== null && /^\\mod_(?:quiz|lesson)\\/.test(event) ? 'knowledge-test' : null;
  return shownByOf({ kind, completion, type: null });
}

/** What was attempted is the quiz or the lesson; each attempt is an activity of its own only to Moodle. */
const attemptedOf = ({ activity, parents }: Pick<NormalStatement, 'activity' | 'parents'>) =>
  activity?.type === attemptType || activity?.type === lessonSessionType
    ? (parents[0] ?? activity)
    : activity;

export const moodleLogstore: Dialect = {
  id: 'moodle-logstore',
  version: 3,
  title: 'Moodle (logstore_xapi)',
  scaledRange: '-1..1',
  recognise: (statement) => (eventName(statement.context?.extensions) === null ? 0 : 0.9),
  normalise: (statement, source) => {
    const plain = readPlainly(statement, source);
    const event = eventName(statement.context?.extensions);
    const kind = kindOf(event, plain);
    const completion = completionOf(kind, plain);
    const attempt = [plain.activity, ...plain.parents].find((activity) => activity?.type === attemptType);
    // Who marks an essay acts for the one who wrote it; elsewhere the plugin has the learner as actor.
    const learner = kind === 'grading' ? learnerNamedBy(statement, forExtension) : {};
    return Object.assign(plain, isScoreFinal(event, kind, plain) ? {} : noScore, learner, {
      dialect: 'moodle-logstore@3',
      kind,
      shownBy: shownBy(event, { kind, completion }),
      activity: attemptedOf(plain),
      success: trustedSuccess(kind, plain.success),
      completion,
      attempt: attempt?.id ?? null,
      // The registration is that of one run of the sending task, shared by everyone in its batch: it identifies nothing.
      registration: null,
    });
  },
  stableContent: (statement) => {
    const { context, result, ...content } = contentOf(statement);
    const event = eventName(context?.extensions);
    // The registration is that of the run; platform, language and versions are settings of today. The event is what stays.
    const { registration: _run, platform: _platform, language: _language, ...rest } = context ?? {};
    const extensions = event === null ? rest.extensions : { ...rest.extensions, [infoExtension]: event };
    return {
      ...content,
      ...(result === undefined || (event !== null && resultIsReadLater.has(event)) ? {} : { result }),
      context: { ...rest, ...(extensions === undefined ? {} : { extensions }) },
    };
  },
};
