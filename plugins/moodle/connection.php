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
 * Is this site connected to Cairn so that the blocks will work? Each thing looked at, and in plain words what is wrong.
 *
 * @package   block_cairn
 * @copyright 2026 The Cairn authors
 * @license   http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

require_once(__DIR__ . '/../../config.php');
require_once($CFG->libdir . '/adminlib.php');

admin_externalpage_setup('block_cairn_connection');

$check = new \block_cairn\local\connection_check(
    \block_cairn\local\portal::from_settings(),
    \block_cairn\local\identity::from_settings()
);

echo $OUTPUT->header();
echo $OUTPUT->heading(get_string('connection', 'block_cairn'));
echo $OUTPUT->render_from_template('block_cairn/connection', $check->export($USER) + [
    'againurl' => $PAGE->url->out(false),
    'settingsurl' => (new moodle_url('/admin/settings.php', ['section' => 'blocksettingcairn']))->out(false),
]);
echo $OUTPUT->footer();
