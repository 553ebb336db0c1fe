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

namespace block_cairn\local;

use context_course;
use context_module;
use context_system;
use context_user;
use stdClass;

/**
 * Whom a user may see.
 *
 * @package   block_cairn
 * @copyright 2026 The Cairn authors
 * @license   http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers \block_cairn\local\people
 */
final class people_test extends \advanced_testcase {
    /** @var stdClass course of this test */
    private $course;

    /** @var stdClass[] its people, by name */
    private $people = [];

    /**
     * A course with a teacher, an assistant and two learners, and another course with one.
     */
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        $generator = $this->getDataGenerator();
        $this->course = $generator->create_course();
        $other = $generator->create_course();
        foreach (['tara' => 'editingteacher', 'asa' => 'teacher', 'amina' => 'student', 'ben' => 'student'] as $name => $role) {
            $this->people[$name] = $generator->create_user(['username' => $name, 'firstname' => ucfirst($name), 'lastname' => 'Z']);
            $generator->enrol_user($this->people[$name]->id, $this->course->id, $role);
        }
        $this->people['chiara'] = $generator->create_user(['username' => 'chiara', 'firstname' => 'Chiara', 'lastname' => 'Z']);
        $generator->enrol_user($this->people['chiara']->id, $other->id, 'student');
    }

    /**
     * Whether somebody may see somebody, in the course; and the list must say the same.
     *
     * @param string $who
     * @param string $whom
     * @return bool
     */
    private function sees(string $who, string $whom): bool {
        $this->setUser($this->people[$who]);
        $context = context_course::instance($this->course->id);
        $may = people::may_see($this->people[$whom]->id, $context);
        if ($who !== $whom) {
            $this->assertSame($may, isset(people::search($context, '')[$this->people[$whom]->id]));
            $somewhere = people::may_see($this->people[$whom]->id, context_user::instance($this->people[$whom]->id));
            $this->assertSame($may, $somewhere, 'A profile page shows whom some course shows.');
        }
        return $may;
    }

    /**
     * Teachers see the learners of their course and nobody else; learners see themselves.
     */
    public function test_course(): void {
        foreach (['tara', 'asa'] as $teacher) {
            $this->assertTrue($this->sees($teacher, 'amina'));
            $this->assertTrue($this->sees($teacher, 'ben'));
            $this->assertFalse($this->sees($teacher, 'chiara'), 'She is in another course.');
            $this->assertTrue($this->sees($teacher, $teacher));
        }
        $this->assertFalse($this->sees('tara', 'asa'), 'A colleague is nobody\'s learner.');
        $this->assertTrue($this->sees('amina', 'amina'));
        foreach (['ben', 'tara', 'chiara'] as $other) {
            $this->assertFalse($this->sees('amina', $other));
        }
        $this->assertFalse($this->sees('chiara', 'amina'));
    }

    /**
     * Where groups are separate, a teacher sees those who share one, unless they may see all.
     */
    public function test_groups(): void {
        global $DB;
        $generator = $this->getDataGenerator();
        [$red, $blue] = [
            $generator->create_group(['courseid' => $this->course->id]),
            $generator->create_group(['courseid' => $this->course->id]),
        ];
        $generator->create_group_member(['groupid' => $red->id, 'userid' => $this->people['amina']->id]);
        $generator->create_group_member(['groupid' => $blue->id, 'userid' => $this->people['ben']->id]);
        $this->assertTrue($this->sees('asa', 'amina'), 'Groups are not separate.');
        update_course((object) ['id' => $this->course->id, 'groupmode' => SEPARATEGROUPS]);
        $this->assertFalse($this->sees('asa', 'amina'), 'She has no group.');
        $generator->create_group_member(['groupid' => $red->id, 'userid' => $this->people['asa']->id]);
        $this->assertTrue($this->sees('asa', 'amina'));
        $this->assertFalse($this->sees('asa', 'ben'));
        $this->assertTrue($this->sees('tara', 'ben'), 'She may see all groups.');
        $generator->create_group_member(['groupid' => $blue->id, 'userid' => $this->people['asa']->id]);
        $generator->create_group_member(['groupid' => $blue->id, 'userid' => $this->people['amina']->id]);
        $this->assertTrue($this->sees('asa', 'ben'), 'Several groups are as good as one.');
        $this->assertTrue($this->sees('asa', 'amina'), 'Whoever shares two is there once.');
        update_course((object) ['id' => $this->course->id, 'groupmode' => VISIBLEGROUPS]);
        $this->assertTrue($this->sees('asa', 'ben'));
    }

    /**
     * Who was suspended, from the course or from the site, or has left is not shown any more.
     */
    public function test_former(): void {
        global $DB;
        $enrolment = $DB->get_record('user_enrolments', ['userid' => $this->people['amina']->id], '*', MUST_EXIST);
        $DB->set_field('user_enrolments', 'status', ENROL_USER_SUSPENDED, ['id' => $enrolment->id]);
        $this->assertFalse($this->sees('tara', 'amina'));
        $DB->set_field('user_enrolments', 'status', ENROL_USER_ACTIVE, ['id' => $enrolment->id]);
        $this->assertTrue($this->sees('tara', 'amina'));
        $DB->set_field('user', 'suspended', 1, ['id' => $this->people['ben']->id]);
        delete_user($this->people['amina']);
        $context = context_course::instance($this->course->id);
        $this->assertFalse(people::may_see($this->people['amina']->id, $context));
        $this->assertSame([], people::search($context, 'amina'));
    }

    /**
     * The right is taken away by the capability.
     */
    public function test_capability(): void {
        $context = context_course::instance($this->course->id);
        $roles = array_column(get_all_roles(), 'id', 'shortname');
        assign_capability(people::CAPABILITY, CAP_PROHIBIT, $roles['editingteacher'], $context->id, true);
        $this->assertFalse($this->sees('tara', 'amina'));
        $this->assertNull(people::course_to_see($context));
        $this->assertTrue($this->sees('asa', 'amina'));
        assign_capability('block/cairn:view', CAP_PROHIBIT, $roles['user'], context_system::instance()->id, true);
        $this->assertFalse($this->sees('amina', 'amina'));
    }

    /**
     * A mentor has a role in the context of one person.
     */
    public function test_mentor(): void {
        $mentor = $this->getDataGenerator()->create_user();
        $this->setUser($mentor);
        $own = context_user::instance($this->people['amina']->id);
        $this->assertFalse(people::may_see($this->people['amina']->id, $own));
        $role = create_role('Mentor', 'mentor', '');
        assign_capability(people::CAPABILITY, CAP_ALLOW, $role, context_system::instance()->id);
        role_assign($role, $mentor->id, $own->id);
        $this->assertTrue(people::may_see($this->people['amina']->id, $own));
        $this->assertFalse(people::may_see($this->people['ben']->id, context_user::instance($this->people['ben']->id)));
        $course = context_course::instance($this->course->id);
        $this->assertFalse(people::may_see($this->people['amina']->id, $course), 'It is no course of theirs.');
    }

    /**
     * In an activity of a course the same people are seen; on the front page and without signing in nobody is.
     */
    public function test_elsewhere(): void {
        $module = $this->getDataGenerator()->create_module('page', ['course' => $this->course->id]);
        $this->setUser($this->people['tara']);
        $this->assertTrue(people::may_see($this->people['amina']->id, context_module::instance($module->cmid)));
        $this->setAdminUser();
        $this->assertNull(people::course_to_see(context_course::instance(SITEID)));
        $this->assertNull(people::course_to_see(context_system::instance()));
        $context = context_course::instance($this->course->id);
        foreach ([null, guest_user()] as $nobody) {
            $this->setUser($nobody);
            $this->assertFalse(people::may_see($this->people['amina']->id, $context));
            $this->assertFalse(people::may_see((int) ($nobody->id ?? 0), $context));
            $this->assertNull(people::course_to_see($context));
        }
    }

    /**
     * Names are searched in the middle too, and no more are told than are shown.
     */
    public function test_search(): void {
        $this->setUser($this->people['tara']);
        $context = context_course::instance($this->course->id);
        $this->assertSame([(int) $this->people['amina']->id], array_map('intval', array_keys(people::search($context, 'min'))));
        $this->assertSame([], people::search($context, "%' OR 1=1 --"));
        for ($i = 0; $i <= people::MOST; $i++) {
            $this->getDataGenerator()->create_and_enrol($this->course, 'student', ['firstname' => 'Many']);
        }
        $this->assertCount(people::MOST + 1, people::search($context, 'Many'));
    }
}
