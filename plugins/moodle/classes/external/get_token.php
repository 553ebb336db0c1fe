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
use block_cairn\local\identity;
use block_cairn\local\people;
use block_cairn\local\portal;
use block_cairn\local\tokens;
use context;
use core_external\external_api;
use core_external\external_function_parameters;
use core_external\external_single_structure;
use core_external\external_value;
use moodle_exception;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->dirroot . '/blocks/cairn/externallib_compat.php');

/**
 * A token for the page: short-lived, for one person, and only if the signed-in user may see that person.
 *
 * @package   block_cairn
 * @copyright 2026 The Cairn authors
 * @license   http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class get_token extends external_api {
    /**
     * What it is asked with.
     *
     * @return external_function_parameters
     */
    public static function execute_parameters() {
        return new external_function_parameters([
            'contextid' => new external_value(PARAM_INT, 'Context of the page that the block is on'),
            'userid' => new external_value(PARAM_INT, 'Whom to read; 0: the signed-in user', VALUE_DEFAULT, 0),
            'isfresh' => new external_value(PARAM_BOOL, 'The token before was refused or ran out', VALUE_DEFAULT, false),
        ]);
    }

    /**
     * Signs a token, or hands out the one that is still good.
     *
     * @param int $contextid
     * @param int $userid
     * @param bool $isfresh
     * @return array
     */
    public static function execute($contextid, $userid = 0, $isfresh = false) {
        global $USER;
        [
            'contextid' => $contextid,
            'userid' => $userid,
            'isfresh' => $isfresh,
        ] = self::validate_parameters(
            self::execute_parameters(),
            ['contextid' => $contextid, 'userid' => $userid, 'isfresh' => $isfresh]
        );
        $context = context::instance_by_id($contextid);
        self::validate_context($context);
        $userid = $userid ?: (int) $USER->id;
        // The same words whether there is such a person or not.
        if (!people::may_see($userid, $context)) {
            throw new moodle_exception('notyours', 'block_cairn');
        }
        $portal = portal::from_settings();
        if (!$portal->is_set_up()) {
            throw new moodle_exception('notsetup', 'block_cairn');
        }
        $person = \core_user::get_user($userid, 'id, username, email, idnumber', MUST_EXIST);
        $made = (new tokens($portal, identity::from_settings()))->for_person($person, $isfresh);
        if ($made === null) {
            throw new moodle_exception('noidentifier', 'block_cairn');
        }
        if ($made['isnew'] && $userid !== (int) $USER->id) {
            person_viewed::create(['context' => $context, 'relateduserid' => $userid])->trigger();
        }
        return ['token' => $made['token'], 'expires' => $made['expires'], 'person' => $made['person']];
    }

    /**
     * What it answers.
     *
     * @return external_single_structure
     */
    public static function execute_returns() {
        return new external_single_structure([
            'token' => new external_value(PARAM_RAW, 'The token'),
            'expires' => new external_value(PARAM_INT, 'When it runs out, in seconds since the epoch'),
            'person' => new external_value(PARAM_RAW, 'Whom it is for, as the element is to be told'),
        ]);
    }
}
