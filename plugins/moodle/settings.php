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
 * Settings of the Cairn block.
 *
 * @package   block_cairn
 * @copyright 2026 The Cairn authors
 * @license   http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();


if ($hassiteconfig) {
    $ADMIN->add('blocksettings', new admin_externalpage(
        'block_cairn_connection',
        new lang_string('connection', 'block_cairn'),
        new moodle_url('/blocks/cairn/connection.php'),
        'moodle/site:config',
        true
    ));
}

if ($ADMIN->fulltree) {
    $settings->add(new admin_setting_heading(
        'block_cairn/connection',
        new lang_string('settings_connection', 'block_cairn'),
        new lang_string(
            'settings_connection_desc',
            'block_cairn',
            [
                'url' => (new moodle_url('/blocks/cairn/connection.php'))->out(),
                'origin' => \block_cairn\local\connection_check::origin(),
            ]
        )
    ));
    $settings->add(new admin_setting_configtext(
        'block_cairn/server',
        new lang_string('settings_server', 'block_cairn'),
        new lang_string('settings_server_desc', 'block_cairn'),
        '',
        PARAM_URL
    ));
    $settings->add(new admin_setting_configtext(
        'block_cairn/portal',
        new lang_string('settings_portal', 'block_cairn'),
        new lang_string('settings_portal_desc', 'block_cairn'),
        'moodle',
        PARAM_ALPHANUMEXT
    ));
    $settings->add(new admin_setting_configpasswordunmask(
        'block_cairn/secret',
        new lang_string('settings_secret', 'block_cairn'),
        new lang_string('settings_secret_desc', 'block_cairn'),
        ''
    ));
    $settings->add(new admin_setting_configtext(
        'block_cairn/audience',
        new lang_string('settings_audience', 'block_cairn'),
        new lang_string('settings_audience_desc', 'block_cairn'),
        '',
        PARAM_URL
    ));

    $settings->add(new admin_setting_heading(
        'block_cairn/people',
        new lang_string('settings_people', 'block_cairn'),
        new lang_string('settings_people_desc', 'block_cairn')
    ));
    $settings->add(new admin_setting_configselect(
        'block_cairn/identity',
        new lang_string('settings_identity', 'block_cairn'),
        new lang_string('settings_identity_desc', 'block_cairn'),
        \block_cairn\local\identity::AS_SENT,
        array_combine(\block_cairn\local\identity::ALL, array_map(function ($kind) {
            return new lang_string('identity_' . $kind, 'block_cairn');
        }, \block_cairn\local\identity::ALL))
    ));
    $settings->add(new admin_setting_configtext(
        'block_cairn/homepage',
        new lang_string('settings_homepage', 'block_cairn'),
        new lang_string('settings_homepage_desc', 'block_cairn'),
        '',
        PARAM_URL
    ));
    $settings->hide_if('block_cairn/homepage', 'block_cairn/identity', 'in', 'auto|email');

    $settings->add(new admin_setting_heading(
        'block_cairn/pinning',
        new lang_string('settings_pinning', 'block_cairn'),
        new lang_string('settings_pinning_desc', 'block_cairn')
    ));
    $settings->add(new admin_setting_configtext(
        'block_cairn/script',
        new lang_string('settings_script', 'block_cairn'),
        new lang_string('settings_script_desc', 'block_cairn'),
        '',
        PARAM_URL
    ));
    $settings->add(new admin_setting_configtext(
        'block_cairn/integrity',
        new lang_string('settings_integrity', 'block_cairn'),
        new lang_string('settings_integrity_desc', 'block_cairn'),
        '',
        '/^(sha(256|384|512)-[A-Za-z0-9+\/]+={0,2})?$/',
        60
    ));
}
