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

/**
 * What the pages ask the Cairn block for.
 *
 * @package   block_cairn
 * @copyright 2026 The Cairn authors
 * @license   http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();


$functions = [
    'block_cairn_get_token' => [
        'classname' => 'block_cairn\external\get_token',
        'description' => 'A short-lived token with which the page reads one person from Cairn.',
        'type' => 'read',
        'ajax' => true,
        'loginrequired' => true,
    ],
    'block_cairn_search_people' => [
        'classname' => 'block_cairn\external\search_people',
        'description' => 'The people of a course whose competencies may be seen.',
        'type' => 'read',
        'ajax' => true,
        'loginrequired' => true,
        'capabilities' => 'block/cairn:viewothers',
    ],
];
