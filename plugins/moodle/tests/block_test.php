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

namespace block_cairn;

use block_cairn\local\view;
use context_course;
use context_user;
use moodle_page;
use moodle_url;
use stdClass;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->libdir . '/blocklib.php');
require_once($CFG->dirroot . '/blocks/moodleblock.class.php');
require_once($CFG->dirroot . '/backup/util/includes/backup_includes.php');
require_once($CFG->dirroot . '/backup/util/includes/restore_includes.php');

/**
 * What the block puts into a page, and what stays when a course is copied.
 *
 * @package   block_cairn
 * @copyright 2026 The Cairn authors
 * @license   http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers \block_cairn
 * @covers \block_cairn\output\main
 * @covers \block_cairn\local\view
 */
final class block_test extends \advanced_testcase {
    /**
     * A Cairn is set up.
     */
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        set_config('server', 'https://cairn.example.org', 'block_cairn');
        set_config('portal', 'moodle', 'block_cairn');
        set_config('secret', 'a secret that stays here', 'block_cairn');
    }

    /**
     * The markup of a block on a page.
     *
     * @param \context $context of the page
     * @param array $config of the block
     * @param moodle_url|null $url of the page
     * @return string
     */
    private function text(\context $context, array $config = [], ?moodle_url $url = null): string {
        $page = new moodle_page();
        $page->set_context($context);
        $page->set_url($url ?? new moodle_url('/my/index.php'));
        $block = block_instance('cairn');
        $block->page = $page;
        $block->config = (object) $config;
        return $block->get_content()->text;
    }

    /**
     * An attribute of the place where the element comes.
     *
     * @param string $text markup
     * @param string $name
     * @return string
     */
    private static function attribute(string $text, string $name): string {
        $document = new \DOMDocument();
        $document->loadHTML('<?xml encoding="utf-8"?>' . $text, LIBXML_NOERROR);
        return (new \DOMXPath($document))->evaluate('string(//*[@data-tag]/@data-' . $name . ')');
    }

    /**
     * On a dashboard: oneself, and no choice.
     */
    public function test_dashboard(): void {
        $user = $this->getDataGenerator()->create_user();
        $this->setUser($user);
        $text = $this->text(context_user::instance($user->id));
        $this->assertSame((string) $user->id, self::attribute($text, 'user-id'));
        $this->assertSame('cairn-profile', self::attribute($text, 'tag'));
        $this->assertSame('https://cairn.example.org/embed/cairn.js', self::attribute($text, 'script'));
        $this->assertStringNotContainsString('<select', $text);
        $this->assertStringNotContainsString('a secret that stays here', $text);
    }

    /**
     * Guests and who is not signed in see nothing; nor does who may not.
     */
    public function test_nothing(): void {
        $system = \context_system::instance();
        $this->assertSame('', $this->text($system));
        $this->setGuestUser();
        $this->assertSame('', $this->text($system));
        $user = $this->getDataGenerator()->create_user();
        $this->setUser($user);
        $this->assertNotSame('', $this->text($system));
        $roles = array_column(get_all_roles(), 'id', 'shortname');
        assign_capability('block/cairn:view', CAP_PROHIBIT, $roles['user'], $system->id, true);
        $this->assertSame('', $this->text($system));
    }

    /**
     * In a course a teacher chooses, and a learner sees themselves.
     */
    public function test_course(): void {
        $course = $this->getDataGenerator()->create_course();
        $context = context_course::instance($course->id);
        $teacher = $this->getDataGenerator()->create_and_enrol($course, 'editingteacher');
        $learner = $this->getDataGenerator()->create_and_enrol($course, 'student');
        $this->setUser($teacher);
        $text = $this->text($context);
        $this->assertStringContainsString('<select', $text);
        $this->assertSame('0', self::attribute($text, 'user-id'));
        $this->assertSame((string) $context->id, self::attribute($text, 'context-id'));

        $url = new moodle_url('/user/view.php', ['id' => $learner->id, 'course' => $course->id]);
        $text = $this->text($context, [], $url);
        $this->assertStringNotContainsString('<select', $text);
        $this->assertSame((string) $learner->id, self::attribute($text, 'user-id'));

        $this->setUser($learner);
        $text = $this->text($context);
        $this->assertStringNotContainsString('<select', $text);
        $this->assertSame((string) $learner->id, self::attribute($text, 'user-id'));
        $url = new moodle_url('/user/view.php', ['id' => $teacher->id, 'course' => $course->id]);
        $this->assertSame('', $this->text($context, [], $url), 'The profile of somebody else.');
    }

    /**
     * A profile page is of whom it shows, for who may see them.
     */
    public function test_profile(): void {
        $course = $this->getDataGenerator()->create_course();
        $teacher = $this->getDataGenerator()->create_and_enrol($course, 'editingteacher');
        $learner = $this->getDataGenerator()->create_and_enrol($course, 'student');
        $own = context_user::instance($learner->id);
        $this->setUser($teacher);
        $this->assertSame((string) $learner->id, self::attribute($this->text($own), 'user-id'));
        $this->setUser($this->getDataGenerator()->create_and_enrol($course, 'student'));
        $this->assertSame('', $this->text($own));
    }

    /**
     * Until it is set up, it tells an administrator so and nobody else.
     */
    public function test_not_set_up(): void {
        set_config('secret', '', 'block_cairn');
        $this->setUser($this->getDataGenerator()->create_user());
        $this->assertSame('', $this->text(\context_system::instance()));
        $this->setAdminUser();
        $text = $this->text(\context_system::instance());
        $this->assertStringContainsString('section=blocksettingcairn', $text);
    }

    /**
     * Whatever goes wrong in it, a page stands.
     */
    public function test_fault(): void {
        $this->setAdminUser();
        $block = block_instance('cairn');
        $block->page = null;
        $this->assertSame('', $block->get_content()->text);
        $this->assertDebuggingCalled();
    }

    /**
     * Each view has the attributes that it takes and no others; what was set is text, whatever it holds.
     */
    public function test_attributes(): void {
        $this->setAdminUser();
        $hostile = '"><script>alert(1)</script>';
        $config = ['role' => $hostile, 'framework' => ' f ', 'competency' => 'c', 'days' => 30];
        $expected = [
            'profile' => ['role-profile' => $hostile, 'framework' => 'f'],
            'gap' => ['role-profile' => $hostile],
            'evidence' => ['competency' => 'c'],
            'expiring' => ['framework' => 'f', 'within' => '30'],
        ];
        $this->assertSame(view::ALL, array_keys($expected));
        foreach ($expected as $view => $attributes) {
            $text = $this->text(\context_system::instance(), ['view' => $view] + $config);
            $this->assertStringNotContainsString('<script', $text);
            $this->assertSame('cairn-' . $view, self::attribute($text, 'tag'));
            $this->assertSame($attributes, json_decode(self::attribute($text, 'attributes'), true));
        }
        $text = $this->text(\context_system::instance(), ['view' => 'script']);
        $this->assertSame('cairn-profile', self::attribute($text, 'tag'));
        $this->assertSame('{}', self::attribute($text, 'attributes'));
    }

    /**
     * A script that was pinned is what the page is told.
     */
    public function test_pinned(): void {
        set_config('script', 'https://cdn.example.org/cairn-1.js', 'block_cairn');
        set_config('integrity', 'sha384-abc', 'block_cairn');
        $this->setAdminUser();
        $text = $this->text(\context_system::instance());
        $this->assertSame('https://cdn.example.org/cairn-1.js', self::attribute($text, 'script'));
        $this->assertSame('sha384-abc', self::attribute($text, 'integrity'));
    }

    /**
     * Its title is what was set, else what it shows.
     */
    public function test_title(): void {
        $title = function (stdClass $config): string {
            $block = block_instance('cairn');
            $block->context = \context_system::instance();
            $block->config = $config;
            $block->specialization();
            return $block->title;
        };
        $this->assertSame('Competencies', $title(new stdClass()));
        $this->assertSame('What the role asks', $title((object) ['view' => 'gap', 'title' => ' ']));
        $this->assertSame('Fire &amp; water', $title((object) ['title' => 'Fire & water']));
    }

    /**
     * A course that is copied has the block with its settings.
     */
    public function test_backup_and_restore(): void {
        global $CFG, $DB, $USER;
        $this->setAdminUser();
        $CFG->backup_file_logger_level = \backup::LOG_NONE;
        $course = $this->getDataGenerator()->create_course();
        $page = new moodle_page();
        $page->set_context(context_course::instance($course->id));
        $page->set_course($course);
        $page->set_pagetype('course-view-topics');
        $page->set_url(new moodle_url('/course/view.php', ['id' => $course->id]));
        $page->blocks->add_region('side-pre', false);
        $page->blocks->add_block('cairn', 'side-pre', 0, false);
        $config = (object) ['view' => 'gap', 'role' => 'quay-operator', 'title' => 'Gap "here" & there'];
        $parent = ['blockname' => 'cairn', 'parentcontextid' => context_course::instance($course->id)->id];
        $DB->set_field('block_instances', 'configdata', base64_encode(serialize($config)), $parent);

        $backup = new \backup_controller(
            \backup::TYPE_1COURSE,
            $course->id,
            \backup::FORMAT_MOODLE,
            \backup::INTERACTIVE_NO,
            \backup::MODE_IMPORT,
            $USER->id
        );
        $id = $backup->get_backupid();
        $backup->execute_plan();
        $backup->destroy();
        $copy = \restore_dbops::create_new_course('Copy', 'copy', $course->category);
        $restore = new \restore_controller(
            $id,
            $copy,
            \backup::INTERACTIVE_NO,
            \backup::MODE_GENERAL,
            $USER->id,
            \backup::TARGET_NEW_COURSE
        );
        $this->assertTrue($restore->execute_precheck());
        $restore->execute_plan();
        $restore->destroy();

        $parent['parentcontextid'] = context_course::instance($copy)->id;
        $restored = $DB->get_record('block_instances', $parent, '*', MUST_EXIST);
        $this->assertEquals($config, unserialize_object(base64_decode($restored->configdata)));
    }
}
