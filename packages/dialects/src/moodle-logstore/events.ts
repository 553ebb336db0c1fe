// SPDX-License-Identifier: Apache-2.0
/**
 * Moodle event (the surest thing to tell statements apart by) → what it tells of. From the events that a Moodle 4.4 with
 * logstore_xapi 5.0.1 sent, and those of the plugin's own list (`get_event_function_map.php`) that tell of a learner. What is not
 * here tells of nobody's learning, or is a view by its name.
 */
import type { StatementKind } from '../dialect.types.ts';

export const kindOfEvent: Readonly<Record<string, StatementKind>> = {
  '\\mod_quiz\\event\\attempt_started': 'launch',
  '\\mod_quiz\\event\\attempt_submitted': 'attempt',
  // Never handed in: its score is that of the gradebook, and so of another attempt.
  '\\mod_quiz\\event\\attempt_abandoned': 'session',
  '\\mod_quiz\\event\\attempt_reviewed': 'view',
  '\\mod_lesson\\event\\lesson_started': 'launch',
  '\\mod_lesson\\event\\lesson_resumed': 'launch',
  '\\mod_lesson\\event\\lesson_restarted': 'launch',
  '\\mod_lesson\\event\\lesson_ended': 'attempt',
  '\\mod_lesson\\event\\question_answered': 'question',
  '\\mod_lesson\\event\\essay_assessed': 'grading',
  '\\mod_feedback\\event\\response_submitted': 'submission',
  '\\mod_questionnaire\\event\\attempt_submitted': 'submission',
  '\\mod_survey\\event\\response_submitted': 'submission',
  '\\mod_bigbluebuttonbn\\event\\meeting_joined': 'session',
  '\\mod_bigbluebuttonbn\\event\\meeting_left': 'session',
  '\\mod_quiz\\event\\question_manually_graded': 'grading',
  '\\mod_assign\\event\\assessable_submitted': 'submission',
  '\\mod_assign\\event\\submission_graded': 'grading',
  '\\mod_assign\\event\\feedback_viewed': 'view',
  '\\mod_scorm\\event\\sco_launched': 'launch',
  '\\mod_scorm\\event\\scoreraw_submitted': 'attempt',
  '\\mod_scorm\\event\\status_submitted': 'module-completion',
  '\\mod_choice\\event\\answer_created': 'question',
  '\\mod_forum\\event\\discussion_created': 'submission',
  '\\mod_forum\\event\\post_created': 'submission',
  '\\mod_forum\\event\\discussion_subscription_created': 'other',
  '\\core\\event\\course_module_completion_updated': 'module-completion',
  '\\core\\event\\course_completed': 'course-completion',
  '\\core\\event\\user_enrolment_created': 'enrolment',
  '\\core\\event\\user_loggedin': 'session',
  '\\core\\event\\user_loggedout': 'session',
  // Somebody else than the one who is then seen to act.
  '\\core\\event\\user_loggedinas': 'administration',
  '\\core\\event\\badge_awarded': 'attestation',
  '\\tool_certificate\\event\\certificate_issued': 'attestation',
  // What is taken back must not pass for what was given.
  '\\core\\event\\badge_revoked': 'administration',
  '\\tool_certificate\\event\\certificate_revoked': 'administration',
  '\\tool_certificate\\event\\certificate_verified': 'view',
  '\\core\\event\\badge_updated': 'administration',
  '\\core\\event\\user_enrolment_updated': 'administration',
  '\\core\\event\\user_enrolment_deleted': 'administration',
  '\\core\\event\\course_created': 'administration',
  '\\core\\event\\course_completion_updated': 'administration',
  '\\core\\event\\course_module_created': 'administration',
  '\\core\\event\\course_section_created': 'administration',
  '\\core\\event\\group_created': 'administration',
  '\\core\\event\\group_member_added': 'administration',
  '\\core\\event\\note_created': 'administration',
  '\\core\\event\\question_created': 'administration',
  '\\core\\event\\questions_imported': 'administration',
  '\\core\\event\\user_created': 'administration',
};

/**
 * Events that do not hold their result: the plugin looks it up when it sends (gradebook, grading, answer as they are by then), so
 * what it says of one and the same event can be another in a resend.
 */
export const resultIsReadLater: ReadonlySet<string> = new Set([
  '\\mod_quiz\\event\\attempt_submitted',
  '\\mod_quiz\\event\\attempt_abandoned',
  '\\mod_quiz\\event\\question_manually_graded',
  '\\mod_assign\\event\\submission_graded',
  '\\mod_choice\\event\\answer_created',
  '\\mod_lesson\\event\\lesson_ended',
  '\\mod_lesson\\event\\question_answered',
  '\\mod_lesson\\event\\essay_assessed',
]);
