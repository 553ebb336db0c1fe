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

namespace block_cairn\event;

/**
 * Somebody was given a token to read somebody else: once for each token, which is good for some minutes.
 *
 * @package   block_cairn
 * @copyright 2026 The Cairn authors
 * @license   http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class person_viewed extends \core\event\base {
    /**
     * What kind of event it is.
     */
    protected function init() {
        $this->data['crud'] = 'r';
        $this->data['edulevel'] = self::LEVEL_TEACHING;
    }

    /**
     * Its name.
     *
     * @return string
     */
    public static function get_name() {
        return get_string('event_person_viewed', 'block_cairn');
    }

    /**
     * What happened, for the log.
     *
     * @return string
     */
    public function get_description() {
        return "The user with id '{$this->userid}' was shown the competencies of the user with id '{$this->relateduserid}'.";
    }

    /**
     * It says who was seen.
     */
    protected function validate_data() {
        parent::validate_data();
        if (!$this->relateduserid) {
            throw new \coding_exception('The \'relateduserid\' must be set.');
        }
    }
}
