<?php
// This file is part of Moodle - http://moodle.org/
//
// Moodle is free software: you can redistribute it and/or modify
// it under the terms of the GNU General Public License as published by
// the Free Software Foundation, either version 3 of the License, or
// (at your option) any later version.
//
// Moodle is distributed in the hope that it will be useful,
// but WITHOUT ANY WARRANTY; without even the implied warranty of
// MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
// GNU General Public License for more details.
//
// You should have received a copy of the GNU General Public License
// along with Moodle.  If not, see <http://www.gnu.org/licenses/>.

namespace block_cairn\external;

use context_course;
use context_user;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->dirroot . '/webservice/tests/helpers.php');

/**
 * A teacher looks for somebody of the course.
 *
 * @package   block_cairn
 * @copyright 2026 The Cairn authors
 * @license   http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers \block_cairn\external\search_people
 * @runTestsInSeparateProcesses
 */
final class search_people_test extends \externallib_advanced_testcase {
    /**
     * They find learners by name, as plain text; a learner finds nobody.
     */
    public function test_search(): void {
        $this->resetAfterTest();
        $course = $this->getDataGenerator()->create_course();
        $context = context_course::instance($course->id);
        $teacher = $this->getDataGenerator()->create_and_enrol($course, 'editingteacher');
        $learner = $this->getDataGenerator()->create_and_enrol(
            $course,
            'student',
            ['firstname' => 'Amina & co', 'lastname' => 'Yusuf']
        );
        $this->setUser($teacher);
        $answer = search_people::clean_returnvalue(
            search_people::execute_returns(),
            search_people::execute($context->id, 'yusuf')
        );
        $this->assertSame(
            ['people' => [['id' => (int) $learner->id, 'name' => 'Amina & co Yusuf']], 'ismore' => false],
            $answer
        );
        for ($i = 0; $i < 50; $i++) {
            $this->getDataGenerator()->create_and_enrol($course, 'student');
        }
        $answer = search_people::execute($context->id);
        $this->assertCount(50, $answer['people']);
        $this->assertTrue($answer['ismore']);

        foreach ([[$learner, $context], [$teacher, context_user::instance($teacher->id)]] as [$user, $where]) {
            $this->setUser($user);
            try {
                search_people::execute($where->id);
                $this->fail('Somebody was found.');
            } catch (\moodle_exception $fault) {
                $this->assertSame('notyours', $fault->errorcode);
            }
        }
    }
}
