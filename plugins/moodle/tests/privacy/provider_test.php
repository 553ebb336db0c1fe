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

namespace block_cairn\privacy;

use core_privacy\local\metadata\collection;

/**
 * What the privacy registry is told.
 *
 * @package   block_cairn
 * @copyright 2026 The Cairn authors
 * @license   http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers \block_cairn\privacy\provider
 */
final class provider_test extends \core_privacy\tests\provider_testcase {
    /**
     * That identifiers go to Cairn, each in words; and that nothing is kept.
     */
    public function test_metadata(): void {
        $this->resetAfterTest();
        $items = provider::get_metadata(new collection('block_cairn'))->get_collection();
        $this->assertCount(1, $items);
        $this->assertSame('cairn', $items[0]->get_name());
        foreach (array_merge([$items[0]->get_summary()], array_values($items[0]->get_privacy_fields())) as $string) {
            $this->assertTrue(get_string_manager()->string_exists($string, 'block_cairn'));
        }
        $user = $this->getDataGenerator()->create_user();
        $this->assertCount(0, provider::get_contexts_for_userid($user->id));
    }
}
