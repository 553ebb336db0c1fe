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

use block_cairn\local\people;
use context;
use core_external\external_api;
use core_external\external_function_parameters;
use core_external\external_multiple_structure;
use core_external\external_single_structure;
use core_external\external_value;
use moodle_exception;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->dirroot . '/blocks/cairn/externallib_compat.php');

/**
 * The people of a course whom the signed-in user may see, by part of a name.
 *
 * @package   block_cairn
 * @copyright 2026 The Cairn authors
 * @license   http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class search_people extends external_api {
    /**
     * What it is asked with.
     *
     * @return external_function_parameters
     */
    public static function execute_parameters() {
        return new external_function_parameters([
            'contextid' => new external_value(PARAM_INT, 'Context of the course, or of something in it'),
            'query' => new external_value(PARAM_NOTAGS, 'Part of a name; empty: anybody', VALUE_DEFAULT, ''),
        ]);
    }

    /**
     * Searches.
     *
     * @param int $contextid
     * @param string $query
     * @return array
     */
    public static function execute($contextid, $query = '') {
        ['contextid' => $contextid, 'query' => $query] = self::validate_parameters(
            self::execute_parameters(),
            ['contextid' => $contextid, 'query' => $query]
        );
        $context = context::instance_by_id($contextid);
        self::validate_context($context);
        $course = people::course_to_see($context);
        if (!$course) {
            throw new moodle_exception('notyours', 'block_cairn');
        }
        $found = array_values(people::search($course, trim($query)));
        $isfull = has_capability('moodle/site:viewfullnames', $course);
        return [
            'people' => array_map(function ($user) use ($isfull) {
                return ['id' => $user->id, 'name' => fullname($user, $isfull)];
            }, array_slice($found, 0, people::MOST)),
            'ismore' => count($found) > people::MOST,
        ];
    }

    /**
     * What it answers.
     *
     * @return external_single_structure
     */
    public static function execute_returns() {
        return new external_single_structure([
            'people' => new external_multiple_structure(new external_single_structure([
                'id' => new external_value(PARAM_INT, 'Number of the user'),
                'name' => new external_value(PARAM_RAW, 'Full name, as plain text'),
            ])),
            'ismore' => new external_value(PARAM_BOOL, 'There are more than these'),
        ]);
    }
}
