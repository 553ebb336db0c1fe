<?php
// SPDX-License-Identifier: Apache-2.0
// Makes a learner, and a course with a page to read and a quiz of two questions, through Moodle's own interfaces.
// Given: {"course","learner":{"username","firstname","lastname","email"},"password"}. Prints {"learner","course","page","quiz"}: their numbers.
define('CLI_SCRIPT', true);
require getenv('MOODLE') . '/config.php';
require_once $CFG->libdir . '/testing/generator/lib.php';
require_once $CFG->libdir . '/questionlib.php';
require_once $CFG->dirroot . '/user/lib.php';
require_once $CFG->dirroot . '/mod/quiz/locallib.php';

$given = json_decode($argv[1]);
\core\session\manager::set_user(get_admin());
set_config('enablecompletion', 1);
$generator = new testing_data_generator();

$learner = user_create_user((object) ((array) $given->learner + [
    'password' => $given->password,
    'auth' => 'manual',
    'confirmed' => 1,
    'mnethostid' => $CFG->mnet_localhost_id,
]));
$course = $generator->create_course(['fullname' => $given->course, 'shortname' => $given->course, 'enablecompletion' => 1]);
$generator->enrol_user($learner, $course->id, 'student');

$page = $generator->create_module('page', [
    'course' => $course->id,
    'name' => 'Read this first',
    'content' => '<p>Raise the alarm, then leave.</p>',
    'completion' => COMPLETION_TRACKING_AUTOMATIC,
    'completionview' => 1,
]);
$quiz = $generator->create_module('quiz', [
    'course' => $course->id,
    'name' => 'Safety check',
    'grade' => 10,
    'gradepass' => 6,
    'questionsperpage' => 0,
    'preferredbehaviour' => 'deferredfeedback',
    'completion' => COMPLETION_TRACKING_AUTOMATIC,
    'completionusegrade' => 1,
    'completionpassgrade' => 1,
]);

$text = fn (string $html) => ['text' => $html, 'format' => FORMAT_HTML];
$category = question_make_default_categories([context_course::instance($course->id)]);
$instance = $DB->get_record('quiz', ['id' => $quiz->id], '*', MUST_EXIST);
$instance->cmid = $quiz->cmid;
foreach (['The alarm comes first.' => 1, 'The lift is the way out of a fire.' => 0] as $statement => $answer) {
    $question = (object) ['qtype' => 'truefalse', 'category' => $category->id];
    $form = (object) [
        'category' => $category->id . ',' . $category->contextid,
        'name' => $statement,
        'questiontext' => $text($statement),
        'generalfeedback' => $text(''),
        'feedbacktrue' => $text(''),
        'feedbackfalse' => $text(''),
        'defaultmark' => 1,
        'penalty' => 1,
        'correctanswer' => $answer,
        'status' => \core_question\local\bank\question_version_status::QUESTION_STATUS_READY,
    ];
    $saved = question_bank::get_qtype('truefalse')->save_question($question, $form);
    quiz_add_quiz_question($saved->id, $instance);
}
\mod_quiz\quiz_settings::create($quiz->id)->get_grade_calculator()->recompute_quiz_sumgrades();

get_log_manager()->dispose();
echo json_encode(['learner' => (int) $learner, 'course' => (int) $course->id, 'page' => (int) $page->cmid, 'quiz' => (int) $quiz->cmid]);
