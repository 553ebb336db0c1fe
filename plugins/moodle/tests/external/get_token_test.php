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

use block_cairn\event\person_viewed;
use context_course;
use context_user;
use stdClass;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->dirroot . '/webservice/tests/helpers.php');

/**
 * The page asks for a token.
 *
 * @package   block_cairn
 * @copyright 2026 The Cairn authors
 * @license   http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers \block_cairn\external\get_token
 * @covers \block_cairn\local\tokens
 * @covers \block_cairn\event\person_viewed
 * @runTestsInSeparateProcesses
 */
final class get_token_test extends \externallib_advanced_testcase {
    /** @var context_course */
    private $context;

    /** @var stdClass */
    private $teacher;

    /** @var stdClass */
    private $learner;

    /**
     * A course with a teacher and a learner, and a Cairn.
     */
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        set_config('server', 'https://cairn.example.org', 'block_cairn');
        set_config('portal', 'moodle', 'block_cairn');
        set_config('secret', 'a secret', 'block_cairn');
        $course = $this->getDataGenerator()->create_course();
        $this->context = context_course::instance($course->id);
        $this->teacher = $this->getDataGenerator()->create_and_enrol($course, 'editingteacher');
        $this->learner = $this->getDataGenerator()->create_and_enrol($course, 'student');
    }

    /**
     * Asks as a page does.
     *
     * @param int $userid
     * @param bool $isfresh
     * @return array with what the token claims
     */
    private function ask(int $userid = 0, bool $isfresh = false): array {
        $answer = get_token::clean_returnvalue(
            get_token::execute_returns(),
            get_token::execute($this->context->id, $userid, $isfresh)
        );
        [, $claims] = explode('.', $answer['token']);
        return $answer + ['claims' => json_decode(base64_decode(strtr($claims, '-_', '+/')), true)];
    }

    /**
     * Of a user, by number.
     *
     * @param stdClass $user
     * @return array
     */
    private static function account(stdClass $user): array {
        return ['account' => ['homePage' => 'https://www.example.com/moodle', 'name' => (string) $user->id]];
    }

    /**
     * A learner gets one for themselves, also where the block is on their dashboard.
     */
    public function test_self(): void {
        $this->setUser($this->learner);
        $answer = $this->ask();
        $this->assertSame('me', $answer['person']);
        $this->assertSame(['actor' => self::account($this->learner), 'rights' => ['self']], $answer['claims']['cairn']);
        $this->assertSame($answer['expires'], $answer['claims']['exp']);
        $this->context = context_user::instance($this->learner->id);
        $this->assertSame('me', $this->ask($this->learner->id)['person']);
    }

    /**
     * A learner who asks for somebody else is refused, in the same words whether there is such a person or not.
     */
    public function test_learner_asks_for_others(): void {
        $this->setUser($this->learner);
        foreach ([$this->teacher->id, get_admin()->id, 999999] as $other) {
            foreach ([$this->context, context_user::instance($this->learner->id)] as $context) {
                try {
                    get_token::execute($context->id, $other);
                    $this->fail('There was a token.');
                } catch (\moodle_exception $fault) {
                    $this->assertSame('notyours', $fault->errorcode);
                }
            }
        }
    }

    /**
     * A teacher gets one for a learner, in their own name and for this learner alone; the log says so.
     */
    public function test_teacher(): void {
        $this->setUser($this->teacher);
        $sink = $this->redirectEvents();
        $answer = $this->ask($this->learner->id);
        $name = 'account:https://www.example.com/moodle|' . $this->learner->id;
        $this->assertSame($name, $answer['person']);
        $this->assertSame(
            ['actor' => self::account($this->teacher), 'rights' => ['person:' . $name]],
            $answer['claims']['cairn']
        );
        $this->ask($this->learner->id);
        $this->ask();
        $events = array_values(array_filter($sink->get_events(), function ($event) {
            return $event instanceof person_viewed;
        }));
        $this->assertCount(1, $events, 'Once for each token, and not for oneself.');
        $this->assertEquals($this->learner->id, $events[0]->relateduserid);
        $this->assertEquals($this->context, $events[0]->get_context());
        $this->assertStringContainsString((string) $this->learner->id, $events[0]->get_description());
    }

    /**
     * One token does for all blocks, until it is refused, another secret is set or somebody else is signed in.
     */
    public function test_kept(): void {
        $this->setUser($this->learner);
        $first = $this->ask()['token'];
        $this->assertSame($first, $this->ask()['token']);
        $second = $this->ask(0, true)['token'];
        $this->assertNotSame($first, $second);
        $this->assertSame($second, $this->ask()['token']);
        set_config('secret', 'another secret', 'block_cairn');
        $this->assertNotSame($second, $this->ask()['token']);
        set_config('secret', 'a secret', 'block_cairn');
        $this->setUser($this->teacher);
        $this->assertSame(self::account($this->teacher), $this->ask()['claims']['cairn']['actor']);
    }

    /**
     * An administrator who is signed in as a learner sees what they see, and is named as who it was.
     */
    public function test_signed_in_as(): void {
        $this->setAdminUser();
        \core\session\manager::loginas($this->learner->id, \context_system::instance());
        $claims = $this->ask()['claims'];
        $this->assertSame(self::account($this->learner), $claims['cairn']['actor']);
        $this->assertSame((string) get_admin()->id, $claims['sub']);
    }

    /**
     * Who is not signed in, is a guest, or is not in the course gets nothing.
     */
    public function test_strangers(): void {
        foreach ([null, guest_user(), $this->getDataGenerator()->create_user()] as $stranger) {
            $this->setUser($stranger);
            try {
                get_token::execute($this->context->id);
                $this->fail('There was a token.');
            } catch (\moodle_exception $fault) {
                $this->assertNotSame('notsetup', $fault->errorcode);
            }
        }
    }

    /**
     * Without a Cairn there is no token.
     */
    public function test_not_set_up(): void {
        set_config('secret', '', 'block_cairn');
        $this->setUser($this->learner);
        $this->expectExceptionMessage(get_string('notsetup', 'block_cairn'));
        get_token::execute($this->context->id);
    }

    /**
     * Nobody can be looked for without an identifier.
     */
    public function test_no_identifier(): void {
        set_config('identity', 'idnumber', 'block_cairn');
        $this->setUser($this->learner);
        $this->expectExceptionMessage(get_string('noidentifier', 'block_cairn'));
        get_token::execute($this->context->id);
    }
}
