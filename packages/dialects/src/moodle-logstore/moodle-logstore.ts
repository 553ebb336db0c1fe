// SPDX-License-Identifier: Apache-2.0
/** Moodle's logstore_xapi plugin. What its statements mean, and which of their words must not be trusted: see README beside this. */
import type { Dialect, NormalStatement, ShownBy, StatementKind } from '../dialect.types.ts';
import { contentOf, noScore, readPlainly } from '../normal-statement.ts';
import { shownByOf } from '../vocabulary.ts';
import { kindOfEvent, resultIsReadLater } from './events.ts';

const infoExtension = 'http://lrs.learninglocker.net/define/extensions/info';
const interactionType = 'http://adlnet.gov/expapi/activities/cmi.interaction';
const attemptType = 'http://adlnet.gov/expapi/activities/attempt';
const completed = 'http://adlnet.gov/expapi/verbs/completed';
const uncompleted = 'https://xapi.edlm/profiles/edlm-lms/concepts/verbs/uncompleted';

/** Name of the Moodle event that the statement was made from; null = this is none of the plugin's statements. */
export function eventName(extensions: Readonly<Record<string, unknown>> | undefined): string | null {
  const info = extensions?.[infoExtension];
  const name: unknown = typeof info === 'object' && info !== null ? Reflect.get(info, 'event_name') : null;
  return typeof name === 'string' ? name : null;
}

function kindOf(event: string | null, plain: Pick<NormalStatement, 'activity'>): StatementKind {
  if (event === null) return 'other';
  const kind = Object.hasOwn(kindOfEvent, event) ? kindOfEvent[event] : undefined;
  // One event gives the attempt and one statement for each of its questions.
  if (kind === 'attempt' && plain.activity?.type === interactionType) return 'question';
  return kind ?? (event.endsWith('_viewed') ? 'view' : 'other');
}

/**
 * The marks of one slot are sent with another slot's score; the gradebook's zero while an essay waits is no score either. On
 * an attempt success tells nothing of that: without a pass mark the waiting zero is sent as a success.
 */
function isScoreFinal(
  event: string | null,
  kind: StatementKind,
  { scoreAsSent, success }: Pick<NormalStatement, 'scoreAsSent' | 'success'>,
): boolean {
  if (event === '\\mod_quiz\\event\\question_manually_graded') return false;
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

/** Of what is judged only quizzes are known to ask; an assignment may be anything, a choice is a poll, a SCORM package a closed box. */
function shownBy(
  event: string | null,
  { kind, completion }: Pick<NormalStatement, 'kind' | 'completion'>,
): ShownBy | null {
  if (kind === 'attempt' || kind === 'question' || kind === 'grading')
    return event?.startsWith('\\mod_quiz\\') ? 'knowledge-test' : null;
  return shownByOf({ kind, completion, type: null });
}

export const moodleLogstore: Dialect = {
  id: 'moodle-logstore',
  version: 2,
  title: 'Moodle (logstore_xapi)',
  scaledRange: '-1..1',
  recognise: (statement) => (eventName(statement.context?.extensions) === null ? 0 : 0.9),
  normalise: (statement, source) => {
    const plain = readPlainly(statement, source);
    const event = eventName(statement.context?.extensions);
    const kind = kindOf(event, plain);
    const completion = completionOf(kind, plain);
    const attempt = [plain.activity, ...plain.parents].find((activity) => activity?.type === attemptType);
    return Object.assign(plain, isScoreFinal(event, kind, plain) ? {} : noScore, {
      dialect: 'moodle-logstore@2',
      kind,
      shownBy: shownBy(event, { kind, completion }),
      // What was attempted is the quiz; each attempt is an activity of its own only to Moodle.
      activity: plain.activity?.type === attemptType ? (plain.parents[0] ?? plain.activity) : plain.activity,
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
