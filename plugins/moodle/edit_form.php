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

use block_cairn\local\view;

/**
 * Settings of one Cairn block.
 *
 * @package   block_cairn
 * @copyright 2026 The Cairn authors
 * @license   http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class block_cairn_edit_form extends block_edit_form {
    /**
     * What is shown, and of what.
     *
     * @param MoodleQuickForm $mform
     */
    protected function specific_definition($mform) {
        $mform->addElement('header', 'configheader', get_string('blocksettings', 'block'));

        $views = [];
        foreach (view::ALL as $view) {
            $views[$view] = get_string('view_' . $view, 'block_cairn');
        }
        $mform->addElement('select', 'config_view', get_string('config_view', 'block_cairn'), $views);
        $mform->setDefault('config_view', view::ALL[0]);

        $texts = ['title' => PARAM_TEXT, 'role' => PARAM_TEXT, 'framework' => PARAM_TEXT, 'competency' => PARAM_TEXT];
        foreach ($texts as $name => $type) {
            $mform->addElement('text', 'config_' . $name, get_string('config_' . $name, 'block_cairn'));
            $mform->setType('config_' . $name, $type);
            $mform->addHelpButton('config_' . $name, 'config_' . $name, 'block_cairn');
        }
        $mform->addElement('text', 'config_days', get_string('config_days', 'block_cairn'), ['size' => 4]);
        $mform->setType('config_days', PARAM_INT);
        $mform->setDefault('config_days', view::DAYS);
        $mform->addHelpButton('config_days', 'config_days', 'block_cairn');

        foreach (['role', 'framework', 'competency', 'days'] as $name) {
            $others = array_values(array_filter(view::ALL, function ($view) use ($name) {
                return !view::takes($view, $name);
            }));
            $mform->hideIf('config_' . $name, 'config_view', 'in', $others);
        }
    }

    /**
     * A view of one competency has to be told which.
     *
     * @param array $data
     * @param array $files
     * @return array
     */
    public function validation($data, $files) {
        $errors = parent::validation($data, $files);
        if ($data['config_view'] === 'evidence' && trim($data['config_competency'] ?? '') === '') {
            $errors['config_competency'] = get_string('required');
        }
        if ($data['config_view'] === 'expiring' && !in_array((int) $data['config_days'], range(1, view::MOST_DAYS), true)) {
            $errors['config_days'] = get_string('config_days_wrong', 'block_cairn', view::MOST_DAYS);
        }
        return $errors;
    }
}
